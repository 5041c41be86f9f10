"""One point of a function and its derivative read out, under the mouse or stepped to by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from playground.app.numbers_text import number_text
from playground.app.palette import Theme, mixed
from playground.app.plots.readout import Readout

if TYPE_CHECKING:
    from playground.app.graph.curve_plot import CurvePlot

DIGITS = 8  # as torch prints a gradient in float64, and some
_TENTH = 10
_DOT = 7.0


class CurvePointer(QObject):
    """Keeps the index of the point that is read out; None for none."""

    def __init__(self, plot: CurvePlot) -> None:
        super().__init__(plot)
        self.plot = plot
        self.index: int | None = None
        self.readout = Readout(plot)
        self.line, self.dots = pg.InfiniteLine(angle=90), pg.ScatterPlotItem()
        for mark in (self.line, self.dots):
            mark.setVisible(False)
            plot.getPlotItem().addItem(mark, ignoreBounds=True)
        plot.setMouseTracking(True)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)

    def press(self, key: Qt.Key) -> bool:
        """Go to another point; False if the key means nothing here."""
        count, here = len(self.plot.places), self.index
        if not count:
            return False
        last, by = count - 1, max(count // _TENTH, 1)
        there = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_Left: (here or 0) - 1,
            Qt.Key.Key_Right: 0 if here is None else here + 1,
            Qt.Key.Key_PageUp: (here or 0) - by,
            Qt.Key.Key_PageDown: (here or 0) + by,
        }.get(key)
        if there is None:
            return False
        self.show_point(min(max(there, 0), last))
        return True

    def refresh(self) -> None:
        """Read the same index out of what is drawn now."""
        there = self.index is not None and self.index < len(self.plot.places)
        self.show_point(self.index if there else None)

    def show_point(self, index: int | None) -> None:
        """Read out this point; None: nothing."""
        self.index = index
        for mark in (self.line, self.dots):
            mark.setVisible(index is not None)
        if index is None:
            self.readout.hide()
            return
        plot, x = self.plot, float(self.plot.places[index])
        heights = [float(line.yData[index]) for line in plot.lines_at(index)]
        self.line.setPos(x)
        self.dots.setData([x] * len(heights), heights)
        low, high = plot.getViewBox().viewRange()[1]
        top = QPointF(x, min(max(heights, default=low), high))
        place = plot.mapFromScene(plot.getViewBox().mapViewToScene(top))
        text = self._text(index)
        self.readout.show_at(place, text)
        plot.summarize(text.replace("\n", ", "))

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.readout.paint_with(theme)
        self.line.setPen(pg.mkPen(mixed(theme.muted, theme.surface, 0.7)))
        self.dots.setBrush(pg.mkBrush(theme.accent))
        self.dots.setPen(pg.mkPen(theme.surface))
        self.dots.setSize(_DOT * theme.scale)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read out what is under the mouse, and nothing once it has left."""
        if event.type() == QEvent.Type.Leave:
            self.show_point(None)
        elif event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._follow(event.position())
        return False

    def _follow(self, place: QPointF) -> None:
        plot, box = self.plot, self.plot.getViewBox()
        scene = plot.mapToScene(place.toPoint())
        if not len(plot.places) or not box.sceneBoundingRect().contains(scene):
            self.show_point(None)
            return
        x = box.mapSceneToView(scene).x()
        self.show_point(int(np.abs(plot.places - x).argmin()))

    def _text(self, index: int) -> str:
        points, name = self.plot.points, self.plot.name
        assert points is not None
        lines = [
            f"index {index}, {name} = {number_text(float(points.points[index]), DIGITS)}",
            f"f({name}) = {number_text(float(points.values[index]), DIGITS)}",
        ]
        grad = points.derivative if self.plot.passed else None
        said = "None" if grad is None else number_text(float(grad[index]), DIGITS)
        return "\n".join([*lines, f"f′({name}) = grad[{index}] = {said}"])
