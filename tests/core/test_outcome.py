"""How runs end, against closed forms: quadratics, cycles, known points of known losses."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES
from tests.core.outcomes import ended, on_square, outcome


def test_the_default_experiment_settles_by_0_6_a_step() -> None:
    end = on_square(0.2, 20)
    assert end.kind == "settled"
    assert end.rate == pytest.approx(0.6, rel=1e-4)
    # 0.6¹³ = 1.31e-3 and 0.6¹⁴ = 7.8e-4: the first within a thousandth of the way.
    assert end.step == 14
    assert end.message.startswith("Settles: each step multiplies the error by 0.6; θ = 3.66×10⁻⁵")
    assert "step 14" in end.message


@pytest.mark.parametrize(
    ("learning_rate", "steps", "kind"),
    [
        (0.9, 20, "oscillating"),  # 0.8²⁰ = 0.012
        (0.9, 200, "settled"),
        (0.5, 20, "settled"),
        (1.0, 20, "cycling"),
        (1.0, 4, "cycling"),
        (1.1, 20, "diverged"),
        (1.1, 2000, "diverged"),
        (1.001, 20, "diverged"),
        (0.999, 20, "oscillating"),
        (1e-4, 100, "slow"),
    ],
)
def test_square_ends_as_its_factor_of_one_minus_twice_the_rate_says(
    learning_rate: float, steps: int, kind: str
) -> None:
    end = on_square(learning_rate, steps)
    assert end.kind == kind
    if kind != "cycling":
        assert end.rate == pytest.approx(1 - 2 * learning_rate, abs=2e-5)


def test_a_rate_of_one_half_settles_on_square_in_one_step() -> None:
    for steps in (1, 2, 20):
        end = on_square(0.5, steps)
        assert (end.kind, end.step, end.rate) == ("settled", 1, 0.0)
        assert "in one step" in end.message


def test_growth_is_called_diverged_before_anything_overflows() -> None:
    end = on_square(1.1, 20)
    assert (end.kind, end.how, end.quantity, end.step) == ("diverged", "growth", "loss", 1)
    # 2 / 2 = 1 is the limit, 1 − 1.1 · 2 = −1.2, and 1.2⁴⁰ = 1,470.
    assert end.message == (
        "Explodes: the learning rate 1.1 is above 1.0, the largest that is stable where the "
        "curvature is 2. Each step multiplies the error by −1.2. The loss grew from 1 to 1,470 in "
        "20 steps, above its start since step 1."
    )


@pytest.mark.parametrize(
    ("dtype", "largest"), [("float16", "65,500"), ("float32", "3.4×10³⁸"), ("float64", "1.8×10³⁰⁸")]
)
def test_overflow_is_reported_at_the_step_where_the_format_ends(dtype: str, largest: str) -> None:
    trajectory = run(Experiment(theta=(1.0,), learning_rate=1.1, steps=3000, dtype=dtype))
    end = ended(trajectory)
    assert (end.kind, end.how, end.quantity) == ("diverged", "overflow", "loss")
    # 1.44^k passes the largest number of the format at this k.
    limit = float(np.finfo(dtype).max)
    expected = math.ceil(math.log(limit) / math.log(1.44))
    assert abs(end.step - expected) <= (1 if dtype == "float16" else 0)
    assert end.step == trajectory.length - 1
    assert f"at step {end.step:,} the loss grew beyond" in end.message
    assert f"{dtype} can hold ({largest})." in end.message


def test_one_and_two_steps_are_too_few_to_tell() -> None:
    for steps in (1, 2):
        end = on_square(0.2, steps)
        assert (end.kind, end.step, end.reason) == ("slow", steps, "too few steps")
        assert "too few to tell" in end.message


def test_momentum_carries_theta_on_through_a_minimum_met_after_one_step() -> None:
    assert on_square(0.5, 1, settings={"momentum": 0.9}).kind == "slow"


@pytest.mark.parametrize("name", ["square", "quartic", "absolute"])
def test_a_start_at_the_minimum_is_settled_at_step_0(name: str) -> None:
    end = outcome(loss=name, theta=(0.0,), learning_rate=0.1)
    assert (end.kind, end.step) == ("settled", 0)
    assert "step 0" in end.message


def test_where_no_minimum_is_known_nothing_is_said_to_settle() -> None:
    # sin(x)·y is lower the farther y is from 0: its stationary points are all saddles.
    end = outcome(loss="sin(x)*y", theta=(1.0, 1.0), learning_rate=1.0, steps=200)
    assert end.kind == "cycling"
    assert "would settle" not in end.message
    assert end.message.endswith(
        "No minimum is known here, so a smaller learning rate may not settle either."
    )


def test_where_gradients_add_up_no_rate_is_said_to_settle() -> None:
    # θ² with the sum of all gradients is a pendulum: at 1 it repeats itself every 4 steps.
    end = outcome(theta=(1.0,), learning_rate=1.0, steps=200, mistakes=("not-zeroed",))
    assert (end.kind, end.period) == ("cycling", 4)
    assert "No learning rate helps" in end.message


def test_a_minimum_that_nobody_stated_is_found_before_a_smaller_rate_is_said_to_settle() -> None:
    end = outcome(loss="x^4/4 - x^2/2", theta=(0.3,), learning_rate=1.2, steps=3000)
    assert end.kind == "cycling"
    assert end.message.endswith("A smaller learning rate would settle.")


@pytest.mark.parametrize("steps", [20, 50])
def test_on_a_straight_slope_no_step_is_said_to_come_nearer(steps: int) -> None:
    # The slope of x is 1 everywhere, so each step takes 0.1 off.
    end = outcome(loss="x", theta=(1.0,), learning_rate=0.1, steps=steps)
    assert end.kind == "slow"
    assert "error" not in end.message
    assert end.message.endswith("each step is as long as the one before. No minimum is known here.")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"loss": "double-well", "theta": (0.0,)}, "maximum"),
        ({"loss": "sine", "theta": (math.pi / 2,)}, "maximum"),
        ({"loss": "saddle", "theta": (0.0, 0.0)}, "saddle"),
        ({"loss": "saddle", "theta": (1.0, 0.0), "learning_rate": 0.1, "steps": 100}, "saddle"),
        ({"loss": "plateau", "theta": (50.0,)}, "plateau"),
        ({"loss": "double-well", "theta": (0.0,), "optimizer": "adam"}, "maximum"),
    ],
)
def test_a_zero_gradient_away_from_a_minimum_is_stuck(
    changes: dict[str, object], reason: str
) -> None:
    end = outcome(**changes)
    assert (end.kind, end.reason) == ("stuck", reason)
    assert end.message.startswith("Stuck ")


def test_leaving_a_maximum_is_slow_and_running_off_for_good_diverges() -> None:
    assert outcome(loss="double-well", theta=(1e-6,), learning_rate=0.2, steps=20).kind == "slow"
    start = (1.0, 1e-3)
    assert outcome(loss="saddle", theta=start, learning_rate=0.1, steps=20).kind == "slow"
    end = outcome(loss="saddle", theta=start, learning_rate=0.1, steps=100)
    assert (end.kind, end.how, end.quantity) == ("diverged", "growth", "theta")
    end = outcome(loss="saddle", theta=start, learning_rate=0.1, steps=2000)
    assert (end.kind, end.how) == ("diverged", "overflow")


def test_a_power_law_that_never_settles_is_slow() -> None:
    end = outcome(loss="quartic", theta=(1.0,), learning_rate=0.1, steps=1000)
    assert end.kind == "slow"
    assert "to settle" not in end.message  # no factor holds, so no number of steps is promised


def test_a_local_minimum_is_called_one() -> None:
    wavy = LOSSES["wavy"]
    theta = (0.8 * wavy.extent[0][1],)
    end = outcome(loss="wavy", theta=theta, learning_rate=0.01, steps=2000)
    assert end.kind == "settled"
    assert "local minimum" in end.message
    assert "lower at θ = 0." in end.message
    assert "local minimum" not in on_square(0.2, 20).message


@pytest.mark.parametrize("name", ["styblinski-tang", "rastrigin"])
def test_global_minima_are_not_called_local(name: str) -> None:
    entry = LOSSES[name]
    assert not callable(entry.minima)
    best = min(entry.minima, key=lambda m: value_of(name, m))
    end = outcome(loss=name, theta=best, learning_rate=1e-3, steps=50)
    assert end.kind == "settled"
    assert "local" not in end.message


def value_of(name: str, theta: tuple[float, ...]) -> float:
    return float(run(Experiment(loss=name, theta=theta, learning_rate=1e-9, steps=1)).loss[0])


def test_steps_too_small_for_the_format_are_not_taken_for_rest() -> None:
    # Half a last digit of 1 is 6e-8 in float32 and 2⁻⁹ = 0.002 in bfloat16.
    for dtype, learning_rate in (("float32", 1e-9), ("bfloat16", 1e-4)):
        end = on_square(learning_rate, 100, dtype=dtype)
        assert (end.kind, end.reason) == ("slow", "rounding")
        assert dtype in end.message


def test_a_rate_that_fades_before_the_minimum_is_not_taken_for_rest() -> None:
    end = on_square(0.1, 200, edits=(Edit(5, 1e-9),))
    assert (end.kind, end.reason) == ("slow", "faded rate")


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "adamax", "nadam", "rprop", "asgd"])
def test_other_optimizers_settle_on_square(optimizer: str) -> None:
    assert on_square(0.1, 2000, optimizer=optimizer).kind in {"settled", "cycling"}


def test_an_edit_into_instability_diverges_after_having_settled() -> None:
    end = on_square(0.3, 60, edits=(Edit(10, 1.5),))
    assert end.kind == "diverged"
    assert end.rate == pytest.approx(-2.0, abs=1e-3)


def test_what_rounding_holds_off_one_of_equal_minima_is_not_told_of_a_lower_one() -> None:
    # All four minima of Himmelblau's function are 0; bfloat16 rests at (2.95, 2.08), at 0.1.
    end = outcome(loss="himmelblau", learning_rate=0.00422, steps=40, dtype="bfloat16")
    assert end.kind == "settled"
    assert "lower" not in end.message
