"""Whether a parameter still makes its way through the jitter of minibatches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.core.hessian import Floats
from playground.core.pieces import Pieces, losses_of
from playground.core.tensors import gradient_of

if TYPE_CHECKING:
    from playground.core.end import End

_FEWEST = 16  # rows below which jitter and way cannot be told apart
_MOST = 4096  # rows looked at
_CLEAR = 3.0  # times its jitter: a parameter that moved farther over the last half is on its way
_VISIBLE = 0.01  # of its way since the start, over the last eighth
_SEEN = 4  # updates that tell a way down, where there are so many
_DOWN = 0.7  # of all that the loss fell and rose
_LATELY = 1.0  # times its jitter, over the last eighth: it still is


def drifting(end: End) -> int | None:
    """Return the parameter that most clearly moves on, downhill on all rows, or None.

    Jitter around a minimum leads nowhere; what is far from it moves on by more than its jitter,
    and where the gradient of the loss on all rows points.
    """
    half = end.trajectory.theta[end.updates // 2 :].astype(np.float64)
    half = half[:: len(half) // _MOST + 1]
    if len(half) < _FEWEST:
        return None
    eighth = half[-len(half) // 4 :]
    jitter = _jitter(half)
    moved, lately = _rise(half), _rise(eighth)
    clear = (np.abs(moved) > _CLEAR * jitter) & (np.abs(lately) > _LATELY * jitter)
    clear &= np.abs(lately) > _VISIBLE * np.abs(end.theta - end.trajectory.theta[0])
    clear &= moved * lately > 0
    if not clear.any():
        return None  # before the gradient: of a long table it takes a while
    on = clear & (lately * _gradient(end, eighth.mean(axis=0)) < 0)
    if not on.any():
        return None
    whole = np.where(on, jitter + np.abs(moved), 1.0)  # 0 for what the loss does not use
    shares = np.where(on, np.abs(moved) / whole, 0.0)
    return int(np.argmax(shares))


def comes_down(end: End) -> Pieces[bool]:
    """Work out whether theta is on its way down on all rows, in a run too short for `drifting`.

    So it is where the loss on all rows lately fell far more than it rose.
    """
    if end.updates // 2 + 1 >= _FEWEST:
        return False
    rows = end.trajectory.theta[-max(end.updates // 2, _SEEN) - 1 :].astype(np.float64)
    lately = np.diff((yield from losses_of(end.loss, torch.from_numpy(rows))))
    return bool(-lately.sum() > _DOWN * np.abs(lately).sum())


def _rise(rows: Floats) -> Floats:
    """How far the straight line through the rows rises from first to last, (n,)."""
    time = np.linspace(-0.5, 0.5, len(rows))
    rise: Floats = time @ rows / (time @ time)
    return rise


def _jitter(rows: Floats) -> Floats:
    """The standard deviation around the parabola through the rows, (n,)."""
    powers = np.vander(np.linspace(-1.0, 1.0, len(rows)), 3)
    fit, *_ = np.linalg.lstsq(powers, rows, rcond=None)
    jitter: Floats = (rows - powers @ fit).std(axis=0)
    return jitter


def _gradient(end: End, theta: Floats) -> Floats:
    """The gradient of the loss on all rows, (n,)."""
    leaf = torch.from_numpy(theta).requires_grad_()
    gradient: Floats = gradient_of(end.loss(leaf), leaf).numpy()
    return gradient
