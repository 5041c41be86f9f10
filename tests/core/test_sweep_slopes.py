"""What is clearly a slope for a batch is one for `ground`, and most slopes are clear."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import playground
from playground.core.experiment import Experiment
from playground.core.ground import ground
from playground.core.losses import LOSSES, Loss
from playground.core.sweep import sweep
from playground.core.sweep_slopes import clear_slopes

POINTS = 60


def bound(name: str) -> Loss:
    return Experiment(name, dtype="float64").bound_loss()


@pytest.mark.parametrize(
    "name", sorted(name for name, loss in LOSSES.items() if loss.table is None and name != "dot")
)
def test_a_clear_slope_is_a_slope(name: str) -> None:
    loss = bound(name)
    low, high = np.array(loss.entry.extent).T
    point = np.random.default_rng(0).uniform(low, high, (POINTS, len(low)))
    minima = [minimum for minimum in loss.minima if len(minimum) == len(low)]
    point = np.concatenate([point, *(np.array([minimum]) for minimum in minima)])
    reach = np.full(len(point), 1e-3)
    clear = clear_slopes(loss, point, reach)
    kinds = [ground(loss, at, 1e-3).kind for at in point]
    assert all(kind == "slope" for kind, sure in zip(kinds, clear, strict=True) if sure)


def test_on_a_bowl_all_points_but_the_minimum_are_clear_slopes() -> None:
    point = np.array([[1.0], [-0.5], [3e-3], [1e-3], [0.0]])
    clear = clear_slopes(bound("square"), point, np.full(5, 1e-3))
    assert clear.tolist() == [True, True, True, False, False]  # within twice the reach, none is


@pytest.mark.parametrize("schedule", ["cosine", "exponential"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_runs_whose_rate_faded_end_as_the_single_ones_do(schedule: str, dtype: str) -> None:
    experiment = Experiment("himmelblau", steps=300, schedule=schedule, dtype=dtype)
    rates = np.geomspace(1e-5, 1e-2, 12)
    found = sweep(experiment, rates).outcome
    for rate, kind in zip(rates, found, strict=True):
        outcome = playground.run(replace(experiment, learning_rate=float(rate))).outcome
        assert outcome is not None
        assert kind == outcome.kind
