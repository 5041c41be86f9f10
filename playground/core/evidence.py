"""The minimum that a smaller learning rate could come to rest at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.core import words
from playground.core.hessian import MOST_CURVED, Floats, deriving
from playground.core.pieces import Pieces
from playground.core.rate import lengths_of
from playground.core.stability import positive_definite
from playground.core.valley import Valley, seeking_valley

if TYPE_CHECKING:
    from playground.core.end import End
    from playground.core.losses import Loss

_NEWTON = 30  # steps, each of which doubles the digits once it is near
_THERE = 1e-9  # of the first gradient: what is left of it at a minimum
_ARRIVED = 1e-3  # of the way to a minimum: a Newton step there is shorter


def minimum_is_known(end: End, rows: int) -> Pieces[bool]:
    """Work out whether one is stated, or Newton's method finds one from the last rows."""
    if end.experiment.minima:
        return True
    if len(end.theta) > MOST_CURVED:
        return False
    by_hand = end.experiment.gradient == "by-hand"
    return (yield from _newton(end.loss, lowest_row(end, rows), by_hand)) is not None


def minimum_ahead(end: End) -> Pieces[Valley | None]:
    """Work out the minimum that Newton's method leads to from the end of the run, or None."""
    by_hand = end.experiment.gradient == "by-hand"
    found = yield from _newton(end.loss, end.theta, by_hand)
    if found is None:
        return None
    # Down a slope that only levels off, as e^(−x) does, its steps stay as long.
    there = np.array(found.theta)
    at = yield from deriving(end.loss, there[None], by_hand)
    onward = np.linalg.lstsq(at.hessian[0], at.gradient[0], rcond=None)[0]
    arrived = math.hypot(*onward) <= _ARRIVED * math.dist(found.theta, end.theta)
    return found if arrived else None


def circled(end: End, rows: int) -> Pieces[Valley | None]:
    """Work out the minimum among the last rows, known or found by Newton's method, or None.

    It is no farther from the lowest of them than they are from each other.
    """
    tail = end.trajectory.theta[-rows:].astype(np.float64)
    lowest = lowest_row(end, rows)
    reach = float(lengths_of(tail - lowest).max())
    found = yield from seeking_valley(end.experiment, tuple(lowest.tolist()))
    if found is not None and math.dist(found.theta, lowest) <= reach:
        return found
    if len(lowest) > words.MOST_SHOWN:
        return None  # of many parameters it takes longer than the run
    by_hand = end.experiment.gradient == "by-hand"
    found = yield from _newton(end.loss, lowest, by_hand)
    near = found is not None and math.dist(found.theta, lowest) <= reach
    return found if near else None


def lowest_row(end: End, rows: int) -> Floats:
    """Return the theta with the lowest loss of the last rows, (n,)."""
    lowest = int(np.argmin(end.trajectory.loss[-rows:]))
    theta: Floats = end.trajectory.theta[-rows:][lowest].astype(np.float64)
    return theta


def _newton(loss: Loss, theta: Floats, by_hand: bool) -> Pieces[Valley | None]:
    """Work out where Newton's method gets from theta, (n,), if the loss curves upwards there."""
    first = 0.0
    for _ in range(_NEWTON):
        at = yield from deriving(loss, theta[None], by_hand)
        yield
        gradient, hessian = at.gradient[0], at.hessian[0]
        if not np.isfinite(hessian).all() or not np.isfinite(gradient).all():
            return None
        size = math.hypot(*gradient)
        first = first or size
        if size <= _THERE * first:
            values = np.linalg.eigvalsh(hessian)
            if not positive_definite(float(values[0]), float(values[-1])):
                return None
            return Valley(tuple(theta.tolist()), tuple(values.tolist()))
        theta = theta - np.linalg.lstsq(hessian, gradient, rcond=None)[0]
    return None
