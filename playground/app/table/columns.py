"""Which columns a table of steps has, and what stands in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playground.app.numbers_text import count_text, short_text
from playground.app.view import View

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
        Column("learning rate", "rate"),
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


def cell_text(view: View, column: Column, row: int) -> str:
    """Return what a cell shows, with the digits that the run's dtype carries."""
    if column.kind == "step":
        return count_text(row)
    number = value(view, column, row)
    if number is None:
        return ""
    return short_text(float(number), DIGITS.get(view.experiment.dtype, 7))


def exact_cell(view: View, column: Column, row: int) -> str:
    """Return the shortest text that reads back as the very number recorded."""
    if column.kind == "step":
        return str(row)
    number = value(view, column, row)
    return "" if number is None else str(number)
