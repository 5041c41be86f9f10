"""What the theory says of a run's learning rate, for the curvature of one place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from playground.core.curvature import Curvature, curvature
from playground.core.experiment import Experiment
from playground.core.hessian import MOST_CURVED, Floats
from playground.core.outcome import LOST
from playground.core.parabola import is_parabola
from playground.core.preconditioner import Rows
from playground.core.rules import Rule, rule_of
from playground.core.sharpness import preconditioned_curvatures
from playground.core.stability import Stability, stability
from playground.core.trajectory import Array, Trajectory
from playground.core.valley import valley
from playground.core.zones import Zone, zones

PLACES = ("minimum", "row", "path")
_MOST_ROWS = 64  # of a path that are looked at for the one where it is curved the most, and …
_MOST_LARGE = 8  # … for many parameters, each of which needs products by the hundred


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Theory:
    """The curvature at one place, the limits that follow from it, and the zones of the slider.

    `where` is one of PLACES: the minimum nearest to where the run ended (or began, if it
    diverged), a row of it, or the row with the largest curvature of the path; `row` is −1 for a
    minimum. `curvature` is None where there is no such minimum, and `reason` says so. The limits
    of an adaptive optimizer are those on P⁻¹H at the row: lowest and highest of `stability`.
    `instead_of`: why the minimum, which was asked for, has no zones; empty if this was asked for.
    `left`: of the path only the part counts before a run that was lost left, see `theory_at`;
    `fell`: it left downhill.
    """

    where: str
    row: int
    curvature: Curvature | None
    stability: Stability | None
    zones: tuple[Zone, ...]
    reason: str
    instead_of: str = ""
    left: bool = False
    fell: bool = False

    @property
    def asked(self) -> str:
        """The place that was asked for."""
        return "minimum" if self.instead_of else self.where

    @property
    def lack(self) -> str:
        """Why there are no limits here, in a sentence; empty where there are some."""
        if self.stability is None:
            return self.reason
        return self.stability.note or self.reason if self.stability.largest is None else ""


def theory_or_next(
    experiment: Experiment, trajectory: Trajectory, where: str, row: int = 0
) -> Theory:
    """Return the theory at a place; where a minimum has no zones, of the path or the row.

    The row stands in only before a run that was lost left. Where none of them has any, it is that
    of the minimum. Raises ValueError as `theory_at`.
    """
    asked = theory_at(experiment, trajectory, where, row)
    if where != "minimum" or asked.zones or _rule(experiment).iteration is None:
        return asked
    # Where a loss is flat at the end, as θ⁴, only the path tells what its start can bear.
    places = ["path"]
    if row < _stayed(trajectory):
        places.insert(0 if _rule(experiment).preconditioned else 1, "row")
    for place in places:
        other = theory_at(experiment, trajectory, place, row)
        if other.zones:
            return replace(other, instead_of=asked.lack)
    return asked


def theory_at(experiment: Experiment, trajectory: Trajectory, where: str, row: int = 0) -> Theory:
    """Return the theory at a place of the run. Raises ValueError for another `where`.

    The path of a run that was lost ends at the last row whose loss is not above that of the start:
    where it went to tells nothing of what its rate should have been. With L the largest curvature
    wherever the loss is not above that of the start, gradient descent below 2/L never leaves
    (Nesterov 2004, section 1.2.3). Where the loss fell without end, the path ends at the last row
    whose gradient is not larger than that of the start: from there on it was ever steeper.
    """
    if where not in PLACES:
        raise ValueError(f"where must be one of {', '.join(PLACES)}, not {where!r}")
    if where == "minimum":
        return _at_minimum(experiment, trajectory)
    if where == "row":
        return _at_rows(experiment, trajectory, where, np.array([min(row, trajectory.length - 1)]))
    stayed = _stayed(trajectory)
    found = _at_rows(experiment, trajectory, where, _spread(trajectory, stayed))
    left = stayed < trajectory.length
    return replace(found, left=left, fell=left and _fell(trajectory))


def _stayed(trajectory: Trajectory) -> int:
    """How many rows there are before a run that was lost left; all of them if it was not."""
    outcome, loss = trajectory.outcome, trajectory.loss
    if _fell(trajectory):
        height = _length_of(trajectory.gradient)
    elif outcome is None or outcome.kind not in LOST or loss[-1] <= loss[0]:
        return trajectory.length
    else:
        height = loss
    inside = np.flatnonzero(height <= height[0])
    return int(inside[-1]) + 1 if len(inside) else trajectory.length


def _fell(trajectory: Trajectory) -> bool:
    """Whether a run diverged downhill: the loss was in the end below that of the start."""
    outcome, loss = trajectory.outcome, trajectory.loss
    if outcome is None or outcome.kind != "diverged":
        return False
    known = loss[~np.isnan(loss)]
    return len(known) > 0 and bool(known[-1] <= loss[0])


def _length_of(gradient: Array) -> Floats:
    """The length of each row's gradient; not a number where one of its components is none."""
    with np.errstate(over="ignore", invalid="ignore"):
        lengths: Floats = np.sqrt(np.square(gradient.astype(np.float64)).sum(axis=1))
    return lengths


def _at_rows(experiment: Experiment, trajectory: Trajectory, where: str, rows: Rows) -> Theory:
    """The theory at that of these rows where the loss is curved the most."""
    theta = trajectory.theta[: trajectory.length].astype(np.float64)
    if not np.isfinite(theta[rows]).all():
        reason = f"theta is not finite at step {int(rows[0])}, so there is no curvature"
        return Theory(where, int(rows[0]), None, None, (), reason)
    scaled = _scaled(experiment, trajectory, rows)
    at = 0
    if len(rows) > 1:
        values = curvature(experiment, theta[rows]).eigenvalues if scaled is None else scaled
        at = int(np.nan_to_num(values[:, -1], nan=-np.inf).argmax())
    row = int(rows[at])
    found = curvature(experiment, theta[row])
    return _of(experiment, where, row, found, None if scaled is None else scaled[at])


def _at_minimum(experiment: Experiment, trajectory: Trajectory) -> Theory:
    end = tuple(float(value) for value in trajectory.theta[trajectory.length - 1])
    found = None
    if np.isfinite(end).all() and trajectory.loss[-1] <= trajectory.loss[0]:
        found = valley(experiment, end)
    found = found or valley(experiment)
    if found is None:
        reason = "no minimum is known here at which the loss curves upwards in every direction"
        return Theory("minimum", -1, None, None, (), _rule(experiment).why or reason)
    return _of(experiment, "minimum", -1, curvature(experiment, found.theta))


def _of(
    experiment: Experiment, where: str, row: int, found: Curvature, scaled: Floats | None = None
) -> Theory:
    limits = found.stability
    if scaled is not None:
        optimizer = experiment.optimizer, experiment.optimizer_settings
        limits = stability(*optimizer, scaled, True, experiment.mistakes)
    painted = zones(limits, experiment.steps, is_parabola(experiment))
    return Theory(where, row, found, limits, painted, found.reason)


def _rule(experiment: Experiment) -> Rule:
    return rule_of(experiment.optimizer, experiment.optimizer_settings, experiment.mistakes)


def _scaled(experiment: Experiment, trajectory: Trajectory, rows: Rows) -> Floats | None:
    """The eigenvalues of P⁻¹H at the rows for an adaptive optimizer, else None."""
    if not _rule(experiment).preconditioned:
        return None
    return preconditioned_curvatures(experiment, trajectory, rows)


def _spread(trajectory: Trajectory, end: int) -> Rows:
    """Some rows spread evenly over the path up to its end, without those that are not finite."""
    theta = trajectory.theta[:end]
    finite = np.flatnonzero(np.isfinite(theta).all(axis=1))
    most = _MOST_ROWS if theta.shape[1] <= MOST_CURVED else _MOST_LARGE
    spread: Rows = finite[np.linspace(0, len(finite) - 1, min(len(finite), most)).astype(np.int64)]
    return spread
