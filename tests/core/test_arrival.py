"""By which step a run had come 99.9 % of its way, and where: the same in short and long runs."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from tests.core.outcomes import on_square, outcome


@pytest.mark.parametrize(
    ("rate", "steps"),
    [
        # 0.98³⁴¹ = 0.00102 and 0.98³⁴² = 0.000999: at 340 steps it had 0.00104 left.
        *[(0.01, steps) for steps in (342, 345, 400, 600, 2000)],
        *[(0.2, steps) for steps in (14, 15, 20, 200)],  # 0.6¹³ = 0.0013, 0.6¹⁴ = 0.00078
        *[(0.8, steps) for steps in (15, 16, 21, 200)],  # the same from side to side
    ],
)
@pytest.mark.parametrize("optimizer", ["sgd", "theta = theta - lr*gradient"])
def test_the_step_by_which_the_way_was_covered_does_not_hang_on_how_long_the_run_is(
    rate: float, steps: int, optimizer: str
) -> None:
    end = on_square(rate, steps, optimizer=optimizer)
    expected = math.ceil(math.log(1e-3) / math.log(abs(1 - 2 * rate)))
    assert (end.kind, end.step) == ("settled", expected)
    assert f"99.9 % of the distance covered by step {expected}." in end.message


@pytest.mark.parametrize("steps", [338, 340, 341])
def test_the_steps_left_that_are_foretold_are_those_after_which_it_is_said_to_settle(
    steps: int,
) -> None:
    message = on_square(0.01, steps, dtype="float64").message
    found = re.search(r"about (\d+) more steps? to settle", message)
    assert found
    assert steps + int(found[1]) == 342


@pytest.mark.parametrize("loss", ["(x-5)^2 + 3", "(exp(x-5) + exp(5-x))/2"])
def test_the_way_is_measured_to_a_minimum_that_nobody_stated(loss: str) -> None:
    # Near 5, cosh(x − 5) is a parabola of curvature 1: 0.9ⁿ instead of 0.8ⁿ.
    factor = 0.9 if "exp" in loss else 0.8
    start = 5.01
    expected = math.ceil(math.log(1e-3) / math.log(factor))
    for steps in (expected, expected + 1, expected + 40):
        end = outcome(loss=loss, theta=(start,), learning_rate=0.1, steps=steps, dtype="float64")
        assert (end.kind, end.step) == ("settled", expected)


def test_at_a_saddle_too_the_way_is_that_to_the_saddle() -> None:
    # x² − y² on its ridge, where each step takes a fifth off: 0.8³⁰ = 0.0012, 0.8³¹ = 0.00099.
    for steps in (31, 33, 60):
        end = outcome(loss="x^2-y^2", theta=(1.0, 0.0), learning_rate=0.1, steps=steps)
        assert (end.kind, end.step) == ("stuck", 31)


def test_of_more_parameters_than_have_a_hessian_the_factor_tells_where_it_goes() -> None:
    start = tuple(np.linspace(-1, 1, 130).tolist())
    for steps in (14, 15, 40):
        end = outcome(loss="square", theta=start, learning_rate=0.2, steps=steps, dtype="float64")
        assert (end.kind, end.step) == ("settled", 14)


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        (8, "w = 1.999 after"),  # 2 − 2·0.4⁸ = 1.99869
        (12, "w = 1.99997 after"),  # 2 − 2·0.4¹² = 1.999966
        (40, "w = 2 after"),  # what is left is below what float32 resolves at 2
    ],
)
def test_theta_is_not_rounded_to_the_minimum_that_it_has_not_reached(
    steps: int, shown: str
) -> None:
    end = outcome(loss="line", gradient="by-hand", learning_rate=0.01, steps=steps)
    assert end.kind == "settled"
    assert shown in end.message


def test_a_minimum_that_is_no_round_number_takes_no_more_digits_than_others() -> None:
    # The minimum is (5.3671, −17.2801): three digits show neither as the other.
    end = outcome(loss="thermometer", learning_rate=0.01, steps=5000)
    assert "(w, b) = (5.37, −17.3) after" in end.message


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("steps", [60, 100, 400])
def test_a_run_settles_on_a_line_of_minima_though_the_loss_still_shrinks(
    steps: int, dtype: str
) -> None:
    # Of x²·y the gradient is (2xy, x²); every (0, y) with y above 0 is a minimum.
    x, y, way = 1.0, 1.0, []
    for _ in range(2000):
        way.append((x, y))
        x, y = x - 0.08 * 2 * x * y, y - 0.08 * x * x
    expected = next(
        step for step, at in enumerate(way) if math.dist(at, (0, y)) < 1e-3 * math.dist((1, 1), at)
    )
    end = outcome(loss="x^2*y", theta=(1.0, 1.0), learning_rate=0.08, steps=steps, dtype=dtype)
    assert (end.kind, end.step) == ("settled", expected)
    assert end.rate == pytest.approx(1 - 0.08 * 2 * y, abs=1e-3)


@pytest.mark.parametrize("steps", [30, 40, 60])
def test_a_hyperbola_of_minima_is_no_saddle(steps: int) -> None:
    # (xy − 1)² is 0 all along xy = 1, and nowhere below.
    end = outcome(loss="(x*y-1)^2", theta=(2.0, 1.0), learning_rate=0.05, steps=steps)
    assert end.kind == "settled"


@pytest.mark.parametrize("slope", ["1e-7*y", "1e-7*y^2"])
def test_a_valley_that_still_goes_down_is_none_to_settle_in(slope: str) -> None:
    for steps in (60, 400):
        end = outcome(
            loss=f"x^2+{slope}", theta=(1.0, 1.0), learning_rate=0.1, steps=steps, dtype="float64"
        )
        assert end.kind == "slow"
