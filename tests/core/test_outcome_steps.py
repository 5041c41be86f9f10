"""Of which steps a factor is said, what share of the way is done, how many steps are left."""

from __future__ import annotations

import math
import re

import pytest

from playground.core.experiment import Edit
from tests.core.outcomes import on_square, outcome


def test_a_settled_run_says_what_share_of_the_way_was_done_when() -> None:
    # 0.6¹⁴ = 7.8e-4: from step 14 on, less than 0.1 % of the way from 1 to 0 is left.
    said = on_square(0.2, 20).message
    assert said.endswith("after 20 steps, 99.9 % of the distance covered by step 14.")
    # From 1 + 1e-5, a thousandth of the way is below what float32 resolves at 1.
    end = outcome(loss="(x-1)^2", theta=(1.00001,), learning_rate=0.2, steps=40)
    assert end.kind == "settled"
    assert f"moved only by rounding since step {end.step}" in end.message


def test_steps_left_are_foretold_to_one_digit_where_one_factor_rules() -> None:
    # 0.9998^n falls to a thousandth at n = 34,535, of which 100 are done.
    end = on_square(1e-4, 100, dtype="float64")
    assert "about 30,000 more steps to settle" in end.message


@pytest.mark.parametrize(
    "changes", [{"schedule": "step"}, {"schedule": "cosine"}, {"edits": (Edit(100, 0.1),)}]
)
def test_no_steps_are_foretold_while_the_learning_rate_is_going_to_change(
    changes: dict[str, object],
) -> None:
    assert "more steps" in on_square(1e-3, 100).message
    end = on_square(1e-3, 100, **changes)
    assert end.kind == "slow"
    assert "to settle" not in end.message
    # Ten steps of 0.6 and ten of 1 − 2·0.02: both rates are lower still from step 20 on.
    if changes == {"schedule": "step"}:
        end = on_square(0.2, 20, schedule="step")
        assert end.message.endswith("since step 10 each step multiplies the error by 0.96.")


@pytest.mark.parametrize("steps", [40, 60])
def test_the_steps_left_are_those_of_the_slow_way_that_is_left_in_the_end(steps: int) -> None:
    # x is multiplied by 0.98, y by 1 − 0.01·0.08: 0.1·0.9992ⁿ is a thousandth of the way of
    # √1.01 from n = 5,750 on, long after x.
    valley = {"loss": "x^2 + 0.04*y^2", "theta": (1.0, 0.1), "learning_rate": 0.01}
    end = outcome(**valley, steps=steps, dtype="float64")
    assert end.rate == pytest.approx(0.98, abs=1e-3)
    assert "about 6,000 more steps to settle" in end.message


@pytest.mark.parametrize("steps", [60, 100, 150])
def test_no_steps_are_foretold_to_a_minimum_that_weight_decay_holds_theta_off(steps: int) -> None:
    # 2·(x − 1) + d·x = 0 at x = 2 / (2 + d): 0.8, or hardly off 1.
    bowl = {"loss": "(x-1)^2", "theta": (3.0,), "learning_rate": 0.01, "steps": steps}
    assert "to settle" not in outcome(**bowl, settings={"weight_decay": 0.5}).message
    assert "to settle" in outcome(**bowl, settings={"weight_decay": 1e-12}).message


def test_no_steps_are_foretold_where_the_curvature_fades() -> None:
    # y is halved soon, and x on x⁴ is slower the nearer it is: 1/√n.
    end = outcome(loss="x^4 + y^2", theta=(0.01, 2.0), learning_rate=0.01, steps=60)
    assert end.kind == "slow"
    assert "to settle" not in end.message


def test_steps_foretold_in_a_curved_valley_come_true_and_need_a_steady_factor() -> None:
    valley = {"loss": "(1-x)^2+5*(y-x^2)^2", "theta": (0.5, 0.5), "learning_rate": 0.03}
    # The factor rises to 1 − 0.03·λ, with λ the smaller curvature at (1, 1): 26 − √(16² + 20²),
    # the smaller eigenvalue of [[42, −20], [−20, 10]].
    early = outcome(**valley, steps=50)
    assert "to settle" not in early.message
    assert "lately each step" in early.message
    late = outcome(**valley, steps=400)
    found = re.search(r"about (\d)00 more steps to settle", late.message)
    assert found
    assert late.rate == pytest.approx(1 - 0.03 * (26 - math.sqrt(16**2 + 20**2)), abs=3e-4)
    digit = int(found[1])
    assert outcome(**valley, steps=400 + 100 * digit + 50).kind == "settled"
    assert outcome(**valley, steps=400 + 100 * digit - 50).kind == "slow"


def test_a_factor_is_said_of_the_steps_with_its_learning_rate() -> None:
    # 1 − 2·0.2 = 0.6 up to step 10, 1 − 2·0.1 = 0.8 from there.
    end = on_square(0.2, 20, edits=(Edit(10, 0.1),))
    assert end.message.startswith("Settles: since step 10 each step multiplies the error by 0.8;")
    # 0.2⁵ is below a thousandth: settled before the edit.
    end = on_square(0.4, 40, edits=(Edit(10, 0.1),))
    assert end.step == 5
    assert end.rate == pytest.approx(0.2, rel=1e-4)
    assert end.message.startswith("Settles: up to step 10 each step multiplies the error by 0.2;")
    end = on_square(0.1, 60, edits=(Edit(10, 0.4), Edit(30, 0.1)))
    assert "from step 10 to step 30 each step multiplies the error by 0.2" in end.message
    end = on_square(0.2, 40, edits=(Edit(20, 5.0),))
    assert "since step 20 each step multiplies the error by −9" in end.message
    end = on_square(0.2, 600, edits=(Edit(20, 5.0),))
    assert "since step 20 each step multiplied the error by −9" in end.message
    assert "stable" not in end.message  # no one limit holds for two rates
    assert on_square(0.9, 20).message.count("each step") == 1
    assert "lately" not in on_square(0.9, 20).message


def test_a_schedule_that_never_rests_is_said_of_its_last_steps() -> None:
    end = on_square(0.01, 60, schedule="exponential", settings={"gamma": 0.999})
    assert end.rate is not None
    # 1 − 2·lr·0.999⁵⁹ at the last step; up to 48 before, at most 1 − 2·lr·0.999¹¹.
    assert 1 - 0.02 * 0.999**11 < end.rate < 1 - 0.02 * 0.999**59
    assert "lately each step multiplies" in end.message
    end = on_square(0.05, 300, schedule="exponential", settings={"gamma": 0.999})
    assert end.rate is not None
    assert 1 - 0.1 * 0.999 ** (end.step - 48) < end.rate < 1 - 0.1 * 0.999**end.step
    assert end.message.startswith(f"Settles: near step {end.step} each step multiplies")
    # Within six steps the factor goes from 0.41 to 0.45: there is no single one to speak of.
    end = on_square(0.3, 60, schedule="exponential", settings={"gamma": 0.99})
    assert (end.kind, end.rate) == ("settled", None)


def test_no_steps_are_foretold_where_the_sizes_of_the_gradients_divide_the_steps() -> None:
    # Adam goes about one learning rate a step: 4 / 0.001 steps, and no factor rules them.
    end = outcome(
        loss="quadratic", theta=(-4.0, 2.0), optimizer="adam", learning_rate=0.001, steps=1000,
        settings={"condition": 100.0},
    )  # fmt: skip
    assert end.kind == "slow"
    assert "to settle" not in end.message


def test_a_rule_that_the_learning_rate_does_not_govern_is_not_told_to_change_it() -> None:
    swings = outcome(optimizer="rprop", theta=(1.0,), learning_rate=0.2, steps=20)
    assert swings.kind == "oscillating"
    assert "learning rate" not in swings.message.replace("whatever the learning rate", "")
    assert "Try more steps" in swings.message
    assert outcome(optimizer="rprop", theta=(1.0,), learning_rate=0.2, steps=40).kind == "settled"
    without = "v = 1.2*v + gradient; theta = theta - 0.2*v"
    grows = outcome(optimizer=without, theta=(1.0,), learning_rate=0.2, steps=60)
    assert grows.kind == "diverged"
    assert "it does not use the learning rate" in grows.message
    walks = outcome(optimizer="theta = theta - 0.001", theta=(1.0,), learning_rate=0.2, steps=60)
    assert walks.kind == "slow"
    assert "learning rate" not in walks.message
