"""Somewhere to begin with a table: a straight line, fitted to it."""

from __future__ import annotations

from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.losses.columns import typed_columns, typed_name


def first_look(table: Table) -> Experiment:
    """Return a straight line from the table's first column to its last: somewhere to begin.

    Raises ValueError for a table of one column.
    """
    if len(table.names) < 2:
        raise ValueError(f"{table.name}: a table needs two columns, not only {table.names[0]!r}")
    column, target = typed_name(table.names[0], table), table.names[-1]
    slope, offset = (_free(name, table) for name in ("w", "b"))
    model = f"{slope}*{column} + {offset}"
    return Experiment("mse", dataset=table, model=model, target=target, steps=100)


def _free(name: str, table: Table) -> str:
    """A name for a parameter that no column has."""
    taken = {*table.names, *typed_columns(table)}
    names = (name, *(f"{name}{number}" for number in range(len(taken) + 1)))
    return next(other for other in names if other not in taken)
