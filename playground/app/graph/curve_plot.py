"""A function and its derivative from autograd, on the same axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize

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
        self._points: Points | None = None
        self._name = ""
        CurvePlot.paint_with(self, current_theme())

    def show_points(self, points: Points, name: str, passed: bool) -> None:
        """Draw the function of that name, and once backward has passed its derivative."""
        self._points, self._name = points, name
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
        self.bottom.set_title(name)
        _draw(self.function, x.place(points.points), scale.place(points.values), points.values)
        self.derivative.setVisible(derivative is not None)
        if derivative is not None:
            _draw(self.derivative, x.place(points.points), scale.place(derivative), derivative)
        self._name_curves(derivative is not None)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        super().paint_with(theme)
        width = WIDTH * theme.scale
        self.function.setPen(pg.mkPen(theme.text, width=width))
        self.derivative.setPen(pg.mkPen(theme.accent, width=width))
        self.legend.paint_with(theme)
        if self._points is not None:
            self._name_curves(self.derivative.isVisible())

    def sizeHint(self) -> QSize:
        size: QSize = self.minimumSize()
        return size

    def _name_curves(self, both: bool) -> None:
        theme, name = current_theme(), self._name
        curves = [Curve(0, f"f({name})", theme.text)]
        if both:
            curves.append(Curve(1, f"f′({name}), autograd", theme.accent))
        self.legend.show_curves(curves)
        what = "its derivative from autograd" if both else "no derivative: backward has not passed"
        self.summarize(f"f({name}) and {what}")


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
