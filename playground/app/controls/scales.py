"""What a slider's stops mean: values spaced evenly or by powers of ten, each a short number."""

from __future__ import annotations

import math
import sys
from bisect import bisect_left
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

STOPS_PER_DECADE = 40
DIGITS = 3  # of a stop of a log scale; neighbours differ by 6 %, so three tell them apart
ROUND = 0.008  # as near as this to 3, 4, 5, 6 or 8, a stop is that: who speaks of 0.501?


class Scale(Protocol):
    """The stops of a slider, numbered from 0 to `last`."""

    @property
    def last(self) -> int:
        """The number of the last stop."""

    def value(self, stop: int) -> float:
        """The value at a stop: short enough to be read and typed again exactly."""

    def stop(self, value: float) -> int:
        """The stop nearest to a value; the first or last one for a value beyond them."""


class LogScale:
    """40 stops a decade over whole stops of [low, high], each rounded to one digit or to three."""

    def __init__(self, low: float, high: float) -> None:
        self.ends = low, high
        self.first = round(STOPS_PER_DECADE * math.log10(low))
        self.last = max(round(STOPS_PER_DECADE * math.log10(high)) - self.first, 1)

    def value(self, stop: int) -> float:
        """The value at a stop."""
        exact = 10 ** ((self.first + stop) / STOPS_PER_DECADE)
        plain = float(f"{exact:.0e}")
        return plain if abs(plain / exact - 1) < ROUND else float(f"{exact:.{DIGITS - 1}e}")

    @property
    def values(self) -> tuple[float, ...]:
        """The value at each stop."""
        return tuple(self.value(stop) for stop in range(self.last + 1))

    def stop(self, value: float) -> int:
        """The stop nearest to a value; the first for one that is not above 0."""
        if value <= 0:
            return 0
        nearest = round(STOPS_PER_DECADE * math.log10(value)) - self.first
        return min(max(nearest, 0), self.last)

    def decades(self) -> list[tuple[int, int]]:
        """The powers of ten on the scale: (exponent, stop)."""
        lowest = math.ceil(self.first / STOPS_PER_DECADE)
        highest = math.floor((self.first + self.last) / STOPS_PER_DECADE)
        return [(k, STOPS_PER_DECADE * k - self.first) for k in range(lowest, highest + 1)]


class LinearScale:
    """About 400 stops at multiples of 1, 2 or 5 times a power of ten, over [low, high]."""

    def __init__(self, low: float, high: float, stops: int = 400) -> None:
        least, most = Decimal(repr(low)), Decimal(repr(high))  # no float may be as large as a span
        self._step = _nice((most - least) / stops)
        self._first = round(least / self._step)
        self.last = max(round(most / self._step) - self._first, 1)

    def leave_out(self, *, first: bool, last: bool) -> None:
        """Drop the first or the last stop, where that value itself is not allowed."""
        self._first += first
        self.last -= first + last

    def value(self, stop: int) -> float:
        """The value at a stop."""
        value = float((self._first + stop) * self._step)
        return min(max(value, -sys.float_info.max), sys.float_info.max)

    def stop(self, value: float) -> int:
        """The stop nearest to a value."""
        nearest = round(Decimal(repr(value)) / self._step) - self._first
        return min(max(nearest, 0), self.last)


class WholeLogScale:
    """Whole numbers from `low` to `high`: all the small ones, then three-digit ones by ratio."""

    def __init__(self, low: int, high: int) -> None:
        self._values = _whole_numbers(low, high)
        self.last = len(self._values) - 1

    def value(self, stop: int) -> float:
        """The whole number at a stop."""
        return self._values[stop]

    def stop(self, value: float) -> int:
        """The stop nearest to a value above 0, by ratio."""
        after = min(max(bisect_left(self._values, value), 1), self.last)
        below, above = self._values[after - 1], self._values[after]
        return after if value * value > below * above else after - 1


def times(value: float, factor: str) -> float:
    """Return value · factor without binary dust: 0.07 times "10" is 0.7."""
    return float(Decimal(repr(float(value))) * Decimal(factor))


def _nice(step: Decimal) -> Decimal:
    """The largest of 1, 2 and 5 times a power of ten that is not above the step."""
    power = Decimal(10) ** step.adjusted()
    mantissa = step / power
    return power * (5 if mantissa >= 5 else 2 if mantissa >= 2 else 1)


@lru_cache
def _whole_numbers(low: int, high: int) -> tuple[int, ...]:
    top = math.ceil(STOPS_PER_DECADE * math.log10(high))
    rounded = {round(float(f"{10 ** (i / STOPS_PER_DECADE):.{DIGITS - 1}e}")) for i in range(top)}
    return tuple(sorted({low, high, *(n for n in rounded if low < n < high)}))
