"""How soon and how well a descent does: steps to a tolerance, distance to the nearest minimum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.experiment import Experiment
from playground.core.outcome import LOST
from playground.core.trajectory import Array

Floats = NDArray[np.float64]


def lowest_known_loss(experiment: Experiment) -> float:
    """Return the loss, on all rows of the data, at the lowest known minimum; nan if none is known.

    It is computed in float64.
    """
    minima = experiment.minima
    if not minima:
        return float("nan")
    loss = experiment.bound_loss("float64")
    with torch.no_grad():
        return float(loss(torch.tensor(minima, dtype=torch.float64)).min())


def lowest_loss(losses: Array) -> float:
    """Return the lowest finite loss of all; nan if there is none."""
    finite = losses[np.isfinite(losses)]
    return float(finite.min()) if len(finite) else float("nan")


def steps_to_tolerance(
    losses: Array, outcome: Sequence[str], tolerance: float, target: float
) -> Floats:
    """Return the step from which each run stays almost down at the target loss, (R,).

    losses is (rows, R), outcome the kind of each run. From that step to the end of the record,
    loss ≤ target + tolerance · (loss at the start − target). A run that is not there at its end,
    or is lost, has nan: to pass through is not to arrive.
    """
    # In float64, where rounding cannot hide the last part of the way.
    near = losses[0].astype(np.float64)
    near = target + tolerance * np.maximum(near - target, 0.0)
    with np.errstate(invalid="ignore"):  # what lies beyond the end of a run is nan
        there = losses <= near.astype(losses.dtype)
    away = ~there[::-1]
    # From behind, the first row that is away follows those that stay; none away: all stay.
    steps = np.where(away.any(axis=0), len(losses) - away.argmax(axis=0), 0).astype(np.float64)
    return np.where(there[-1] & ~np.isin(outcome, LOST), steps, np.nan)


def distances(theta: Array, minima: Floats) -> Floats:
    """Return the distance from each theta, (R, n), to the nearest of minima, (M, n), or nan."""
    if not len(minima):
        return np.full(len(theta), np.nan)
    with np.errstate(invalid="ignore", over="ignore"):
        apart = theta.astype(np.float64)[:, None] - minima
        far = np.abs(apart).max(axis=-1, initial=0.0)
        # Scaled, since the square of 1e200 is beyond float64.
        scale = np.where(far > 0, far, 1.0)
        lengths = scale * np.sqrt(np.square(apart / scale[..., None]).sum(axis=-1))
    lengths = np.where(np.isfinite(lengths), lengths, np.inf).min(axis=1)
    return np.where(np.isfinite(lengths), lengths, np.nan)
