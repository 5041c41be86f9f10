"""What is done to the columns that a typed model reads, before it reads them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import torch
from torch import Tensor

from playground.core.datasets import Table
from playground.core.losses.base import Columns
from playground.core.losses.tokens import LETTERS
from playground.core.typed import quoted

NONE = "none"
WAYS = (NONE, "scale", "standardise")
USUAL = "standardise"

Numbers = tuple[Tensor, Tensor]  # what is taken away, and what is divided by then


class Normalising:
    """Turns columns as a table has them into those that the model reads.

    The numbers are those of the whole table, whichever rows are given, in the columns' own
    format: what torch makes of the line that `normalising_line` returns, to the last bit.
    """

    def __init__(self, way: str, table: Table, inputs: tuple[str, ...]) -> None:
        self._way, self._table, self._inputs = way, table, inputs
        self._known: dict[tuple[str, torch.dtype], Numbers] = {}
        for name in inputs:
            _require_size(way, name, table)

    def __call__(self, columns: Columns) -> Columns:
        """Return the columns, with those that the model reads normalised."""
        made = dict(columns)
        for name in self._inputs:
            if name in columns:
                away, size = self._numbers(name, columns[name].dtype)
                made[name] = (columns[name] - away) / size
        return made

    def _numbers(self, name: str, dtype: torch.dtype) -> Numbers:
        if (name, dtype) not in self._known:
            whole = torch.from_numpy(self._table.column(name).copy()).to(dtype)
            self._known[name, dtype] = _NUMBERS[self._way](whole)
        return self._known[name, dtype]


def _scale(column: Tensor) -> Numbers:
    return torch.zeros_like(column[0]), column.abs().max()


def _standardise(column: Tensor) -> Numbers:
    return column.mean(), column.std(correction=0)


_NUMBERS: dict[str, Callable[[Tensor], Numbers]] = {"scale": _scale, "standardise": _standardise}


def normalising_line(way: str, name: str) -> str:
    """Return the line of torch that normalises a tensor of that name."""
    if way == "scale":
        return f"{name} = {name} / {name}.abs().max()"
    return f"{name} = ({name} - {name}.mean()) / {name}.std(correction=0)"


def marked(name: str) -> str:
    """Return the name of a column with a tilde, as it has one in the formula: x̃ for x."""
    letters = re.match(rf"[{LETTERS}]*", name)
    middle = (letters.end() + 1) // 2 if letters else 0
    return f"{name[:middle]}\N{COMBINING TILDE}{name[middle:]}" if middle else name


def require_way(way: object) -> str:
    """Return the way to normalise; raises ValueError for one that is none."""
    if way not in WAYS:
        raise ValueError(f"normalise must be one of {', '.join(WAYS)}, not {quoted(way)}")
    return str(way)


def _require_size(way: str, name: str, table: Table) -> None:
    """Raise ValueError where the column would be divided by 0, or by more than a number can be."""
    column = table.column(name)
    shown = " ".join(name.split())
    if way == "standardise" and column.min() == column.max():
        raise ValueError(
            f"normalise cannot be standardise: column {shown!r} is {column[0]:g} in every row, "
            "so its deviation is 0"
        )
    if way == "scale" and not column.any():
        raise ValueError(f"normalise cannot be scale: column {shown!r} is 0 in every row")
    size = _NUMBERS[way](torch.from_numpy(column.copy()))[1]
    if not 0 < float(size) < math.inf:
        raise ValueError(
            f"normalise cannot be {way}: column {shown!r} would be divided by {float(size):g}"
        )
