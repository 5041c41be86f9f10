"""Whether a descent went straight to its end or swung around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.core.trajectory import Array

_VISIBLE = 1e-3  # of the way: what a curve on screen shows
_STEPS = 8  # the last visible updates that are looked at


def swings(theta: Array) -> NDArray[np.bool_]:
    """Return whether each run, (rows, R, n), swung on its way to where it ended, (R,).

    It swung if theta went past its end and came back (momentum does), or if on the whole its
    last visible updates reversed each other (a factor below zero does). With two parameters or
    more a path may bend around its end once: then it has to come back to its first side, too.
    """
    scale = np.abs(theta).max(axis=(0, 2)).astype(np.float64)
    scale = np.where(scale > 0, scale, 1.0)[:, None]  # so that no square overflows
    error = theta / scale
    error -= error[-1].copy()
    start = np.einsum("jk,jk->j", error[0], error[0])
    along = np.einsum("ijk,jk->ij", error, error[0])
    past = along.min(axis=0) < -_VISIBLE * start
    if theta.shape[2] > 1:
        past &= _returned(along, _VISIBLE * start)
    visible = np.einsum("ijk,ijk->ij", error, error) > _VISIBLE**2 * start
    # The last step that still was visibly away from the end; with none, the start.
    last = len(theta) - 1 - visible[::-1].argmax(axis=0)
    last = np.where(visible.any(axis=0), last, 0)
    steps = np.clip(last - _STEPS + 1 + np.arange(_STEPS + 2)[:, None], 0, len(theta) - 1)
    updates = np.diff(error[steps, np.arange(len(last))], axis=0)
    # By their directions: else the way there would outweigh the end that it leads to.
    length = np.sqrt(np.einsum("ijk,ijk->ij", updates, updates))
    updates /= np.where(length > 0, length, 1.0)[..., None]
    turns = np.einsum("ijk,ijk->j", updates[1:], updates[:-1])
    both: NDArray[np.bool_] = past | (turns < 0)
    return both


def _returned(along: NDArray[np.float64], visible: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which runs came back to the side of their start after they had left it, (R,)."""
    beyond = along < -visible
    first = np.where(beyond.any(axis=0), beyond.argmax(axis=0), len(along))
    later = np.arange(len(along))[:, None] > first
    return np.asarray((later & (along > visible)).any(axis=0))
