"""Where each of many runs that came to rest was going, as `arrival` has it of one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ELSEWHERE = 10.0  # reaches from theta: a minimum nearer than that is the one theta is at


def goals(end: Floats, ahead: Floats, reach: Floats, minima: Iterable[tuple[float, ...]]) -> Floats:
    """Return the known minimum that each end is at, else the end and what is ahead of it.

    end and ahead are (n, A), reach is (A,): how near to a minimum counts as being at it.
    """
    found = np.where(lengths(ahead.copy()) <= reach, end + ahead, end)
    nearest = _ELSEWHERE * reach
    for minimum in minima:
        point = np.array(minimum)[:, None]
        away = lengths(end - point)
        found = np.where(away <= nearest, point, found)
        nearest = np.minimum(away, nearest)
    return found


def ahead_of(first: Floats, middle: Floats, end: Floats) -> Floats:
    """Return what is left after three thetas, (n, A), equally many steps apart: Aitken (1926)."""
    before, last = middle - first, end - middle
    factor = (before * last).sum(axis=0) / np.square(before).sum(axis=0)
    return np.where(np.abs(factor) < 1, last * factor / (1 - factor), 0.0)


def after_the_last(far: Flags) -> NDArray[np.int64]:
    """Return the first row, of each column of (rows, A), after which none is far."""
    return np.where(far.any(axis=0), len(far) - np.argmax(far[::-1], axis=0), 0)


def lengths(columns: Floats, out: Floats | None = None) -> Floats:
    """Return the length of each column of (n, A), which are used up; infinite above 1e154."""
    found: Floats = np.empty(columns.shape[1:]) if out is None else out
    if len(columns) == 1:
        np.abs(columns[0], out=found)
        return found
    np.square(columns, out=columns)
    np.add.reduce(columns, axis=0, out=found)
    np.sqrt(found, out=found)
    return found
