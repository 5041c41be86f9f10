"""A plot over steps of values that are known at some rows of a run only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.app.curvature_edges import Edge, EdgeLines
from playground.app.palette import Theme
from playground.app.plots import PinnedCurve, StepsPlot
from playground.app.plots.arrays import Floats
from playground.app.plots.columns import Columns
from playground.app.plots.pinned import PinnedLine
from playground.app.session import Session
from playground.app.view import Array, View

Rows = NDArray[np.int64]
_TOP, _BELOW = 24, 4  # pixels of the design: what stands above and below the plot needs them
_DIM = 0.35


class Samples(NamedTuple):
    """The values, (K, n), at the rows, (K,), rising, of a run; K ≥ 1."""

    rows: Rows
    values: Floats


class SampledPlot(StepsPlot):
    """Draws the samples; between them the pointer and the playhead take the nearest one.

    Of a pinned run the first column is the curve and the second its edge.
    """

    def __init__(self, session: Session, name: str, left: str) -> None:
        super().__init__(session, name, left, self._by_row)
        self._samples: dict[int, Samples] = {}  # by the number of the run
        self._dense: dict[int, Array] = {}
        self._width = 1
        self.edges = EdgeLines(self.getPlotItem())

    def take(self, view: View, samples: Samples, pinned: Mapping[int, Samples]) -> None:
        """Take the samples of the run in view, and those of pinned runs by their numbers."""
        self._samples = {view.run: samples, **pinned}
        self._width = samples.values.shape[1]
        lengths = {view.run: view.length, **{one.view.run: one.view.length for one in view.pinned}}
        self._dense = {
            run: spread(own.rows, own.values, lengths[run]) for run, own in self._samples.items()
        }
        self._drawn = self._pinned_drawn = None

    def forget(self) -> None:
        """Have nothing to draw."""
        if self._samples:
            self._samples, self._dense = {}, {}
            self._drawn = self._pinned_drawn = None

    def dim(self, dimmed: bool) -> None:
        """Show what is drawn as something of the past, or as what it is."""
        self.getViewBox().childGroup.setOpacity(_DIM if dimmed else 1.0)

    @property
    def is_dim(self) -> bool:
        """Whether what is drawn is of the past."""
        return bool(self.getViewBox().childGroup.opacity() < 1)

    def columns(self, view: View) -> Columns:
        """Return each sample as a column of its own."""
        samples = self._samples.get(view.run)
        if samples is None:
            samples = Samples(np.zeros(0, np.int64), np.empty((0, self._width)))
        rows, values = samples
        return Columns(rows, rows, values, values, np.ones(values.shape, np.bool_), single=True)

    def _pinned_columns(self, view: View) -> list[tuple[PinnedCurve, Columns]]:
        known = [one for one in self.pinned if one.pinned.view.run in self._samples]
        return [(one, self.columns(one.pinned.view)) for one in known]

    def _draw_pinned(self, others: Sequence[tuple[PinnedCurve, Columns]]) -> None:
        steps, scale = self.places
        lines, edges = [], []
        for one, found in others:
            x, (curve, edge) = steps.place(found.rows), scale.place(found.low).T
            lines.append(PinnedLine(x, curve, one.colour, one.pinned.slot))
            edges.append(Edge(x, edge, one.colour))
        self.pinned_lines.show_lines(lines)
        self.edges.show_edges(edges)

    def _by_row(self, view: View) -> Array:
        known = self._dense.get(view.run)
        return np.full((view.length, self._width), np.nan) if known is None else known

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        super().paint_with(theme)
        margins = self.getPlotItem().layout
        margins.setContentsMargins(0, theme.px(_TOP), theme.px(18), 0)
        self.bottom.setHeight(self.bottom.fixedHeight + theme.px(_BELOW))


def spread(rows: Rows, samples: Floats, length: int) -> Floats:
    """Return for each of `length` rows the sample nearest to it; nan beyond the last one."""
    last = int(rows[-1]) + 1
    firsts = np.concatenate([[0], (rows[1:] + rows[:-1]) // 2 + 1, [last]])
    dense = np.full((length, samples.shape[1]), np.nan)
    dense[:last] = np.repeat(samples, np.diff(firsts), axis=0)
    return dense
