"""What a range test does, how far it is off, and why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core import words

if TYPE_CHECKING:
    from playground.core.range_request import RangeRequest
    from playground.core.range_test import RangeTest

_DIGITS = 4
_ABOUT = 1.25  # a factor that no one would call off


def rule(request: RangeRequest) -> str:
    """Say what the test does with the losses that it sees."""
    smoothed = f"losses smoothed by {request.smoothing:g}" if request.smoothing else "no smoothing"
    stops = "never stops early"
    if request.diverge:
        stops = f"stops at {words.number(request.diverge)} times the best"
    return f"One step for each of {request.count:,} learning rates, {smoothed}; {stops}"


def judgement(
    test: RangeTest, best: float | None, limit: float | None, at_an_end: bool = False
) -> str:
    """Say what the test suggests, beside the best rate of a sweep and the largest stable one.

    at_an_end: the best rate is the first or the last of the sweep.
    """
    found = test.suggestion
    if found is None:
        what = "Nothing is suggested" if test.valley is None else "No steepest descent"
        return f"{what}: {test.no_suggestion}"
    said = f"Steepest: {words.number(found, _DIGITS)}"
    if best is None:
        return f"{said}; no run of the sweep stayed finite"
    factor = found / best
    end = " (the end of the range)" if at_an_end else ""
    truth = f"the best run of the sweep, {words.number(best, _DIGITS)}{end}"
    if 1 / _ABOUT < factor < _ABOUT:
        return f"{said}, about {truth}"
    times = words.number(max(factor, 1 / factor), 2)
    side = "above" if factor > 1 else "below"
    return f"{said}, {times} times {side} {truth}: " + _why(
        factor, limit is not None and found > limit
    )


def _why(factor: float, unstable: bool) -> str:
    if unstable:
        return "a few steps above the limit have not exploded yet"
    if factor > 1:
        return "the steepest fall came late, since small rates had hardly moved it"
    return "it falls fastest where there is far to go, and each rate has one step only"
