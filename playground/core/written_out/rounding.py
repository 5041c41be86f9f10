"""How far rounding in a number format may take a result from what its line comes to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction

from playground.core.written_out.formats import Format
from playground.core.written_out.terms import Term, applied


def slack(term: Term, format_: Format) -> tuple[float, float]:
    """Return what a term comes to, and how far off it may be if each operation is rounded.

    Operation by operation, each error carried on by what it changes: Higham, Accuracy and
    Stability of Numerical Algorithms (2002), section 3.3, "running error analysis".
    Raises ArithmeticError where it may have divided by zero, so that anything may come out.
    """
    if not term.parts:
        return term.value, slack(term.made, format_)[1] if term.made is not None else 0.0
    values, errors = zip(*(slack(part, format_) for part in term.parts), strict=True)
    if term.kind == "/" and errors[1] >= abs(values[1]):
        raise ZeroDivisionError("the divisor may be zero")
    value = _applied(term.kind, values)
    carried = sum(_moved(term.kind, values, at, error) for at, error in enumerate(errors) if error)
    return value, carried + format_.rounds(value)


def _moved(kind: str, values: Sequence[float], at: int, error: float) -> float:
    """How far an operation's result moves with one of its operands, by an error to either side."""
    middle, moves = _applied(kind, values), []
    for sign in (-1.0, 1.0):
        shifted = [*values]
        shifted[at] += sign * error
        with suppress(ArithmeticError, ValueError):  # the root of less than nothing
            moves.append(abs(_applied(kind, shifted) - middle))
    return max(moves)


def _applied(kind: str, values: Sequence[float]) -> float:
    return float(applied(kind, [Fraction(value) for value in values]))
