"""The minimum that a smaller learning rate could come to rest at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.core import words
from playground.core.hessian import MOST_CURVED, Floats, deriving
from playground.core.pieces import Pieces, losses_of
from playground.core.rate import lengths_of
from playground.core.stability import positive_definite
from playground.core.valley import Valley, seeking_valley

if TYPE_CHECKING:
    from playground.core.end import End
    from playground.core.losses import Loss

_NEWTON = 30  # steps, each of which doubles the digits once it is near
_THERE = 1e-9  # of the first gradient: what is left of it at a minimum
_SHRINKS = 0.1  # of the step before: near a minimum each Newton step is far shorter
_EXACTLY = 1e-9  # of the way to a minimum: so exactly it is known
_HALVES = 0.5 ** np.arange(12)
_NOISE = 1e-13  # relative: a loss that is higher by less is only rounded
_FLAT = 1e-15  # of the largest curvature: less is none


def minimum_is_known(end: End, rows: int) -> Pieces[bool]:
    """Work out whether one is stated, or Newton's method finds one from the last rows."""
    if end.experiment.minima:
        return True
    if len(end.theta) > MOST_CURVED:
        return False
    by_hand = end.experiment.gradient == "by-hand"
    return (yield from _newton(end.loss, lowest_row(end, rows), by_hand)) is not None


def minimum_ahead(end: End) -> Pieces[Valley | None]:
    """Work out the minimum that the parabolas from the end of the run lead to, or None.

    Across a plateau they lead nowhere, and a minimum's curvature says nothing of the run.
    """
    by_hand = end.experiment.gradient == "by-hand"
    return (yield from _newton(end.loss, end.theta, by_hand, downhill=False))


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


def _newton(
    loss: Loss, theta: Floats, by_hand: bool, downhill: bool = True
) -> Pieces[Valley | None]:
    """Work out the minimum that Newton's method gets to from theta, (n,), or None.

    None where its steps do not shrink faster and faster: down a slope that only levels off, as
    e^(−x) does, they stay as long. With `downhill` each step leads down, see `_lower`.
    """
    first, step, start = 0.0, np.zeros_like(theta), theta
    for _ in range(_NEWTON):
        at = yield from deriving(loss, theta[None], by_hand)
        yield
        gradient, hessian = at.gradient[0], at.hessian[0]
        if not np.isfinite(hessian).all() or not np.isfinite(gradient).all():
            return None
        size, last = math.hypot(*gradient), math.hypot(*step)
        first = first or size
        values, modes = np.linalg.eigh(hessian)
        slopes, sizes = modes.T @ gradient, np.abs(values) if downhill else values
        curved = np.abs(values) > _FLAT * np.abs(values).max(initial=0.0)
        step = -modes[:, curved] @ (slopes[curved] / sizes[curved])
        if size <= _THERE * first:
            sure = positive_definite(float(values[0]), float(values[-1]))
            if not sure or math.hypot(*step) > _SHRINKS * last:
                return None
            known = np.abs(theta) > _EXACTLY * math.dist(theta, start)
            return Valley(tuple(np.where(known, theta, 0.0).tolist()), tuple(values.tolist()))
        if downhill:
            step = yield from _lower(loss, theta, step)
        theta = theta + step
    return None


def _lower(loss: Loss, theta: Floats, step: Floats) -> Pieces[Floats]:
    """Work out the step, halved until the loss is no higher; none at all where it always is.

    Divided by the sizes of the curvatures it leads down where the loss curves downwards, too
    (Nocedal and Wright, Numerical Optimization, 2006, section 3.4).
    """
    ways = np.vstack((np.zeros_like(step), np.multiply.outer(_HALVES, step)))
    losses = yield from losses_of(loss, torch.from_numpy(theta + ways))
    lower = np.flatnonzero(losses[1:] <= losses[0] + _NOISE * abs(losses[0]))
    found: Floats = ways[lower[0] + 1 if len(lower) else 0]
    return found
