"""A plot over steps of values that are known at some rows of the run only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.app.plots import StepsPlot
from playground.app.plots.arrays import Floats
from playground.app.plots.columns import Columns
from playground.app.session import Session
from playground.app.view import Array, View

Rows = NDArray[np.int64]


class SampledPlot(StepsPlot):
    """Draws the samples; between them the pointer and the playhead take the nearest one."""

    def __init__(self, session: Session, name: str, left: str) -> None:
        super().__init__(session, name, left, self._by_row)
        self._run = -1
        self._rows: Rows = np.zeros(0, np.int64)
        self._samples: Floats = np.empty((0, 1))
        self._dense: Array = np.empty((0, 1))

    def take(self, view: View, rows: Rows, samples: Floats) -> None:
        """Take the values, (K, n), at the rows, (K,), rising, of the run in view; K ≥ 1."""
        self._run, self._rows, self._samples = view.run, rows, samples
        self._dense = spread(rows, samples, view.length)
        self._drawn = None

    def columns(self, view: View) -> Columns:
        """Return each sample as a column of its own."""
        rows, samples = self._rows, self._samples
        rising = np.ones(samples.shape, np.bool_)
        return Columns(rows, rows, samples, samples, rising, single=True)

    def _by_row(self, view: View) -> Array:
        if view.run != self._run:
            return np.full((view.length, self._samples.shape[1]), np.nan)
        return self._dense


def spread(rows: Rows, samples: Floats, length: int) -> Floats:
    """Return for each of `length` rows the sample nearest to it; nan beyond the last one."""
    last = int(rows[-1]) + 1
    firsts = np.concatenate([[0], (rows[1:] + rows[:-1]) // 2 + 1, [last]])
    dense = np.full((length, samples.shape[1]), np.nan)
    dense[:last] = np.repeat(samples, np.diff(firsts), axis=0)
    return dense
