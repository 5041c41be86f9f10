"""How far a range test is off, and why, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.numbers_text import short_text

if TYPE_CHECKING:
    from playground.core.range_test import RangeTest

_ABOUT = 1.25  # a factor that no one would call off


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
    said = f"Steepest: {short_text(found, 3)}"
    if best is None:
        return f"{said}; no run of the sweep stayed finite"
    factor = found / best
    end = " (the end of the range)" if at_an_end else ""
    truth = f"the best rate, {short_text(best, 3)}{end}"
    if 1 / _ABOUT < factor < _ABOUT:
        return f"{said}, about {truth}"
    times = short_text(max(factor, 1 / factor), 2)
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
