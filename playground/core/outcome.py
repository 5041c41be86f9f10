"""How a run ended, as data and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.trajectory import Trajectory

KINDS = ("settled", "slow", "oscillating", "cycling", "diverged", "stuck", "undefined")


@dataclass(frozen=True)
class Outcome:
    """The kind (one of KINDS), the step it is about, and a sentence for a person."""

    kind: str
    step: int
    message: str
    rate: float | None = None  # what each step multiplies the error by, where it settles
    period: int | None = None  # steps in a cycle


def conclude(experiment: Experiment, trajectory: Trajectory) -> Outcome:
    """Return how the recorded run ended."""
    return Outcome("slow", trajectory.length - 1, "Still moving.")
