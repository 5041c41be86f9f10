"""Long runs on few pixels: the minimum and maximum of each pixel column, found once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.app.plots.arrays import Floats

Rows = NDArray[np.int64]
Array = NDArray[Any]  # any floating dtype: the experiment's own


class Columns(NamedTuple):
    """What c pixel columns show of n curves: where they begin and how far they reach."""

    rows: Rows  # (c,) the first row of each column
    lasts: Rows  # (c,) the last
    low: Floats  # (c, n), not finite where the whole column is not
    high: Floats  # (c, n)
    rising: NDArray[np.bool_]  # (c, n) whether a curve ends a column higher than it began it
    single: bool  # every column holds one row: low and high are the values themselves

    def line(self, curve: int) -> tuple[Rows, Floats]:
        """Return rows and values of the points to draw for one curve."""
        if self.single:
            return self.rows, self.low[:, curve]
        low, high, rising = self.low[:, curve], self.high[:, curve], self.rising[:, curve]
        rows, values = np.empty(2 * len(low), np.int64), np.empty(2 * len(low))
        rows[0::2], rows[1::2] = self.rows, self.lasts
        values[0::2] = np.where(rising, low, high)
        values[1::2] = np.where(rising, high, low)
        return rows, values

    def of(self, curves: list[int]) -> Columns:
        """Return the columns of some curves only."""
        low, high, rising = self.low[:, curves], self.high[:, curves], self.rising[:, curves]
        return self._replace(low=low, high=high, rising=rising)

    def until(self, row: int) -> Columns:
        """Return the columns that begin at this row or before it."""
        end = int(np.searchsorted(self.rows, row, "right"))
        found = (self.low[:end], self.high[:end], self.rising[:end])
        return Columns(self.rows[:end], self.lasts[:end], *found, self.single)


def edges(steps: int, pixels: int, log: bool) -> Rows:
    """Return the first row of each pixel column of an axis from 0 to `steps`, and one past it."""
    rows = steps + 1
    if log:
        ends = np.geomspace(1, rows, max(pixels, 2))
        return np.unique(np.concatenate([[0], ends.astype(np.int64), [rows]]))
    block = max(1, -(-rows // max(pixels, 1)))
    return np.append(np.arange(0, rows, block), rows)


class Decimator:
    """Finds the columns of a growing run, looking at each row once.

    It keeps only what it has found, for one run at a time: the view is never remembered.
    """

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._edges = np.zeros(1, np.int64)
        self._low = self._high = np.empty((0, 0))
        self._rising = np.empty((0, 0), np.bool_)
        self._done = 0

    def columns(
        self, run: int, values: Array, steps: int, pixels: int, log: bool = False
    ) -> Columns:
        """Return the columns of values (rows, n), of which earlier rows were seen for this run."""
        self._begin((run, values.shape[1], steps, pixels, log))
        length, begin = len(values), self._done
        whole = int(np.searchsorted(self._edges, length, "right")) - 1
        if whole > begin:
            self._fill(values, begin, whole)
            self._done = whole
        shown = whole
        if self._edges[whole] < length:  # the column that is still growing
            self._fill(values[:length], whole, whole + 1)
            shown += 1
        single = len(self._edges) == steps + 2
        rows, lasts = self._edges[:shown], np.minimum(self._edges[1 : shown + 1], length) - 1
        found = (self._low[:shown], self._high[:shown], self._rising[:shown])
        return Columns(rows, lasts, *found, single)

    def _begin(self, key: tuple[int, int, int, int, bool]) -> None:
        if key == self._key:
            return
        _, curves, steps, pixels, log = self._key = key
        self._edges = edges(steps, pixels, log)
        shape = (len(self._edges) - 1, curves)
        self._low, self._high = np.empty(shape), np.empty(shape)
        self._rising = np.empty(shape, np.bool_)
        self._done = 0

    def _fill(self, values: Array, begin: int, end: int) -> None:
        first = self._edges[begin]
        rows = values[first : self._edges[end]]
        if not np.isfinite(rows).all():
            rows = np.where(np.isfinite(rows), rows, np.nan)
        starts = self._edges[begin:end] - first
        # fmin and fmax take the number where the other is nan.
        self._low[begin:end] = np.fmin.reduceat(rows, starts, axis=0)
        self._high[begin:end] = np.fmax.reduceat(rows, starts, axis=0)
        lasts = np.append(starts[1:], len(rows)) - 1
        self._rising[begin:end] = rows[starts] <= rows[lasts]
