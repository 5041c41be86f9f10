"""What became of the runs of a sweep, and which of them is the best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.core.experiment import Experiment
from playground.core.outcome import LOST
from playground.core.trajectories import Trajectories
from playground.core.trajectory import Array


@dataclass(frozen=True, eq=False)  # arrays do not compare to one truth
class Sweep:
    """What became of R descents that differ in their learning rate only.

    `final_theta` and `final_loss` are the last that were recorded, finite or not. `outcome` has
    the kinds of Outcome. `manner` says of a run that settled or is on its way (slow) whether it
    went "straight" or "swinging", and is "" for all others. `steps_to_tolerance` is the first
    step from which the loss stays above `target_loss` by no more than `tolerance` times what the
    start's does, to the end of the run; nan for never. `target_loss` is that of the lowest known
    minimum, or, where none is known, the lowest of the sweep. `distance` goes from the final theta
    to the nearest known minimum, or else to the best final theta; nan where theta is not finite.
    """

    experiment: Experiment
    learning_rate: NDArray[np.float64]  # (R,)
    final_theta: Array  # (R, n)
    final_loss: Array  # (R,)
    outcome: tuple[str, ...]
    manner: tuple[str, ...]
    first_bad_step: NDArray[np.int64]  # (R,): where something was not finite, or −1
    steps_to_tolerance: NDArray[np.float64]  # (R,)
    distance: NDArray[np.float64]  # (R,)
    tolerance: float
    target_loss: float
    trajectories: Trajectories | None = None

    @property
    def best(self) -> int | None:
        """The run that came within tolerance first, and rested; None if all are lost.

        Of several it is that with the least loss; a cycle may pass by the minimum by chance.
        """
        return int(self.as_good[0]) if len(self.as_good) else None

    @cached_property
    def as_good(self) -> NDArray[np.int64]:
        """All runs that are as good as the best, itself included."""
        loss = self.final_loss.astype(np.float64)
        usable = np.isfinite(loss) & ~np.isin(self.outcome, LOST)
        if not usable.any():
            return np.empty(0, np.int64)
        stayed = usable & np.isin(self.outcome, ("settled", "slow"))
        steps = np.where(stayed, np.nan_to_num(self.steps_to_tolerance, nan=np.inf), np.inf)
        soonest = np.flatnonzero(usable & (steps == steps[usable].min()))
        best: NDArray[np.int64] = soonest[loss[soonest] == loss[soonest].min()]
        return best

    @property
    def best_has_arrived(self) -> bool:
        """Whether the best run came within tolerance; else none did, and it is the lowest."""
        if self.best is None or self.outcome[self.best] not in ("settled", "slow"):
            return False
        return bool(np.isfinite(self.steps_to_tolerance[self.best]))

    @property
    def best_is_at_an_end(self) -> bool:
        """Whether the best run is the first or the last, so that a better may lie beyond."""
        return len(self.as_good) == 1 and self.best in (0, len(self.learning_rate) - 1)
