"""How a run ended, as data and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.pieces import Pieces
    from playground.core.trajectory import Trajectory

KINDS = ("settled", "slow", "oscillating", "cycling", "diverged", "stuck", "undefined")
LOST = ("diverged", "undefined")  # the kinds of runs that end nowhere


@dataclass(frozen=True)
class Outcome:
    """The kind (one of KINDS), the step it is about, and a sentence for a person.

    `step` is the first from which the run is what `kind` says: within a thousandth of its way
    from where it settles, not finite or ever worse than at the start if it diverged; for
    a run still moving it is the last.
    """

    kind: str
    step: int
    message: str
    rate: float | None = None  # what each step multiplies the error by; −: from side to side
    period: int | None = None  # steps in a cycle
    quantity: str = ""  # of a diverged or undefined run: loss, gradient or theta
    how: str = ""  # of a diverged run: overflow or growth
    reason: str = ""  # why: of an undefined, stuck, slow or oscillating run


def conclude(experiment: Experiment, trajectory: Trajectory) -> Outcome:
    """Return how the recorded run ended. At least one row has been recorded.

    Cheap for any length: it looks at windows of the record, and at the curvature of the loss
    (in float64) only where theta seems to have come to rest. On millions of rows of data it
    takes seconds: see `concluding`.
    """
    from playground.core.pieces import whole

    return whole(concluding(experiment, trajectory))


def concluding(experiment: Experiment, trajectory: Trajectory) -> Pieces[Outcome]:
    """Work out what `conclude` returns, so that it can give way and be dropped."""
    # Imported here, since these modules make Outcomes.
    from playground.core.ending import finite_end
    from playground.core.overflow import is_finite, overflow

    if is_finite(trajectory):
        told = (yield from finite_end(experiment, trajectory)).tell()
        return told if isinstance(told, Outcome) else (yield from told)
    return (yield from overflow(experiment, trajectory))


def kind_of(experiment: Experiment, trajectory: Trajectory) -> str:
    """Return the kind of the outcome that `conclude` gives, without the time its words take."""
    from playground.core.ending import finite_end
    from playground.core.overflow import is_finite, overflow_kind
    from playground.core.pieces import whole

    if is_finite(trajectory):
        return whole(finite_end(experiment, trajectory)).kind
    return overflow_kind(experiment, trajectory)
