"""The edge of stability of each pinned run: a fine dotted line in its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from playground.app.plots.arrays import Floats, plot_arrays


class Edge(NamedTuple):
    """A line to draw, in the units of the plot, and its colour."""

    x: Floats
    y: Floats
    colour: str


class EdgeLines:
    """Draws the edges behind the curves; makes items as they are needed and keeps them."""

    def __init__(self, item: pg.PlotItem) -> None:
        self._item = item
        self.lines: list[pg.PlotCurveItem] = []

    def show_edges(self, edges: Sequence[Edge]) -> None:
        """Draw these."""
        while len(self.lines) < len(edges):
            line = pg.PlotCurveItem()
            line.setZValue(-1)
            self._item.addItem(line, ignoreBounds=True)
            self.lines.append(line)
        for slot, line in enumerate(self.lines):
            line.setVisible(slot < len(edges))
        for edge, line in zip(edges, self.lines, strict=False):
            line.setPen(pg.mkPen(edge.colour, width=1, style=Qt.PenStyle.DotLine))
            line.setData(*corners(*plot_arrays(edge.x, edge.y)), skipFiniteCheck=True)


def corners(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the points without those between two of the same value: a line is soon painted."""
    kept = np.ones(len(y), np.bool_)
    kept[1:-1] = (y[1:-1] != y[:-2]) | (y[1:-1] != y[2:])
    return x[kept], y[kept]
