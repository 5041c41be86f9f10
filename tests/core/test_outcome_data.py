"""How runs on data end: two time scales, the numbers of the source text, minibatches."""

from __future__ import annotations

import re

import numpy as np
import pytest

from playground.core.datasets import Table
from tests.core.outcomes import outcome


def test_two_time_scales_do_not_pass_for_settled() -> None:
    raw = {"input_scale": 1.0}
    # The fast error is gone after 300 steps, the slow one shrinks by 1.75e-6 a step.
    end = outcome(loss="thermometer", settings=raw, learning_rate=1e-5, steps=1000)
    assert end.kind == "slow"
    end = outcome(loss="thermometer", settings=raw, learning_rate=3.5e-4, steps=100)
    assert (end.kind, end.how) == ("diverged", "growth")
    assert end.rate == pytest.approx(1 - 3.5e-4 * 5883.42, abs=1e-3)
    end = outcome(loss="thermometer", settings=raw, learning_rate=3.39e-4, steps=100)
    assert end.kind == "oscillating"


def test_raw_thermometer_overflows_in_epoch_11_as_the_text_says() -> None:
    end = outcome(loss="thermometer", settings={"input_scale": 1.0}, learning_rate=1e-2, steps=5000)
    assert (end.kind, end.quantity, end.how, end.step) == ("diverged", "loss", "overflow", 10)


def test_normalised_thermometer_settles_by_its_smallest_curvature() -> None:
    end = outcome(loss="thermometer", learning_rate=1e-2, steps=5000)
    assert end.kind == "settled"
    assert end.rate == pytest.approx(1 - 1e-2 * 0.169876, abs=2e-6)
    early = outcome(loss="thermometer", learning_rate=1e-2, steps=100)
    assert early.kind == "slow"
    assert early.rate == pytest.approx(1 - 1e-2 * 0.169876, abs=2e-5)


def test_line_settles_by_0_85_and_by_hand_by_0_4() -> None:
    autograd = outcome(loss="line", theta=(0.0,), learning_rate=0.01, steps=100)
    by_hand = outcome(loss="line", theta=(0.0,), learning_rate=0.01, steps=20, gradient="by-hand")
    assert (autograd.kind, by_hand.kind) == ("settled", "settled")
    assert autograd.rate == pytest.approx(0.85, abs=1e-3)
    assert by_hand.rate == pytest.approx(0.4, abs=1e-3)


def test_minibatches_that_disagree_make_the_loss_jitter() -> None:
    end = outcome(loss="thermometer", learning_rate=1e-2, steps=3000, batch_size=4)
    assert (end.kind, end.reason) == ("oscillating", "minibatches")
    assert "only 4 of 11 rows" in end.message


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_parameter_on_its_way_through_the_jitter_is_slow(seed: int) -> None:
    # On all rows, the error of b falls as 0.998301^k: to 0.6 at step 300, to 0.18 at step 1,000,
    # to 4e-8 at step 10,000.
    for steps, kind in ((300, "slow"), (1000, "slow"), (10_000, "oscillating")):
        end = outcome(loss="thermometer", learning_rate=1e-2, steps=steps, batch_size=4, seed=seed)
        assert end.kind == kind
        assert ("b is still moving through the jitter" in end.message) == (kind == "slow")


def test_a_parameter_that_the_loss_does_not_use_hides_none_that_moves() -> None:
    # As above, with a c that stays exactly where it is; a warning of NumPy's is an error here.
    end = outcome(
        loss="mse", dataset="thermometer", model="0.1*w*t_u + b + 0*c", target="t_c",
        learning_rate=1e-2, steps=300, batch_size=4,
    )  # fmt: skip
    assert end.kind == "slow"
    assert "b is still moving through the jitter" in end.message


@pytest.mark.parametrize(("learning_rate", "kind"), [(0.003, "slow"), (0.1, "oscillating")])
def test_eight_rows_in_pairs_climb_first_and_jitter_then(learning_rate: float, kind: str) -> None:
    # Curvatures 2·mean(x²) = 3.75 and 2: after 200 steps, b's error is 0.994²⁰⁰ = 0.3 or 1e-20.
    x = np.array([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2])
    off = 0.5 * np.array([1, -1, -1, 1, 1, -1, -1, 1])
    end = outcome(
        model="w*x + b",
        dataset=Table("pairs", ("x", "y"), np.column_stack([x, 2 * x + 1 + off])),
        target="y",
        theta=(0.0, 0.0),
        learning_rate=learning_rate,
        steps=200,
        batch_size=2,
    )
    assert end.kind == kind


def test_minibatches_of_a_perfect_fit_settle() -> None:
    # On y = 2x every row has its minimum at w = 2.
    end = outcome(loss="line", theta=(0.0,), learning_rate=0.01, steps=2000, batch_size=2)
    assert end.kind == "settled"


def test_minibatches_can_diverge_too() -> None:
    end = outcome(loss="line", theta=(0.0,), learning_rate=0.3, steps=60, batch_size=2)
    assert end.kind == "diverged"


def test_a_loss_without_a_minimum_far_away_is_still_moving() -> None:
    end = outcome(loss="logistic", learning_rate=1e-3, steps=200)
    assert end.kind == "slow"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("steps", "batch_size"), [(8, 4), (20, 8), (25, 4)])
def test_through_the_jitter_of_minibatches_a_short_run_is_seen_to_come_down(
    steps: int, batch_size: int, seed: int
) -> None:
    fields = {"loss": "thermometer", "learning_rate": 3e-4, "batch_size": batch_size, "seed": seed}
    end = outcome(**fields, steps=steps)
    # 1 − 3e-4·60.6 is the factor of the steeper way: 0.98²⁵ = 0.63 of it is left at most.
    assert end.kind == "slow"
    assert "jitters" not in end.message
    assert end.message.endswith("Try more steps.")


@pytest.mark.parametrize("steps", [200, 400])
def test_a_way_through_the_jitter_is_told_with_two_numbers_that_differ(steps: int) -> None:
    fields = {
        "loss": "thermometer",
        "learning_rate": 0.003,
        "batch_size": 2,
        "theta": (0.82, -19.6),
    }
    end = outcome(**fields, optimizer="adadelta", steps=steps)
    found = re.search(r"from (\S+) at step \d+ to (\S+) at step", end.message)
    assert found
    assert found[1] != found[2]
