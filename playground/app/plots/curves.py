"""The curves of one plot: a few of them coloured and named, the rest thin and quiet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from playground.app.palette import Theme
from playground.app.plots.arrays import plot_arrays
from playground.app.plots.columns import Columns
from playground.app.plots.scale import StepScale, ValueScale

WIDTH = 2.0  # pixels of the design
FEW = 2_000  # points up to which a curve is smooth: antialiasing long ones costs frames
JOINED = 120  # points up to which it is one line, whose joints cannot be seen
DASHES: tuple[list[float], ...] = (
    [], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 2, 1, 2], [1, 3], [12, 3, 4, 3],
)  # fmt: skip


class Curve(NamedTuple):
    """One curve: its column of the values, name, colour and dash, and how many times as wide."""

    column: int
    name: str
    colour: str
    dash: int = 0
    width: float = 1.0


class Curves:
    """Draws curves on a plot; makes items as they are needed and keeps them."""

    def __init__(self, item: pg.PlotItem) -> None:
        self._item = item
        self.lines: list[pg.PlotCurveItem] = []
        self._pens: list[tuple[Curve, bool, bool]] = []
        self._width = WIDTH
        self.rest = self._added()
        self.level_lines: list[pg.InfiniteLine] = []

    def draw(
        self,
        columns: Columns,
        places: tuple[StepScale, ValueScale],
        curves: Sequence[Curve],
        rest: Sequence[int],
    ) -> None:
        """Draw the curves, and the rest behind them."""
        while len(self.lines) < len(curves):
            self.lines.append(self._added())
            self._pens.append((Curve(-1, "", ""), False, False))
        for slot, line in enumerate(self.lines):
            line.setVisible(slot < len(curves))
        for slot, curve in enumerate(curves):
            self._draw_one(slot, curve, columns, places)
        self._draw_rest(columns, places, rest)

    def levels(self, wanted: Sequence[tuple[float, str]]) -> None:
        """Draw dotted lines at (place, colour) across the plot."""
        while len(self.level_lines) < len(wanted):
            level = pg.InfiniteLine(angle=0, movable=False)
            self._item.addItem(level, ignoreBounds=True)
            self.level_lines.append(level)
        for slot, level in enumerate(self.level_lines):
            level.setVisible(slot < len(wanted))
        for level, (place, colour) in zip(self.level_lines, wanted, strict=False):
            level.setValue(place)
            if level.pen.color().name() != colour.lower():
                level.setPen(pg.mkPen(colour, width=1, style=Qt.PenStyle.DotLine))

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme: the named curves bring theirs when they are drawn."""
        if self._width != WIDTH * theme.scale:
            self._width = WIDTH * theme.scale
            self._pens = [(Curve(-1, "", ""), False, False)] * len(self.lines)  # all anew
        self.rest.setPen(pg.mkPen(theme.line, width=1))

    def _draw_one(
        self, slot: int, curve: Curve, columns: Columns, places: tuple[StepScale, ValueScale]
    ) -> None:
        rows, values = columns.line(curve.column)
        good = np.isfinite(values)
        if not good.all():
            rows, values = rows[good], values[good]
        x, y = plot_arrays(places[0].place(rows), places[1].place(values))
        line, joined = self.lines[slot], columns.single and len(x) < FEW
        whole = joined and len(x) <= JOINED
        if self._pens[slot] != (curve, joined, whole):
            self._pens[slot] = (curve, joined, whole)
            pen = pg.mkPen(curve.colour, width=self._width * curve.width)
            dashed = joined and bool(DASHES[curve.dash])
            if dashed:
                pen.setDashPattern(DASHES[curve.dash])
            line.setPen(pen)
            # A line of pieces is painted many times as fast as a joined one of two pixels.
            line.setSegmentedLineMode("off" if dashed or whole else "on")
        line.setData(x, y, antialias=len(x) < FEW, skipFiniteCheck=True)

    def _draw_rest(
        self, columns: Columns, places: tuple[StepScale, ValueScale], rest: Sequence[int]
    ) -> None:
        self.rest.setVisible(bool(rest))
        if not rest:
            return
        lines = [columns.line(index) for index in rest]
        rows = np.concatenate([rows for rows, _ in lines])
        values = np.concatenate([values for _, values in lines])
        joined = np.isfinite(values)
        joined[np.cumsum([len(rows) for rows, _ in lines]) - 1] = False  # no line to the next curve
        x, y = places[0].place(rows), places[1].place(np.where(np.isfinite(values), values, 0.0))
        x, y = plot_arrays(x, y)
        self.rest.setData(x, y, connect=joined.astype(np.int32), skipFiniteCheck=True)

    def _added(self) -> pg.PlotCurveItem:
        line = pg.PlotCurveItem()
        self._item.addItem(line, ignoreBounds=True)
        return line
