"""A function and its derivative from autograd, on the same axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

from playground.app.focus import by_tab
from playground.app.graph.curve_pointer import CurvePointer
from playground.app.palette import Theme
from playground.app.plots import Curve, Floats, Legend, Plot, plot_arrays
from playground.app.plots.curves import WIDTH
from playground.app.plots.scale import STEP_MARGIN, VALUE_MARGIN, ValueScale, linear_scale
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.graph_asked import Curve as Points

_HIGHEST = 1e3  # times the middle of the values: beyond, a pole would make all else flat


class CurvePlot(Plot):
    """Draws f and f′; f′ is there once backward has passed."""

    def __init__(self) -> None:
        super().__init__("A function and its derivative", "x", "")
        self.legend = Legend()
        self.setMouseEnabled(False, False)
        self.getViewBox().disableAutoRange()
        self.function, self.derivative = pg.PlotCurveItem(), pg.PlotCurveItem()
        for line in (self.function, self.derivative):
            self.getPlotItem().addItem(line, ignoreBounds=True)
            line.setSegmentedLineMode("off")  # drawn seldom: seams would cost more than time
        self.points: Points | None = None
        self.name, self.passed = "", False
        self.places: Floats = np.empty(0)  # of the points, across
        by_tab(self)
        self.pointer = CurvePointer(self)
        CurvePlot.paint_with(self, current_theme())

    def show_points(self, points: Points, name: str, passed: bool) -> None:
        """Draw the function of that name, and once backward has passed its derivative."""
        self.points, self.name, self.passed = points, name, passed
        derivative = points.derivative if passed else None
        both = [points.values] if points.derivative is None else [points.values, points.derivative]
        scale = _scale(np.concatenate(both))
        x = ValueScale(False, float(points.points[0]), float(points.points[-1]))
        low, high = scale.range
        up = VALUE_MARGIN * (high - low)
        self.getViewBox().setRange(
            xRange=(-STEP_MARGIN, 1 + STEP_MARGIN), yRange=(low - up, high + up), padding=0
        )
        self.bottom.set_ticks(x.ticks)
        self.left.set_ticks(scale.ticks)
        self.bottom.set_title(f"{name}: f is not finite" if _unseen(points.values) else name)
        self.places = x.place(points.points)
        _draw(self.function, self.places, scale.place(points.values), points.values)
        self.derivative.setVisible(derivative is not None)
        if derivative is not None:
            _draw(self.derivative, self.places, scale.place(derivative), derivative)
        self._name_curves(derivative is not None)
        self.pointer.refresh()

    def lines_at(self, index: int) -> list[pg.PlotCurveItem]:
        """Return the curves that are drawn at this point."""
        assert self.points is not None
        drawn = [(self.function, self.points.values)]
        if self.passed and self.points.derivative is not None:
            drawn.append((self.derivative, self.points.derivative))
        return [line for line, values in drawn if np.isfinite(values[index])]

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        super().paint_with(theme)
        width = WIDTH * theme.scale
        self.function.setPen(pg.mkPen(theme.text, width=width))
        self.derivative.setPen(pg.mkPen(theme.accent, width=width))
        self.legend.paint_with(theme)
        self.pointer.paint_with(theme)
        if self.points is not None:
            self._name_curves(self.derivative.isVisible())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()  # the keys play and step again
        elif not self.pointer.press(Qt.Key(event.key())):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.pointer.index is None and len(self.places):
            self.pointer.show_point(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointer.show_point(None)

    def sizeHint(self) -> QSize:
        size: QSize = self.minimumSize()
        return size

    def _name_curves(self, both: bool) -> None:
        theme, name = current_theme(), self.name
        assert self.points is not None
        curves = [Curve(0, f"f({name})", theme.text)]
        if both:
            unseen = _unseen(self.points.derivative)
            slope = f"f′({name}), autograd{': not finite' if unseen else ''}"
            curves.append(Curve(1, slope, theme.accent))
        self.legend.show_curves(curves)
        what = "its derivative from autograd" if both else "no derivative: backward has not passed"
        self.summarize(f"f({name}) and {what}")


def _unseen(values: Floats | None) -> bool:
    """Whether none of these can be drawn."""
    return values is not None and not np.isfinite(values).any()


def _scale(values: Floats) -> ValueScale:
    finite = values[np.isfinite(values)]
    if not len(finite):
        return ValueScale(False, 0.0, 1.0)
    farthest = _HIGHEST * max(float(np.median(np.abs(finite))), 1e-300)
    seen = finite[np.abs(finite) <= farthest]
    if not len(seen):
        seen = finite
    low, high = float(seen.min()), float(seen.max())
    return linear_scale(low, high, max(abs(low), abs(high)))


def _draw(line: pg.PlotCurveItem, x: Floats, y: Floats, values: Floats) -> None:
    good = np.isfinite(values)
    joined = (good & np.append(good[1:], False)).astype(np.int32)
    x, y = plot_arrays(x, np.where(good, y, 0.0))
    line.setData(x, y, connect=joined, antialias=True, skipFiniteCheck=True)
