"""A factor is said of the error only if the error itself shrinks by it."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from playground.core.datasets import Table
from tests.core.outcomes import on_square, outcome

_X = np.arange(1000.0, 3001.0, 100.0)
_Y = 0.004 * _X + 2 + np.resize([0.5, -0.5, -0.5, 0.5], len(_X))
# Of the mean square: the Hessian is twice [[mean x², mean x], [mean x, 1]].
_FLAT, _STEEP = np.linalg.eigvalsh(2 * np.array([[np.mean(_X**2), _X.mean()], [_X.mean(), 1]]))


def said_of_raw_line(learning_rate: float, steps: int, **changes: object) -> str:
    end = outcome(
        loss="mse", dataset=Table("raw", ("x", "y"), np.column_stack([_X, _Y])), model="w*x + b",
        target="y", theta=(0.0, 0.0), learning_rate=learning_rate, steps=steps, **changes,
    )  # fmt: skip
    assert end.kind == "slow"
    return end.message


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("learning_rate", "steps"), [(6e-8, 100), (1e-8, 100), (1e-7, 100), (1e-7, 2000), (2e-7, 2000)]
)
def test_on_a_raw_column_it_is_said_that_the_error_hardly_shrinks_and_what_helps(
    learning_rate: float, steps: int, dtype: str
) -> None:
    said = said_of_raw_line(learning_rate, steps, dtype=dtype)
    assert "multiplies" not in said
    assert "each step takes less than a millionth off the error" in said
    # The steep way is over; along the flat one a thousandth is left after ln(1001) / (lr·λ).
    expected = math.log(1001) / (learning_rate * _FLAT)
    found = re.search(r"about ([\d,]+) more steps to settle", said)
    assert found
    assert int(found[1].replace(",", "")) == pytest.approx(expected, rel=0.5)
    # At the best rate, 2/(λ + Λ), a step leaves (κ − 1)/(κ + 1).
    best = re.search(r"even the best learning rate needs about ([\d,]+) steps", said)
    assert best
    best_steps = math.log(1001) * _STEEP / _FLAT / 2
    assert int(best[1].replace(",", "")) == pytest.approx(best_steps, rel=0.5)
    assert said.endswith("Normalise the input.")


def test_normalised_the_same_line_settles_and_no_such_advice_is_given() -> None:
    raw = said_of_raw_line(1e-7, 100)
    assert "Normalise" in raw
    # Standardised, both curvatures are 2: each step leaves 1 − 2·0.001.
    said = said_of_raw_line(1e-3, 100, normalise="standardise", dtype="float64")
    assert "each step multiplies the error by 0.998" in said
    assert "Normalise" not in said


def test_no_steps_are_counted_where_the_learning_rate_is_going_to_change() -> None:
    said = said_of_raw_line(
        1e-7, 100, schedule="cosine", dtype="float64", settings={"eta_min": 5e-8}
    )
    assert "far more steps than 100 to settle" in said


def test_what_has_no_input_is_not_told_to_normalise_it() -> None:
    end = outcome(
        loss="x^2 + 1e-7*y^2", theta=(1.0, 1.0), learning_rate=0.1, steps=60, dtype="float64"
    )
    assert end.kind == "slow"
    assert "each step takes less than a millionth off the error" in end.message
    assert "1×10⁷ times as large in one direction as in another" in end.message
    assert "Normalise" not in end.message


def test_a_small_learning_rate_on_a_round_bowl_is_the_learning_rate_s_fault() -> None:
    said = on_square(1e-8, 60, dtype="float64").message
    assert "Try a larger learning rate." in said
    assert "times as large" not in said


def test_a_factor_that_changes_is_that_of_the_error_and_not_of_the_update() -> None:
    # θ is the error on e^{θ²}: a step multiplies it by 1 − 2·lr·e^{θ²}.
    theta, factors = 1.0, []
    for _ in range(20):
        factors.append(1 - 0.02 * math.exp(theta**2))
        theta *= factors[-1]
    end = outcome(loss="exp(theta^2)", theta=(1.0,), learning_rate=0.01, steps=20)
    assert "lately each step multiplies the error by 0.97" in end.message
    assert end.rate is not None
    assert factors[-5] < end.rate < factors[-1]


def test_a_factor_that_changes_is_said_of_the_update_where_no_minimum_is_known() -> None:
    # On e^(−θ) theta goes on for ever: there is no error to speak of.
    end = outcome(loss="exp(-theta)", theta=(0.0,), learning_rate=0.5, steps=60)
    assert end.kind == "slow"
    assert "the error" not in end.message


@pytest.mark.parametrize("steps", [10, 20, 40])
def test_the_direction_that_is_long_over_tells_no_factor(steps: int) -> None:
    # x is multiplied by 0.2, y by 1 − 0.1·0.02: nearly all that is left is y.
    end = outcome(
        loss="4*x^2 + 0.01*y^2", theta=(1.0, 3.0), learning_rate=0.1, steps=steps, dtype="float64"
    )
    if end.rate is not None:
        assert end.rate == pytest.approx(1 - 0.1 * 0.02, abs=2e-4)


def test_far_out_on_a_plateau_the_curvature_at_the_minimum_is_not_blamed() -> None:
    # At 4, 1 − e^(−x²) slopes by 8·e^(−16): a step takes 2e-7 of the error off, at 0 a fifth.
    end = outcome(
        loss="1 - exp(-x^2) + 1e-7*y^2", theta=(4.0, 0.0), learning_rate=0.1, steps=20,
        dtype="float64",
    )  # fmt: skip
    assert "in one direction" not in end.message


def test_with_momentum_the_steps_left_are_those_of_its_larger_factor() -> None:
    # Near 1 the larger root of z² − (1 + β − lr·λ)·z + β is 1 − lr·λ/(1 − β).
    said = said_of_raw_line(6e-8, 400, settings={"momentum": 0.5}, dtype="float64")
    found = re.search(r"about ([\d,]+) more steps to settle", said)
    assert found
    expected = math.log(1001) * 0.5 / (6e-8 * _FLAT)
    assert int(found[1].replace(",", "")) == pytest.approx(expected, rel=0.5)
    assert "best learning rate" not in said


@pytest.mark.parametrize("steps", [10, 40])
def test_a_way_down_that_leads_away_from_the_minimum_first_is_no_shrinking_error(
    steps: int,
) -> None:
    # At (−0.5, 0.5) the gradient is (−0.5, 2.5): y falls five times as fast as x grows.
    end = outcome(loss="(1-x)^2+5*(y-x^2)^2", theta=(-0.5, 0.5), learning_rate=1e-4, steps=steps)
    assert end.kind == "slow"
    assert "the error" not in end.message


def test_down_a_slope_without_end_no_factor_of_a_typed_rule_is_said_of_the_error() -> None:
    end = outcome(
        loss="exp(-x)", theta=(1.0,), learning_rate=0.12, steps=40,
        optimizer="theta = theta - lr*gradient/(abs(gradient) + 0.1)", dtype="float64",
    )  # fmt: skip
    assert end.kind == "slow"
    assert "the error" not in end.message
    typed = on_square(0.01, 40, optimizer="theta = theta - lr*gradient")
    assert "each step multiplies the error by 0.98" in typed.message
