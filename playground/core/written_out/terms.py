"""Terms of an update, which are written with symbols, with numbers, and worked out exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from playground.core.written_out.numbers import number

_SUM, _PRODUCT, _ATOM = 1, 2, 3  # how closely a term holds together
_EVERY = 17  # digits, of which no number of float64 has more
_PRECISION = 50  # digits of a square root
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "exp": math.exp, "log": math.log,
    "tanh": math.tanh, "abs": abs, "min": min, "max": max,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)), "relu": lambda x: max(x, 0.0),
    "where": lambda condition, x, y: x if condition else y,
}  # fmt: skip
_COMPARED: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b,
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A number with its symbol, or an operation ("+", "−", "·", "/", "√", "^", …) on terms.

    Python's + - * / make terms of terms; nothing is computed by them.
    """

    kind: str
    parts: tuple[Term, ...] = ()
    symbol: str = ""
    value: float = 0.0
    made: Term | None = None  # what a number was worked out as, if the run records none

    @property
    def leaves(self) -> tuple[Term, ...]:
        """All numbers in it."""
        if not self.parts:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    def __add__(self, other: Term) -> Term:
        return Term("+", (self, other))

    def __sub__(self, other: Term) -> Term:
        return Term("−", (self, other))

    def __mul__(self, other: Term) -> Term:
        return Term("·", (self, other))

    def __truediv__(self, other: Term) -> Term:
        return Term("/", (self, other))


def leaf(symbol: str, value: float, made: Term | None = None) -> Term:
    """Return a number with its symbol."""
    return Term("leaf", (), symbol, float(value), made)


def constant(value: float) -> Term:
    """Return a number that is its own symbol."""
    return leaf(number(value), value)


def root(part: Term) -> Term:
    """Return a square root."""
    return Term("√", (part,))


def square(part: Term) -> Term:
    """Return a square."""
    return Term("²", (part,))


def call(name: str, *parts: Term) -> Term:
    """Return a function of terms, such as max."""
    return Term(name, parts)


def written(term: Term, shown: Callable[[Term], str], first: bool = True, least: int = 0) -> str:
    """Return the text of a term whose numbers are shown so, in brackets where it needs them."""
    text, holds = _text(term, shown, first)
    return f"({text})" if holds < least else text


def _text(term: Term, shown: Callable[[Term], str], first: bool) -> tuple[str, int]:
    kind, parts = term.kind, term.parts
    if kind == "leaf":
        text = shown(term)
        return text, (_ATOM if first or not text.startswith("−") else 0)
    if kind in ("+", "−"):
        heads = [written(parts[0], shown, first, _SUM)]
        least = _SUM if kind == "+" else _PRODUCT
        heads += [written(part, shown, False, least) for part in parts[1:]]
        return f" {kind} ".join(heads), _SUM
    if kind == "·":
        heads = [written(parts[0], shown, first, _PRODUCT)]
        heads += [written(part, shown, False, _PRODUCT) for part in parts[1:]]
        return " · ".join(heads), _PRODUCT
    if kind == "/":
        below = written(parts[1], shown, False, _ATOM)
        return f"{written(parts[0], shown, first, _PRODUCT)} / {below}", _PRODUCT
    if kind == "neg":
        return f"−{written(parts[0], shown, False, _PRODUCT)}", 0 if not first else _SUM
    if kind in ("√", "²", "^"):
        inner = written(parts[0], shown, False, _ATOM)
        inner = f"({inner})" if "×" in inner and not inner.startswith("(") else inner
        if kind == "^":
            return f"{inner}^{written(parts[1], shown, False, _ATOM)}", _ATOM
        return (f"√{inner}" if kind == "√" else f"{inner}²"), _ATOM
    if kind in _COMPARED:
        return f" {kind} ".join(written(part, shown, True, _SUM) for part in parts), _SUM
    inside = ", ".join(written(part, shown) for part in parts)
    return (f"|{inside}|" if kind == "abs" else f"{kind}({inside})"), _ATOM


def exact(term: Term, digits: int) -> Fraction:
    """Return what a term comes to, each number rounded to so many digits as it is shown."""
    if term.kind == "leaf":
        return Fraction(f"{term.value:.{digits - 1}e}")
    return applied(term.kind, [exact(part, digits) for part in term.parts])


def value_of(term: Term) -> float:
    """Return what a term comes to, as the recorded numbers have it."""
    return float(exact(term, _EVERY))


def applied(kind: str, values: Sequence[Fraction]) -> Fraction:
    """Return what an operation makes of its operands."""
    one = values[0]
    if kind == "+":
        return sum(values[1:], one)
    if kind == "−":
        return one - values[1]
    if kind == "·":
        return math.prod(values[1:], start=one)
    if kind == "/":
        return one / values[1]
    if kind == "neg":
        return -one
    if kind == "²":
        return one * one
    if kind == "√":
        with localcontext(prec=_PRECISION):
            return Fraction((Decimal(one.numerator) / Decimal(one.denominator)).sqrt())
    if kind == "^":
        # A power of fractions may have millions of digits.
        return Fraction(math.pow(float(one), float(values[1])))  # never a complex number
    if kind in _COMPARED:
        return Fraction(int(_COMPARED[kind](one, values[1])))
    return Fraction(_FUNCTIONS[kind](*(float(value) for value in values)))
