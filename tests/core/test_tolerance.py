"""Steps to a tolerance count until a run has arrived, not until it first passes by."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.core.experiment import Experiment
from playground.core.sweep import sweep
from playground.core.tolerance import steps_to_tolerance

RUNS = {  # losses of a run, the kind of its outcome, and the step from which it stays below 0.01
    "arrives": ([1.0, 0.5, 0.009, 0.004, 0.002], "settled", 2),
    "passes through, comes back and stays": ([1.0, 0.005, 0.5, 0.01, 0.009], "settled", 3),
    "passes through and leaves": ([1.0, 0.005, 0.001, 0.002, 0.5], "cycling", math.nan),
    "is there at the last row only": ([1.0, 0.5, 0.5, 0.5, 0.0], "oscillating", 4),
    "comes near too late": ([1.0, 0.5, 0.5, 0.5, 0.5], "slow", math.nan),
    "begins there": ([0.0, 0.0, 0.0, 0.0, 0.0], "settled", 0),
    "falls without end": ([1.0, 0.0, -1.0, -2.0, -3.0], "diverged", math.nan),
    "overflows": ([1.0, 0.001, math.inf, math.nan, math.nan], "diverged", math.nan),
    "leaves the domain": ([1.0, 0.001, math.nan, math.nan, math.nan], "undefined", math.nan),
}


@pytest.mark.parametrize(("losses", "kind", "step"), RUNS.values(), ids=RUNS)
def test_steps_are_counted_to_the_first_from_which_the_run_stays(
    losses: list[float], kind: str, step: float
) -> None:
    found = steps_to_tolerance(np.array(losses)[:, None], (kind,), 0.01, 0.0)
    assert found.tolist() == pytest.approx([step], nan_ok=True)


def test_each_run_of_a_batch_has_the_steps_that_it_has_alone() -> None:
    together = np.array([losses for losses, _, _ in RUNS.values()]).T
    found = steps_to_tolerance(together, [kind for _, kind, _ in RUNS.values()], 0.01, 0.0)
    assert found.tolist() == pytest.approx([step for *_, step in RUNS.values()], nan_ok=True)


def test_a_heavy_ball_that_swings_through_the_minimum_has_not_arrived_yet() -> None:
    experiment = Experiment(steps=300, dtype="float64", settings={"momentum": 0.9})
    theta, velocity, losses = 1.0, 0.0, [1.0]
    for _ in range(300):
        velocity = 0.9 * velocity + 2 * theta
        theta -= 0.05 * velocity
        losses.append(theta * theta)
    inside = np.array(losses) <= 1e-3
    arrives = 1 + int(np.flatnonzero(~inside)[-1])
    assert inside.argmax() < arrives  # it swings through long before
    assert sweep(experiment, [0.05], tolerance=1e-3).steps_to_tolerance.tolist() == [arrives]
