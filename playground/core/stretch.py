"""The part of a run around a step in which the learning rate stayed the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from playground.core.motion import rate_near
from playground.core.rate import Rate
from playground.core.trajectory import Array

_FEWEST = 6  # updates below which no factor can be read off a stretch


@dataclass(frozen=True)
class Stretch:
    """Steps `first` to `last`, between which every update used one learning rate.

    `steady` is False where the learning rate changes too often for that; then it is the whole run.
    """

    first: int
    last: int
    updates: int
    steady: bool = True

    def when(self, step: int) -> str:
        """The words before what each step does there: "each step", "since step 10 each step"."""
        if not self.steady:
            return "lately each step" if step >= self.updates else f"near step {step:,} each step"
        if self.last < self.updates:
            start = f"from step {self.first:,} " if self.first else "up "
            return f"{start}to step {self.last:,} each step"
        return f"since step {self.first:,} each step" if self.first else "each step"


def stretch(rates: NDArray[np.float64], step: int, also: Sequence[int] = ()) -> Stretch:
    """Return the stretch that led to the step, from the learning rate of every update made.

    `also`: steps from which something else is different, such as the momentum.
    """
    updates = len(rates)
    at = min(max(step, 1), updates) - 1
    changes = np.flatnonzero(np.diff(rates)) + 1  # the updates that use another rate than before
    if also:
        within = [step for step in also if 0 < step < updates]
        changes = np.union1d(changes, np.array(within, changes.dtype))
    place = int(np.searchsorted(changes, at, side="right"))
    first = int(changes[place - 1]) if place else 0
    last = int(changes[place]) if place < len(changes) else updates
    if last - first < min(_FEWEST, updates):
        return Stretch(0, updates, updates, steady=False)
    return Stretch(first, last, updates)


def rate_at(
    theta: Array,
    rates: NDArray[np.float64],
    step: int,
    rounding: float,
    also: Sequence[int] = (),
) -> Rate | None:
    """Return what each step around that step multiplies the error by, at its learning rate.

    theta is (rows, n), rates the learning rate of every update between them, (rows − 1,); `also`
    is as in `stretch`.
    """
    part = stretch(rates, step, also)
    if part.steady:
        return rate_near(theta, step, rounding, part.first, part.last)
    rate = rate_near(theta, step, rounding, 0, step, single=True)
    used = rates[max(step - _FEWEST, 0) : step]
    if rate is None or len(used) < 2 or not used[0] or not used[-1]:
        return None
    # An update is the error times the learning rate, whose own change has to be taken out.
    fading = float(used[-1] / used[0]) ** (1 / (len(used) - 1))
    return replace(rate, value=rate.value / fading)
