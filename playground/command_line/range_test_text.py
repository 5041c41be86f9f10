"""A range test as text: JSON or CSV for programs, a table for people."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator

from playground.core.range_test import RangeTest
from playground.core.range_words import rule
from playground.core.suggestion import Floats
from playground.core.words import count, number

_WIDTH = 14


def json_text(test: RangeTest) -> Iterator[str]:
    """Yield the test as one JSON object; a number that is not finite is null.

    Where there is no suggestion or valley, `no_suggestion` or `no_valley` says why.
    """
    parts: dict[str, object] = {name: _numbers(column) for name, column in _columns(test).items()}
    parts["suggestion"] = test.suggestion
    parts["no_suggestion"] = test.no_suggestion or None
    parts["valley"] = test.valley
    parts["no_valley"] = test.no_valley or None
    parts["smoothing"] = test.request.smoothing
    yield json.dumps(parts, allow_nan=False) + "\n"


def csv_text(test: RangeTest) -> Iterator[str]:
    """Yield a header and a line for every iteration."""
    columns = _columns(test)
    yield ",".join(columns) + "\n"
    for row in zip(*(column.tolist() for column in columns.values()), strict=True):
        yield ",".join(map(str, row)) + "\n"


def table_text(test: RangeTest, truth: str = "") -> Iterator[str]:
    """Yield aligned columns and, below them, the rule, what it suggests, and the truth."""
    columns = _columns(test)
    yield "".join(name.replace("_", " ").rjust(_WIDTH) for name in columns) + "\n"
    for row in zip(*(column.tolist() for column in columns.values()), strict=True):
        yield "".join(f"{cell:.6g}".rjust(_WIDTH) for cell in row) + "\n"
    yield f"\n{rule(test.request)}.\n{_sentence(test)}\n"
    if truth:
        yield f"{truth}\n"


PROGRAMS: dict[str, Callable[[RangeTest], Iterator[str]]] = {
    "csv": csv_text,
    "json": json_text,
}


def _columns(test: RangeTest) -> dict[str, Floats]:
    columns = {"learning_rate": test.learning_rate, "loss": test.loss}
    return columns if test.smoothed is None else {**columns, "smoothed": test.smoothed}


def _numbers(column: Floats) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in column.tolist()]


def _sentence(test: RangeTest) -> str:
    made = count(len(test.loss), "iteration")
    ending = f"Stopped after {made}" if test.stopped else f"Made all {made}"
    if test.suggestion is None and test.valley is None:
        return f"{ending}, and no learning rate is suggested: {test.no_suggestion}."
    fastest = f"no steepest descent is suggested: {test.no_suggestion}"
    if test.suggestion is not None:
        fastest = f"the loss fell fastest at the learning rate {number(test.suggestion)}"
    longest = f"no valley is suggested: {test.no_valley}"
    if test.valley is not None:
        longest = f"the middle of its longest fall is at {number(test.valley)}"
    return f"{ending}; {fastest}; {longest}."
