"""Whether a descent went straight to its end or swung around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.core.trajectory import Array

Floats = NDArray[np.float64]

_VISIBLE = 1e-3  # of the way: what a curve on screen shows
_PIECE = 2**14  # numbers looked at at once: memory that is fresh takes longer than the sums
_STEPS = 8  # the last visible updates that are looked at


def swings(theta: Array) -> NDArray[np.bool_]:
    """Return whether each run, (rows, R, n), swung on its way to where it ended, (R,).

    It swung if theta went past its end and came back (momentum does), or if on the whole its
    last visible updates reversed each other (a factor below zero does). With two parameters or
    more a path may bend around its end once: then it has to come back to its first side, too.
    """
    scale = np.maximum(theta.max(axis=0), -theta.min(axis=0)).max(axis=-1).astype(np.float64)
    scale = np.where(scale > 0, scale, 1.0)  # so that no square overflows
    start = _from_the_end(theta[:1], theta, scale)[1][0]
    past, returned = np.zeros((2, len(scale)), bool)
    last = np.zeros(len(scale), np.int64)  # that was visibly away from the end; with none, 0
    rows = max(_PIECE // len(scale), 1)
    for first in range(0, len(theta), rows):
        along, size = _from_the_end(theta[first : first + rows], theta, scale)
        since = np.logical_or.accumulate(along < -_VISIBLE * start) | past
        returned |= (since & (along > _VISIBLE * start)).any(axis=0)
        past = since[-1]
        seen = size[::-1] > _VISIBLE**2 * start
        last = np.where(seen.any(axis=0), first + len(seen) - 1 - seen.argmax(axis=0), last)
    bent = past & returned if theta.shape[2] > 1 else past
    both: NDArray[np.bool_] = bent | (_turns(theta, last, scale) < 0)
    return both


def _from_the_end(part: Array, theta: Array, scale: Floats) -> tuple[Floats, Floats]:
    """How far some rows are from the end, in units of a scale of each run, (R,).

    Along the way from the end to the start, and in all, squared; both (rows, R).
    """
    along, size = np.zeros(part.shape[:2]), np.zeros(part.shape[:2])
    for component in range(theta.shape[2]):  # each along all runs: many times as fast as by run
        start, end = (theta[row, :, component] / scale for row in (0, -1))
        error = part[..., component] / scale
        error -= end
        along += error * (start - end)
        size += np.square(error, out=error)
    return along, size


def _turns(theta: Array, last: NDArray[np.int64], scale: Floats) -> Floats:
    """How much the updates up to these rows point the same way, by their directions, (R,)."""
    steps = np.clip(last - _STEPS + 1 + np.arange(_STEPS + 2)[:, None], 0, len(theta) - 1)
    updates = np.diff(theta[steps, np.arange(len(last))] / scale[:, None], axis=0)
    # By their directions: else the way there would outweigh the end that it leads to.
    length = np.sqrt(np.einsum("ijk,ijk->ij", updates, updates))
    updates /= np.where(length > 0, length, 1.0)[..., None]
    turns: Floats = np.einsum("ijk,ijk->j", updates[1:], updates[:-1])
    return turns
