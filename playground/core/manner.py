"""Whether a descent went straight to its end or swung around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.core.trajectory import Array

_VISIBLE = 1e-3  # of the way: what a curve on screen shows
_STEPS = 8  # the last visible updates that are looked at


def swings(theta: Array) -> NDArray[np.bool_]:
    """Return whether each run, (rows, R, n), swung on its way to where it ended, (R,).

    It swung if theta went past its end and came back (momentum does), or if in sum its last
    visible updates reversed each other (a factor below zero does).
    """
    rows = theta.astype(np.float64)
    scale = np.abs(rows).max(axis=(0, 2))
    rows /= np.where(scale > 0, scale, 1.0)[:, None]
    error = rows - rows[-1]
    start = np.einsum("jk,jk->j", error[0], error[0])
    past = np.einsum("ijk,jk->ij", error, error[0]).min(axis=0) < -_VISIBLE * start
    updates = np.diff(rows, axis=0)
    turns = np.einsum("ijk,ijk->ij", updates[1:], updates[:-1])
    visible = np.einsum("ijk,ijk->ij", error, error)[:-2] > _VISIBLE**2 * start
    # Counted from the last visible one backwards; with none, there was no way to speak of.
    behind = visible[::-1].cumsum(axis=0)[::-1]
    lately = np.where(visible & (behind <= _STEPS), turns, 0.0)
    both: NDArray[np.bool_] = past | (lately.sum(axis=0) < 0)
    return both
