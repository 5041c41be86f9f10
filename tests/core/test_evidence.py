"""Where a minimum is known to be: found downhill from the run, and never down an endless slope."""

from __future__ import annotations

import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from tests.core.outcomes import outcome

ALONG = "theta = theta + lr*0.9"  # heeds no gradient: each step is as long as the one before


@pytest.mark.parametrize("loss", ["exp(-x)", "1/(1+exp(x))", "-log(x)", "1/x", "log(1+exp(-x))"])
def test_a_slope_that_only_levels_off_has_no_minimum(loss: str) -> None:
    end = outcome(loss=loss, theta=(1.0,), learning_rate=0.1, steps=30, optimizer=ALONG)
    assert end.kind == "slow"
    assert end.message.endswith("No minimum is known here.")


@pytest.mark.parametrize("loss", ["log(1+x^2)", "sqrt(1+x^2)", "1-exp(-x^2)", "x^2/(1+x^2)"])
def test_a_minimum_is_found_from_where_the_loss_curves_downwards(loss: str) -> None:
    # All have theirs at 0, and all but the second curve downwards at −1.55.
    end = outcome(loss=loss, theta=(-2.0,), learning_rate=0.1, steps=5, optimizer=ALONG)
    assert end.kind == "slow"
    assert end.message.endswith("Try a larger learning rate.")


@pytest.mark.parametrize("start", [1.0, 3.0])
@pytest.mark.parametrize("steps", [20, 100])
def test_a_cycle_around_a_minimum_that_nobody_stated_is_told_its_limit(
    start: float, steps: int
) -> None:
    # x − lr·2x/(1 + x²) = −x at x² = lr − 1; the curvature at 0 is 2.
    cycle = {"loss": "log(1+x^2)", "theta": (start,), "steps": steps}
    end = outcome(**cycle, learning_rate=1.5)
    assert (end.kind, end.period) == ("cycling", 2)
    assert end.message.endswith(
        "between −0.707 and 0.707. The learning rate 1.5 is above 1.0, the largest that is stable "
        "at the minimum x = 0, where the curvature is 2. A smaller learning rate would settle."
    )
    smaller = Experiment(loss="log(1+x^2)", theta=(start,), learning_rate=0.5, steps=100)
    assert abs(run(smaller).theta[-1, 0]) < 1e-3


def test_jumps_that_near_a_cycle_are_not_said_to_grow() -> None:
    # At 2 the cycle is ±1, and what is nearing it changes by ever less.
    end = outcome(loss="log(1+x^2)", theta=(3.0,), learning_rate=2.0, steps=100)
    assert end.kind == "oscillating"
    assert "is above 1, the largest that is stable at the minimum x = 0" in end.message
    assert "grow" not in end.message
