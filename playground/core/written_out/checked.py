"""A line is given out only if the numbers that it shows come to the recorded one."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from playground.core.written_out.formats import Format
from playground.core.written_out.numbers import ENOUGH, FEWEST, MOST, number

_ROOM = 1.5  # for what torch rounds besides, where it takes an operation apart
SHOWN = (6, 8, 12, 17)  # digits tried for the numbers that go in, until the result has enough
Worked = tuple[str, Fraction]  # numbers as they are shown, and what exactly they come to


def checked_line(
    left: str, symbols: str, worked: Callable[[int], Worked], recorded: float,
    enough: int = ENOUGH,
) -> str:  # fmt: skip
    """Return the line with as few digits as its result needs; "" if it does not come to it.

    enough: how many digits of the result it is to come to; if more than usual, not one fewer.
    """
    best, text = 0, ""
    for digits in SHOWN:
        shown, exact = worked(digits)
        if not math.isfinite(recorded):
            return f"{left} = {symbols} = {shown} = {number(recorded)}"
        kept = agreeing(exact, recorded, max(MOST, enough))
        if kept > best:
            best = kept
            result = number(recorded, kept)
            parts = [left, symbols, shown, result] if shown != result else [left, symbols, shown]
            text = " = ".join(parts)
        if best >= enough:
            break
    return text if best >= (enough if enough > ENOUGH else FEWEST) else ""


def rounded_line(
    left: str, symbols: str, worked: Callable[[int], Worked], recorded: float, off: float,
    format_: Format, enough: int = ENOUGH,
) -> str:  # fmt: skip
    """Return the line of what comes to the recorded number but for rounding, by at most `off`.

    Returns "" if it does not come so near to it, or the format cannot have given it.
    """
    if not format_.holds(recorded):
        return ""
    shown, exact = worked(max(format_.digits, MOST))
    away = abs(exact - Fraction(recorded))
    if not away <= _ROOM * off < math.inf:
        return ""
    made, result = number(float(exact), enough), number(recorded, max(format_.digits, ENOUGH))
    once = away <= format_.half_gap(float(exact)) * (1 + 1e-6)
    how = "rounded" if once else "each part rounded"
    return f"{left} = {symbols} = {shown} = {made}, {how} to {format_.name}: {result}"


def agreeing(exact: Fraction, recorded: float, most: int = MOST) -> int:
    """Return to how many digits, of no more than so many, the two are shown alike; 0 for none."""
    if not exact or not recorded:
        return most if exact == recorded else 0
    try:
        value = float(exact)
    except OverflowError:
        return 0
    alike = (kept for kept in range(most, 0, -1)
             if f"{value:.{kept - 1}e}" == f"{recorded:.{kept - 1}e}")  # fmt: skip
    return next(alike, 0)
