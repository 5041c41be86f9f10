"""Whether there is a minimum that a smaller learning rate could come to rest at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.core.hessian import MOST_CURVED, Floats, deriving
from playground.core.pieces import Pieces
from playground.core.stability import positive_definite

if TYPE_CHECKING:
    from playground.core.end import End
    from playground.core.losses import Loss

_NEWTON = 30  # steps, each of which doubles the digits once it is near
_THERE = 1e-9  # of the first gradient: what is left of it at a minimum


def minimum_is_known(end: End, rows: int) -> Pieces[bool]:
    """Work out whether one is stated, or Newton's method finds one from the last rows."""
    if end.experiment.minima:
        return True
    if len(end.theta) > MOST_CURVED:
        return False
    lowest = int(np.argmin(end.trajectory.loss[-rows:]))
    start = end.trajectory.theta[-rows:][lowest].astype(np.float64)
    by_hand = end.experiment.gradient == "by-hand"
    return (yield from _leads_to_a_minimum(end.loss, start, by_hand))


def _leads_to_a_minimum(loss: Loss, theta: Floats, by_hand: bool) -> Pieces[bool]:
    """Work out whether Newton's method gets from theta, (n,), to where the loss curves upwards."""
    first = 0.0
    for _ in range(_NEWTON):
        at = yield from deriving(loss, theta[None], by_hand)
        yield
        gradient, hessian = at.gradient[0], at.hessian[0]
        if not np.isfinite(hessian).all() or not np.isfinite(gradient).all():
            return False
        size = math.hypot(*gradient)
        first = first or size
        if size <= _THERE * first:
            values = np.linalg.eigvalsh(hessian)
            return positive_definite(float(values[0]), float(values[-1]))
        theta = theta - np.linalg.lstsq(hessian, gradient, rcond=None)[0]
    return False
