"""The line of one term: symbols, numbers, what they come to, and what the format made of it."""

from __future__ import annotations

import math
from fractions import Fraction

from playground.core.written_out.checked import checked_line, rounded_line
from playground.core.written_out.following import enough_for
from playground.core.written_out.formats import Format
from playground.core.written_out.numbers import number
from playground.core.written_out.rounding import slack
from playground.core.written_out.terms import Term, exact, written


def line(left: str, term: Term, recorded: float, format_: Format) -> str:
    """Return "left = symbols = numbers = recorded"; "" if the numbers do not come to it.

    Where they come to it only by rounding to the number format, the line says so.
    """
    if not all(math.isfinite(number.value) for number in term.leaves):
        return ""

    def worked(digits: int) -> tuple[str, Fraction]:
        return written(term, lambda one: number(one.value, digits)), exact(term, digits)

    symbols = written(term, lambda one: one.symbol)
    enough = enough_for(term)
    try:
        text = checked_line(left, symbols, worked, recorded, enough)
        if not text:
            off = slack(term, format_)[1]
            text = rounded_line(left, symbols, worked, recorded, off, format_, enough)
        return text or checked_line(left, symbols, worked, recorded)
    except (ArithmeticError, ValueError):
        return ""  # divided by zero, or a root of less
