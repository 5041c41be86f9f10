"""How theta moved: the numbers that tell settling, swinging, cycling and growing apart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.rate import Rate, Rows, lengths_of, rate_of
from playground.core.trajectory import Array

TOLERANCE = 1e-3  # of the way travelled: nearer than that, a curve on screen no longer moves
LEFT = TOLERANCE / (1 + TOLERANCE)  # of the whole way, where so much of what was travelled is left
LONGEST_PERIOD = 64
_ROUNDINGS = 8  # rounding moves theta by this many of its last digits, since errors add up
_SAMPLES = 512  # rows looked at in a window
_CHUNK = 4096  # rows of one pass over a long run
_BEYOND = 64  # rows after a step that still tell its factor
_REPEATS = 1e-5  # of the swing: a cycle returns to itself this closely
_APPROACH = 1e-2  # and while theta nears the cycle, this closely


@dataclass(frozen=True)
class Motion:
    """The end of a run, measured. Distances are Euclidean, in theta's own units."""

    updates: int
    travelled: float  # from the start to the end
    spread: float  # the largest distance from the end in the last window of rows
    growth: float  # that spread over the spread of the window before; below 1 it comes to rest
    straightness: float  # net over total way in the last window: 1 straight on, 0 to and fro
    rounding: float  # the distance that rounding alone can make
    still: bool  # the last update changed nothing

    @property
    def remaining(self) -> float:
        """The distance still to go, were each window to shrink as the last did; may be inf."""
        if self.spread <= self.rounding:
            return 0.0
        return self.spread * self.growth / (1 - self.growth) if self.growth < 1 else math.inf

    @property
    def tolerance(self) -> float:
        """The distance from its limit below which theta counts as settled."""
        return max(TOLERANCE * self.travelled, self.rounding)


def motion(theta: Array, format_: torch.finfo, share: int = 4) -> Motion:
    """Measure the finite rows of theta, (rows, n) with at least two, in that number format.

    The windows are one part in `share` of the run: a quarter, or less for a run that came to
    rest late.
    """
    updates = len(theta) - 1
    window = max(updates // share, 1)
    end = _wide(theta[-1:])
    late = _sampled(theta, updates - window, updates)
    early = _sampled(theta, max(updates - 2 * window, 0), updates - window)
    spread = float(lengths_of(late - end).max())
    before = float(lengths_of(early - late[:1]).max())
    tail = _wide(theta[-min(max(window, 8), _SAMPLES) - 1 :])
    way = float(lengths_of(np.diff(tail, axis=0)).sum())
    return Motion(
        updates=updates,
        travelled=float(lengths_of(end - _wide(theta[:1]))[0]),
        spread=spread,
        growth=spread / before if before else (math.inf if spread else 0.0),
        straightness=float(lengths_of(tail[-1:] - tail[:1])[0]) / way if way else 1.0,
        rounding=_ROUNDINGS * format_.eps * max(float(lengths_of(end)[0]), format_.tiny),
        still=bool((theta[-1] == theta[-2]).all()),
    )


def settled_at(theta: Array, tolerance: float, place: Rows) -> int:
    """The first step after which theta stays within tolerance of a place, (n,).

    As many as there are rows where the last is not so near.
    """
    stop = len(theta)
    while stop > 0:
        start = max(stop - _CHUNK, 0)
        far = np.flatnonzero(lengths_of(_wide(theta[start:stop]) - place) > tolerance)
        if len(far):
            return start + int(far[-1]) + 1
        stop = start
    return 0


def rate_near(
    theta: Array,
    step: int,
    rounding: float,
    first: int = 0,
    last: int | None = None,
    single: bool = False,
) -> Rate | None:
    """The factor of a step around that step, or None where none can be read off.

    Only rows from first to last are looked at, both included; `single` as in rate_of.
    """
    stop = step + _BEYOND if last is None else min(step + _BEYOND, last + 1)
    return rate_of(_wide(theta[max(step - _CHUNK, first) : stop]), rounding, single)


def period(theta: Array, rounding: float) -> int | None:
    """The number of steps after which theta repeats itself at the end of the run, or None.

    The last period returns to the one before within a hundred-thousandth of its swing, and all
    before it, over at least two periods, within a hundredth: slowly shrinking swings, which
    look alike from one to the next, are no cycle.
    """
    tail = _wide(theta[-4 * LONGEST_PERIOD :])
    last = len(tail) - 1
    distances = lengths_of(tail - tail[-1:])[::-1]  # [p] is that of the row p before the end
    widest = float(distances[: 2 * LONGEST_PERIOD].max())
    near = distances[2 : LONGEST_PERIOD + 1] <= _REPEATS * widest + rounding
    for candidate in np.flatnonzero(near) + 2:
        p = int(candidate)
        if last < 2 * p:
            return None
        swing = float(distances[:p].max())
        returns = lengths_of(tail[p:] - tail[:-p])[::-1]
        lately = returns[:p].max() <= _REPEATS * swing + rounding
        if swing > 2 * rounding and lately and returns[: 2 * p].max() <= _APPROACH * swing:
            return p
    return None


def cycling_since(theta: Array, p: int, rounding: float) -> int:
    """The first step from which theta is where the last p steps have it, to the end.

    It is there within a thousandth of the swing, as a run that settles is at its place.
    """
    cycle = _wide(theta[-p:])
    near = TOLERANCE * float(lengths_of(cycle - cycle[-1:]).max()) + rounding
    stop = len(theta)
    while stop > 0:
        start = max(stop - _CHUNK, 0)
        place = cycle[(np.arange(start, stop) - len(theta)) % p]
        far = np.flatnonzero(lengths_of(_wide(theta[start:stop]) - place) > near)
        if len(far):
            return start + int(far[-1]) + 1
        stop = start
    return 0


def _sampled(theta: Array, start: int, stop: int) -> Rows:
    """Rows from start to stop, both included; of many, some at irregular distances."""
    if stop - start <= _SAMPLES:
        return _wide(theta[start : stop + 1])
    # Regular distances would see a cycle as rest; the golden ratio repeats nothing.
    shifts = np.modf(np.arange(_SAMPLES) * 0.6180339887498949)[0]
    inner = start + ((np.arange(_SAMPLES) + shifts) * (stop - start) / _SAMPLES).astype(np.int64)
    rows: NDArray[np.int64] = np.concatenate(([start], inner, [stop]))
    return _wide(theta[rows])


def _wide(rows: Array) -> Rows:
    return rows.astype(np.float64)
