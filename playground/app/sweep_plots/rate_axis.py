"""Where learning rates are drawn: by powers of ten or evenly."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from playground.app.plots.arrays import Floats
from playground.app.plots.ticks import linear_texts, linear_ticks, log_ticks

_MARGIN = 0.02  # of the range, so that no point is cut at the ends


@dataclass(frozen=True)
class RateAxis:
    """Learning rates from low to high, both above 0."""

    low: float
    high: float
    log: bool

    def place(self, rates: ArrayLike) -> Floats:
        """Return where learning rates are drawn."""
        numbers = np.asarray(rates, np.float64)
        return np.log10(numbers) if self.log else numbers

    def rate(self, place: float) -> float:
        """Return the learning rate that is drawn at a place, within the ends."""
        found = math.pow(10.0, min(max(place, -300.0), 300.0)) if self.log else place
        return min(max(found, self.low), self.high)

    @property
    def range(self) -> tuple[float, float]:
        """The places of the ends of the axis."""
        low, high = float(self.place(self.low)), float(self.place(self.high))
        margin = _MARGIN * (high - low) if self.log else 0.0
        return low - margin, high + margin

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Return the ticks as (place, text)."""
        low, high = self.range
        if self.log:
            return log_ticks(low, high)
        step, ticks = linear_ticks(low, high, most)
        return list(zip(ticks, linear_texts(ticks, step), strict=True))
