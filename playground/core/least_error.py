"""Where a curve of errors against the width h is at its least, read off the curve itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_AS_GOOD = 4.0  # times the least error: rounding alone makes as much difference


@dataclass(frozen=True)
class Least:
    """The width h with the least error, that error, and from where to where it is hardly more."""

    h: float
    error: float
    low: float
    high: float


def least_of(widths: Floats, errors: Floats, epsilon: float) -> Least:
    """Return where the errors, (H,), at these widths, lowest first, are least.

    Errors of the gap epsilon of their number format are as small as any. One that is larger,
    between others that are not, ends no range: rounding falls as it falls.
    """
    finite = np.where(np.isfinite(errors), errors, np.inf)
    best = int(finite.argmin())
    good = finite <= _AS_GOOD * max(float(finite[best]), epsilon)
    low = best - _reach(good[best::-1])
    high = best + _reach(good[best:])
    return Least(float(widths[best]), float(finite[best]), float(widths[low]), float(widths[high]))


def _reach(good: NDArray[np.bool_]) -> int:
    """How far the first run of good ones goes on, over single others between."""
    bad = np.flatnonzero(~good)
    pairs = bad[np.isin(bad + 1, bad) | (bad == len(good) - 1)]
    stop = int(pairs[0]) if len(pairs) else len(good)
    return stop - 1
