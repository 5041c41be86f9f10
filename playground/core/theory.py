"""What the theory says of a run's learning rate, for the curvature of one place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.core.curvature import Curvature, curvature
from playground.core.experiment import Experiment
from playground.core.stability import Stability
from playground.core.trajectory import Trajectory
from playground.core.valley import valley
from playground.core.zones import Zone, zones

PLACES = ("minimum", "row", "path")
_MOST_ROWS = 64  # of a path that are looked at for the one where it is curved the most


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Theory:
    """The curvature at one place, the limits that follow from it, and the zones of the slider.

    `where` is one of PLACES: the minimum nearest to where the run ended (or began, if it
    diverged), a row of it, or the row with the largest curvature of the path; `row` is −1 for a
    minimum. `curvature` is None where there is no such minimum, and `reason` says so.
    """

    where: str
    row: int
    curvature: Curvature | None
    stability: Stability | None
    zones: tuple[Zone, ...]
    reason: str


def theory_at(experiment: Experiment, trajectory: Trajectory, where: str, row: int = 0) -> Theory:
    """Return the theory at a place of the run. Raises ValueError for another `where`."""
    if where not in PLACES:
        raise ValueError(f"where must be one of {', '.join(PLACES)}, not {where!r}")
    if where == "minimum":
        return _at_minimum(experiment, trajectory)
    theta = trajectory.theta[: trajectory.length].astype(np.float64)
    if where == "path":
        row = _sharpest(experiment, theta)
    row = min(row, len(theta) - 1)
    if not np.isfinite(theta[row]).all():
        reason = f"theta is not finite at step {row}, so there is no curvature"
        return Theory(where, row, None, None, (), reason)
    return _of(experiment, where, row, curvature(experiment, theta[row]))


def _at_minimum(experiment: Experiment, trajectory: Trajectory) -> Theory:
    end = tuple(float(value) for value in trajectory.theta[trajectory.length - 1])
    found = None
    if np.isfinite(end).all() and trajectory.loss[-1] <= trajectory.loss[0]:
        found = valley(experiment, end)
    found = found or valley(experiment)
    if found is None:
        reason = "no minimum is known here at which the loss curves upwards in every direction"
        return Theory("minimum", -1, None, None, (), reason)
    return _of(experiment, "minimum", -1, curvature(experiment, found.theta))


def _of(experiment: Experiment, where: str, row: int, found: Curvature) -> Theory:
    stability = found.stability
    return Theory(where, row, found, stability, zones(stability, experiment.steps), found.reason)


def _sharpest(experiment: Experiment, theta: NDArray[np.float64]) -> int:
    """The row, of some spread evenly over the path, with the largest eigenvalue."""
    finite = np.flatnonzero(np.isfinite(theta).all(axis=1))
    rows = finite[np.linspace(0, len(finite) - 1, min(len(finite), _MOST_ROWS)).astype(np.int64)]
    largest = curvature(experiment, theta[rows]).eigenvalues[:, -1]
    return int(rows[np.nan_to_num(largest, nan=-np.inf).argmax()])
