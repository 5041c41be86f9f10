"""Where values are drawn: linear or logarithmic, over a range that nothing can break."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from playground.app.plots.arrays import Floats
from playground.app.plots.ticks import (
    START,
    linear_texts,
    linear_ticks,
    log_ticks,
    nice_step,
    step_ticks,
)

# A linear axis ends at this many times the start: beyond, nothing but the last step could be seen.
# One bound for every run, so that a slightly larger learning rate makes a slightly other picture.
FARTHEST = 1e6
SMALLEST_START = 1e-3
# Of the range, so that a dot with its halo is not cut in half at either end.
STEP_MARGIN, VALUE_MARGIN = 0.035, 0.055
LARGEST_SHOWN = 1e300  # room is left for sums and products of it
OUTSIDE = 20.0  # spans beyond the range to which a value is drawn, so that a line leaves steeply


@dataclass(frozen=True)
class ValueScale:
    """The range of the y axis, in exponents of ten if `log`.

    Values are drawn as exponents, or as parts of the range: 0 at its low end, 1 at its high end,
    since a view breaks on coordinates of 1e300 or 1e-300.
    `floored`: there are zeros or negatives, which a logarithm has no place for; they are drawn at
    the lower end, which says so. `capped`: the run goes on beyond the range.
    """

    log: bool
    low: float
    high: float
    floored: bool = False
    capped: bool = False

    def place(self, values: ArrayLike) -> Floats:
        """Return where values are drawn; finite values give finite places."""
        numbers = np.asarray(values, dtype=np.float64)
        if self.log:
            positive = np.where(numbers > 0, numbers, 1.0)
            return np.where(numbers > 0, np.log10(positive), self.low)
        shown = np.clip(numbers, -LARGEST_SHOWN, LARGEST_SHOWN)
        with np.errstate(over="ignore"):  # of a tiny range: what is infinite is cut off as well
            places = (shown - self.low) / (self.high - self.low)
        return np.clip(places, -OUTSIDE, 1 + OUTSIDE)

    @property
    def range(self) -> tuple[float, float]:
        """The places of the lower and the upper end."""
        return (self.low, self.high) if self.log else (0.0, 1.0)

    def shows(self, value: float) -> bool:
        """Whether a value is drawn within the range."""
        bottom, top = self.range
        return bottom <= float(self.place(value)) <= top

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Return the ticks as (place, text)."""
        if not self.log:
            step, ticks = linear_ticks(self.low, self.high, most)
            return list(zip(self.place(ticks).tolist(), linear_texts(ticks, step), strict=True))
        decades = log_ticks(self.low, self.high)
        if not self.floored:
            return decades
        clear = self.low + (self.high - self.low) / 12
        return [(self.low, "≤ 0"), *(tick for tick in decades if tick[0] > clear)]


def linear_scale(low: float, high: float, start: float) -> ValueScale:
    """Return the scale for values from low to high of a run that begins at size `start`."""
    low, high = (min(max(float(end), -LARGEST_SHOWN), LARGEST_SHOWN) for end in (low, high))
    size = max(abs(float(start)), SMALLEST_START)
    farthest = FARTHEST * size
    capped = max(abs(low), abs(high)) > farthest
    if capped:
        low, high = max(low, -farthest), min(high, farthest)
    if 0 <= low <= 0.5 * high:
        low = 0.0
    elif 0.5 * low <= high <= 0:
        high = 0.0
    if high - low <= 1e-9 * max(abs(high), abs(low), 1e-300):
        spread = 0.5 * abs(high) or 1.0
        low, high = low - spread, high + spread
    step = nice_step(high - low)
    edges = math.floor(low / step + 1e-6) * step, math.ceil(high / step - 1e-6) * step
    return ValueScale(False, *edges, capped=capped)


def log_scale(smallest: float, largest: float, floored: bool) -> ValueScale:
    """Return the scale for positive values from smallest to largest, in whole decades."""
    low, high = math.floor(math.log10(smallest)), math.ceil(math.log10(largest) - 1e-9)
    high = max(high, low + 1)
    stride = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200) if high - low <= 6 * s)
    low, high = low // stride * stride, -(-high // stride) * stride
    return ValueScale(True, float(low - stride if floored else low), float(high), floored)


@dataclass(frozen=True)
class StepScale:
    """The x axis: from step 0 to the last that there will be, so that nothing moves.

    `steps` is at least 1.
    """

    steps: int
    log: bool

    def place(self, rows: ArrayLike) -> Floats:
        """Return where steps are drawn."""
        numbers = np.asarray(rows, dtype=np.float64)
        if not self.log:
            return numbers
        return np.where(numbers > 0, np.log10(np.maximum(numbers, 1.0)), START)

    def row(self, place: float) -> int:
        """Return the step that is drawn nearest to a place."""
        if not self.log:
            return min(max(round(place), 0), self.steps)
        if place < START / 2:
            return 0
        return min(max(round(math.pow(10.0, min(place, 9.0))), 1), self.steps)

    @property
    def range(self) -> tuple[float, float]:
        """The places of the first and the last step."""
        if not self.log:
            return 0.0, float(self.steps)
        return START, max(math.log10(self.steps), 0.3)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Return the ticks as (place, text)."""
        if self.log:
            return step_ticks(self.steps)
        step, ticks = linear_ticks(0.0, float(self.steps), most)
        whole = [tick for tick in ticks if tick.is_integer()]
        return list(zip(whole, linear_texts(whole, max(step, 1.0)), strict=True))
