"""Sums of products as a written step shows them, worked out from what is shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction

from playground.core.written_out.checked import Worked, checked_line, rounded_line
from playground.core.written_out.following import enough_for
from playground.core.written_out.formats import Format
from playground.core.written_out.numbers import number
from playground.core.written_out.rounding import slack
from playground.core.written_out.terms import Term

Product = tuple[float, ...]


def equation(
    left: str, symbols: str, products: Sequence[Product], recorded: float, term: Term,
    format_: Format,
) -> str:  # fmt: skip
    """Return "left = symbols = numbers = recorded", where a sum of products gives the recorded.

    Returns "" if the numbers do not come to it, by rounding to the format either: `term` is the
    sum as it is worked out there. A first factor of −1 is shown as a minus.
    """
    if not all(math.isfinite(factor) for product in products for factor in product):
        return ""

    def worked(digits: int) -> Worked:
        return _worked(products, digits)

    return told(left, symbols, worked, recorded, term, format_)


def told(
    left: str, symbols: str, worked: Callable[[int], Worked], recorded: float, term: Term,
    format_: Format,
) -> str:  # fmt: skip
    """Return the checked line, or else the one that says what rounding made of it, or else ""."""
    enough = enough_for(term)
    text = checked_line(left, symbols, worked, recorded, enough)
    if not text:
        # What it is divided by may be nothing.
        with suppress(ArithmeticError, ValueError):
            off = slack(term, format_)[1]
            text = rounded_line(left, symbols, worked, recorded, off, format_, enough)
    return text or checked_line(left, symbols, worked, recorded)


def difference(old: str, new: str, theta: tuple[float, float]) -> str:
    """Return the line of an update that cannot be told in any other way."""
    before, after = theta
    if not math.isfinite(after - before):
        return f"{new} = {number(after)}"
    products = [(before,), (after - before,)]
    line = checked_line(new, f"{old} + update", lambda digits: _worked(products, digits), after)
    return line or f"{new} = {number(after)}"


def _worked(products: Sequence[Product], digits: int) -> Worked:
    """Return the sum as it is shown with so many digits, and what exactly that comes to."""
    text, total = "", Fraction(0)
    for product in products:
        minus = len(product) > 1 and product[0] == -1
        factors = product[1:] if minus else product
        exact = Fraction(-1 if minus else 1)
        for factor in factors:
            exact *= Fraction(f"{factor:.{digits - 1}e}")
        total += exact
        shown = [number(factor, digits) for factor in factors]
        kept_bare = 0 if text else 1  # only the very first number needs no brackets for its minus
        shown[kept_bare:] = [f"({t})" if t.startswith("−") else t for t in shown[kept_bare:]]
        joint = " − " if minus else " + "
        text += (joint if text else "−" if minus else "") + " · ".join(shown)
    return text, total
