"""Where a run that came to rest was going, and the step by which it had come nearly all the way.

Measured to that place and not to its last row, since a run that ends sooner has the same way.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.core.ground import Ground
from playground.core.hessian import Floats
from playground.core.motion import LEFT, TOLERANCE, settled_at

if TYPE_CHECKING:
    from playground.core.end import End


def goal(end: End, ground: Ground) -> Floats:
    """Return the place that theta, (n,), was nearing when it came to rest on this ground.

    The known minimum that it is at, else where a Newton step puts it, else, where nothing is
    known of the curvature, where its factor does: end + update · factor / (1 − factor), which is
    Aitken's extrapolation (1926). The end itself, where rounding decides.
    """
    if by_rounding(end):
        return end.theta
    minimum = end.minimum_here if ground.kind == "minimum" else None
    if minimum is not None:
        return np.array(minimum)
    place = ground.place if ground.place is not None else _extrapolated(end)
    return place if math.dist(place, end.theta) <= end.reach else end.theta


def arrived(end: End, place: Floats) -> int:
    """Return the first step from which on less than a thousandth of the way to the place is left.

    Where rounding decides, the first from which on only rounding moved theta.
    """
    theta, tolerance = end.trajectory.theta, end.motion.tolerance
    if not by_rounding(end):
        way = math.dist(place, theta[0].astype(np.float64))
        step = settled_at(theta, LEFT * way, place)
        if step < len(theta):
            return step
    return settled_at(theta, tolerance, end.theta)


def by_rounding(end: End) -> bool:
    """Whether the way was so short that rounding is more than a thousandth of it."""
    return end.motion.tolerance > TOLERANCE * end.motion.travelled


def _extrapolated(end: End) -> Floats:
    rate, rows = end.rate, end.trajectory.theta[-2:].astype(np.float64)
    if rate is None or rate.swing is not None or not abs(rate.value) < 1:
        return end.theta
    place: Floats = rows[1] + (rows[1] - rows[0]) * (rate.value / (1 - rate.value))
    return place
