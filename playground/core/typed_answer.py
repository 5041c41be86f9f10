"""A number as a class answers it: with a point or a comma, or as a simple fraction."""

from __future__ import annotations

import math
import re

from playground.core.typed import quoted, read_number, typed_number

_COMMA = re.compile(r"\s*[+\-−]?\d*,\d+\s*")
_THOUSANDS = re.compile(r"\s*[+\-−]?[1-9]\d{0,2},\d{3}\s*")


def typed_answer(text: str) -> float:
    """Return the number that was typed, such as 0.16, 0,16 or 4/25.

    Raises ValueError in one line for anything else, and for what can be read in two ways.
    """
    above, slash, below = text.partition("/")
    if not slash:
        return _number(text)
    if any(read_number(_pointed(part)) is None for part in (above, below)):
        raise ValueError(f"answer must be a number such as 0.16 or 4/25, not {quoted(text)}")
    divisor = _number(below)
    if divisor == 0:
        raise ValueError(f"answer must not be divided by 0, as {quoted(text)} is")
    value = _number(above) / divisor
    if not math.isfinite(value):
        raise ValueError(f"answer must be a finite number, as {quoted(text)} is not")
    return value


def _number(text: str) -> float:
    if _THOUSANDS.fullmatch(text):
        plain, point = text.strip().replace(",", ""), text.strip().replace(",", ".")
        raise ValueError(f"answer must be {plain} or {point}: {quoted(text)} could be both")
    return typed_number("answer", _pointed(text))


def _pointed(text: str) -> str:
    return text.replace(",", ".") if _COMMA.fullmatch(text) else text
