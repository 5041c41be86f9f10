"""Which columns a table of steps has, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from playground.app.numbers_text import NONE, count_text, short_text
from playground.app.view import View

_BLOCK = 256  # rows whose texts are made at a time
MOST = 40  # parameters that have columns
# What a dtype carries: 24 binary digits are 7 decimal ones. The 16 of float64 are cut to 12.
DIGITS = {"float64": 12, "float32": 7, "float16": 5, "bfloat16": 4}


class Column(NamedTuple):
    """One column: its header, what kind of number it holds, and of which parameter."""

    title: str
    kind: str  # step, theta, loss, gradient, update or rate
    parameter: int = 0


def columns_of(view: View) -> tuple[Column, ...]:
    """Return the columns for a run: k, theta, loss, gradient, update, learning rate."""
    names = view.parameters[:MOST]
    alone = len(view.parameters) == 1
    return (
        Column("k", "step"),
        *(Column(name, "theta", at) for at, name in enumerate(names)),
        Column("loss", "loss"),
        *(Column("gradient" if alone else f"∂/∂{name}", "gradient", at)
          for at, name in enumerate(names)),
        *(Column("update" if alone else f"Δ{name}", "update", at)
          for at, name in enumerate(names)),
        Column("lr", "rate"),
    )  # fmt: skip


def value(view: View, column: Column, row: int) -> np.floating | float | None:
    """Return the recorded number in its own dtype; None where there is none.

    Update and learning rate are those of the step that leaves the row.
    """
    kind, at = column.kind, column.parameter
    if row >= view.length or (kind in ("update", "rate") and row + 1 >= view.length):
        return None
    if kind == "theta":
        return view.theta[row, at]  # type: ignore[no-any-return]  # Array is of any float
    if kind == "loss":
        return view.loss[row]  # type: ignore[no-any-return]  # as above
    if kind == "gradient":
        return view.gradient[row, at]  # type: ignore[no-any-return]  # as above
    if kind == "update":
        return float(view.theta[row + 1, at]) - float(view.theta[row, at])
    return float(view.learning_rate[row])


def cell_text(view: View, column: Column, row: int, digits: int = 0) -> str:
    """Return what a cell shows, with the digits that the run's dtype carries or only so many."""
    if column.kind == "step":
        return count_text(row)
    if column.kind in view.lacks and row == view.length - 1:
        return NONE
    number = value(view, column, row)
    if number is None:
        return ""
    return short_text(float(number), digits or digits_of(view))


def digits_of(view: View) -> int:
    """Return how many decimal digits the run's dtype carries."""
    return DIGITS.get(view.experiment.dtype, 7)


def exact_rows(view: View, columns: tuple[Column, ...], rows: range) -> Iterator[str]:
    """Yield tab-separated lines, some at a time; each number reads back as the one recorded.

    Rows that are not recorded are left out.
    """
    last = min(rows.stop, view.length)
    for first in range(rows.start, last, _BLOCK):
        block = range(first, min(first + _BLOCK, last))
        cells = [_exact(view, column, block) for column in columns]
        yield "\n".join(map("\t".join, zip(*cells, strict=True)))


def _exact(view: View, column: Column, rows: range) -> list[str]:
    """Return the shortest texts that read back as the very numbers of a column."""
    kind, at, here = column.kind, column.parameter, slice(rows.start, rows.stop)
    if kind == "step":
        return [str(row) for row in rows]
    if kind == "update":
        theta = view.theta[rows.start : rows.stop + 1, at].astype(np.float64)
        numbers = theta[1:] - theta[:-1]
    elif kind == "rate":
        numbers = view.learning_rate[here].astype(np.float64)
    else:
        numbers = view.loss[here] if kind == "loss" else getattr(view, kind)[here, at]
    # A double's own text is far quicker than that of NumPy's number, and the same.
    quick = numbers.dtype == np.float64
    texts = [repr(number) for number in numbers.tolist()] if quick else [*map(str, numbers)]
    return texts + [""] * (len(rows) - len(texts))
