"""The zones of the learning-rate slider: too slow, good, oscillates, explodes or unstable."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from playground.core.iteration import Iteration
from playground.core.motion import LEFT
from playground.core.stability import Stability

KINDS = ("too slow", "good", "oscillates", "explodes", "unstable")
_HALVINGS = 60
_FARTHEST = 1e-12  # of the best rate: below, everything is too slow


class Zone(NamedTuple):
    """Learning rates from low to high (0 and inf at the ends) and what becomes of a descent.

    `short`: the steps are so few that no rate settles in them.
    """

    kind: str
    low: float
    high: float
    short: bool = False


def zones(stability: Stability, steps: int, parabola: bool) -> tuple[Zone, ...]:
    """Return the zones from 0 to infinity, lowest first, for a run of so many steps.

    - explodes: above the largest stable rate, where the loss is one parabola; elsewhere only
      unstable, since a run that cannot stay at a minimum may cycle around it or find another;
    - oscillates: below it, where what is left of the error in the end changes sign at each
      step: above the best rate 2/(μ+L) for gradient descent, and with momentum above the rate
      from which the steepest direction jumps from side to side in place of circling;
    - too slow: where the slowest direction would not shrink the error, in the steps of the run,
      to the thousandth of its way at which an outcome has settled. Where the steps are so few
      that even the best rate leaves more, it is where less than half (in powers of ten) of what
      the best rate does would be done, so that something good remains;
    - good: between.

    Of an adaptive optimizer on its preconditioned curvature only the limit is known, and above
    it steps bounce but do not explode, since the sizes that they are divided by grow too: then
    the one zone is "oscillates". Where the loss curves down in another direction, as it may
    along a path, the one zone is above the limit of the steepest direction. No zones where there
    is no limit; `stability.note` says why.
    """
    beyond = "explodes" if parabola else "unstable"
    if stability.largest is None or stability.iteration is None:
        # All of a parabola without a minimum explodes: below that limit too.
        steepest = None if parabola else stability.steepest
        return () if steepest is None else (Zone(_above(stability, beyond), steepest, math.inf),)
    if stability.best is None:
        return (Zone(_above(stability, beyond), stability.largest, math.inf),)
    best, largest = stability.best, stability.largest
    jumps = _jumps_from(stability.iteration, stability.highest, best)
    least = abs(stability.rate_at(best) or 0.0)
    enough = LEFT ** (1 / steps)  # where a run is told to have settled
    short = least > enough
    quick = _quick_from(stability, best, math.sqrt(least) if short else enough)
    ends = (0.0, quick, min(jumps, largest), largest, math.inf)
    kinds = (*KINDS[:3], beyond)
    found = zip(kinds, ends, ends[1:], strict=False)
    return tuple(Zone(kind, low, high, short) for kind, low, high in found if low < high)


def zone_at(learning_rate: float, zones: tuple[Zone, ...]) -> Zone | None:
    """Return the zone that holds the learning rate, or None where no zone is known."""
    return next((zone for zone in zones if zone.low <= learning_rate < zone.high), None)


def _above(stability: Stability, beyond: str) -> str:
    return "oscillates" if stability.preconditioned else beyond


def _jumps_from(iteration: Iteration, highest: float, best: float) -> float:
    """The rate from which on the steepest direction jumps from side to side, best or above."""
    if iteration.nesterov or not iteration.momentum:
        return best
    root = 1 + math.sqrt(iteration.momentum)
    # There the two roots of the heavy ball meet on the negative axis: (1 + √β)² = rate · L.
    return max(best, root * root / (iteration.fresh * (highest + iteration.decay)))


def _quick_from(stability: Stability, best: float, enough: float) -> float:
    """The lowest rate at which each step multiplies the error by no more than that."""
    return _crossing(lambda rate: abs(stability.rate_at(rate) or 0.0) <= enough, best)


def _crossing(holds: Callable[[float], bool], best: float) -> float:
    """Where, on the way up to the best rate, the condition begins to hold; by bisection."""
    low, high = best * _FARTHEST, best
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
