"""Which factor of a step may be told of a run, and of which of its steps."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.core.motion import rate_near
from playground.core.rate import Rate, lengths_of
from playground.core.stretch import Stretch
from playground.core.trajectory import Array

if TYPE_CHECKING:
    from playground.core.end import End

_READABLE = 8  # steps from which on a factor is sure to be read, if there is one
_SAME = 0.1  # of what a step takes off the error: more, and the factor still changes
_CLEAR = 64  # last digits: larger updates are hardly rounded
_STEADY = 1e-6  # a factor is not read off more exactly than this


@dataclass(frozen=True)
class Told:
    """A factor, and the words for the steps that it holds of: "lately each step".

    `what` is what it is known to multiply. A factor that does not hold changes from step to step.
    """

    rate: Rate
    when: str
    holds: bool = True
    what: str = "the error"

    def of_update(self) -> Told:
        """The same factor, said of the updates that it was read off."""
        return replace(self, what="the update")

    def measured(self, size: float) -> Told:
        """The factor by which the error was seen to shrink lately in place of that of updates."""
        when = "lately each step" if self.holds else self.when
        return Told(Rate(math.copysign(size, self.rate.value)), when, holds=False)


def told(end: End) -> Told | None:
    """Return what each step multiplies by at the end of the run, or None if nothing true is known.

    A factor that changes is told of the last steps only, and only of plain descent: what scales
    its own steps, or rolls on, has updates that tell no error then.
    """
    rate, last = end.rate, end.updates
    if rate is None:
        return None
    if end.holds(rate, last):
        return Told(rate, end.stretch.when(last))
    rate = _lately(end, rate, last)
    return None if rate is None else Told(rate, "lately each step", holds=False)


def told_on_settling(end: End, step: int) -> Told | None:
    """Return what each step up to the one of settling multiplied the error by, as `told`."""
    rate = end.rate_at(step)
    if rate is None:
        return None
    if end.holds(rate, step):
        return Told(rate, end.stretch_at(step).when(step))
    rate = _lately(end, rate, step)
    when = f"near step {step:,} each step"
    return None if rate is None else Told(rate, when, holds=False)


def _lately(end: End, rate: Rate, step: int) -> Rate | None:
    """The single factor of the last steps up to this one, not a row after it."""
    part = end.stretch_at(step)
    if not end.plain:
        return None
    if not part.steady:
        return rate
    theta, rounding = end.trajectory.theta, end.motion.rounding / 8
    return rate_near(theta, step, rounding, part.first, step, single=True)


def holds(theta: Array, part: Stretch, rate: Rate, step: int, rounding: float) -> bool:
    """Whether each step multiplied by that, over the later half of the stretch up to the step.

    rounding is as in `rate_of`, at the end of theta, (rows, n).
    """
    if not part.steady:
        return False
    way = step - part.first
    stop = max(step, min(part.first + _READABLE, part.last))
    off = _SAME * abs(1 - abs(rate.value)) + _STEADY
    last = float(np.abs(theta[-1].astype(np.float64)).max()) or 1.0
    for at in (part.first + way // 2, part.first + 3 * way // 4, stop):
        # A run that has grown was less rounded then.
        here = rounding * min(float(np.abs(theta[at].astype(np.float64)).max()) / last, 1.0)
        # No row after that step, or a short run would be compared with itself.
        early = rate_near(theta, at, here, part.first, at)
        if early is not None:
            # Fewer steps may show a swing before they show that it is no jump from side to side.
            was = abs(early.value) if rate.swing is not None else early.value
            if abs(was - rate.value) > off:
                return False
        elif at - part.first >= _READABLE or not _shrinks_so(theta[part.first : at + 1], rate, off):
            return False
    return rate.swing is not None or _keeps_pace(theta[part.first + way // 2 : step + 1], rate, off)


def _keeps_pace(theta: Array, rate: Rate, off: float) -> bool:
    """Whether the updates from the first to the last rows shrank or grew as the rate says."""
    rows = theta.astype(np.float64)
    scale = float(np.abs(rows).max(initial=0.0)) or 1.0
    lengths = lengths_of(np.diff(rows / scale, axis=0))
    clear = np.flatnonzero(lengths > _CLEAR * np.finfo(theta.dtype).eps)
    if len(clear) < 3:
        return True
    first, last = clear[0], clear[-1]
    pace = float(lengths[last] / lengths[first]) ** (1 / int(last - first))
    return bool(abs(pace - abs(rate.value)) <= 2 * off)


def _shrinks_so(theta: Array, rate: Rate, off: float) -> bool:
    """Whether the last two updates of so few rows that no factor is read do not deny the rate."""
    if len(theta) < 3 or rate.swing is not None:
        return True
    rows = theta[-3:].astype(np.float64)
    before, after = lengths_of(np.diff(rows / (np.abs(rows).max() or 1.0), axis=0))
    # Where rounding may speak, it is not listened to.
    few = _CLEAR * np.finfo(theta.dtype).eps
    return bool(after < few) or abs(float(after / before) - abs(rate.value)) <= 2 * off
