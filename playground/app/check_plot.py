"""The error of a central difference against its width h, on logarithmic axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFontMetrics

from playground.app.check_sides import Sides
from playground.app.check_words import EPSILON, LEAST_H, MOST_H, error_at, sides
from playground.app.compare_plots import thinned
from playground.app.controls.scales import LogScale
from playground.app.numbers_text import short_text
from playground.app.palette import Theme
from playground.app.plots import plot_arrays
from playground.app.plots.dots import Dot
from playground.app.plots.scale import VALUE_MARGIN, ValueScale, log_scale
from playground.app.sweep_plots.rate_axis import RateAxis
from playground.app.sweep_plots.rate_plot import RatePlot
from playground.app.sweep_plots.uprights import Upright
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.gradient_check import GradientCheck

STOPS = LogScale(LEAST_H, MOST_H)
_WIDTH, _DOT = 2.0, 8  # pixels of the design
_LOWEST = 1e-20  # of the largest error: less is drawn as 0 is
_WIDEST = "10⁻¹⁰⁰"  # tick of the left axis
_BELOW = 1e-2  # of epsilon: there the axis begins, since all is rounded away


class WidthsPlot(RatePlot):
    """The curve, the current h as a line that can be dragged, and the best one.

    chosen: a person has gone to this h.
    """

    chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__("Error of the central difference", "relative error (log)", "h")
        self.curve, self.dot, self.sides = pg.PlotCurveItem(), Dot(_DOT), Sides()
        for item in (self.curve, self.sides, self.dot):
            self.getViewBox().addItem(item, ignoreBounds=True)
        self.dot.setZValue(31)
        self.scale_of_errors = log_scale(1e-8, 1.0, False)
        self._check: GradientCheck | None = None
        self._shown: object = None
        self._axis = RateAxis(LEAST_H, MOST_H, log=True)
        self.mouse.pressed.connect(self._go)
        self.mouse.dragged.connect(self._go)
        self.mouse.looked.connect(self._read_out)
        self.setToolTip("Drag the line, or click, to choose h")
        WidthsPlot.paint_with(self, current_theme())

    def show_check(self, check: GradientCheck | None, h: float, dtype: str) -> None:
        """Show the curve of a check, which may be of another h; None: nothing."""
        least = min(
            10.0 ** np.floor(np.log10(_BELOW * EPSILON[dtype])), 10.0 ** np.floor(np.log10(h))
        )
        axis = RateAxis(max(float(least), LEAST_H), MOST_H, log=True)
        if (check, h, axis) == self._shown:
            return
        if self._shown is None or (check, axis) != (self._check, self._axis):
            self._check, self._axis = check, axis
            self._draw_curve()
        self._shown = (check, h, axis)
        self._mark(h)

    def _draw_curve(self) -> None:
        check = self._check
        if check is None:
            self.curve.setData([], [])
            return
        finite = check.errors[np.isfinite(check.errors)]
        self.scale_of_errors = scale = _scale(finite)
        low, high = scale.range
        up = VALUE_MARGIN * (high - low)
        self.frame(self._axis, (low - up, high + up), self._ticks)
        self.bottom.set_ticks(lambda most: thinned(self._axis.ticks(most), most))
        errors = np.where(check.errors < 10.0**low, 0.0, check.errors)
        x, y = plot_arrays(np.log10(check.widths), scale.place(errors))
        self.curve.setData(x, y, antialias=True, skipFiniteCheck=True)
        self.summarize(_summary(check))

    def _ticks(self, most: int) -> list[tuple[float, str]]:
        return [
            (at, "0" if text == "≤ 0" else text) for at, text in self.scale_of_errors.ticks(most)
        ]

    def _mark(self, h: float) -> None:
        check, theme = self._check, current_theme()
        lines = [Upright(float(np.log10(h)), theme.accent, "h", 2.0, held=True)]
        best = None
        if check is not None and check.errors.any():
            best = float(np.log10(check.least.h))
            dashed = Qt.PenStyle.DashLine
            lines.append(Upright(best, theme.good, "best", 1.5, dashed, left=check.least.h < h))
        self.sides.name(best, float(np.log10(h)), () if check is None else sides(check))
        self.show_lines(lines)
        error = error_at(check, h) if check is not None else np.nan
        self.dot.setVisible(bool(np.isfinite(error)))
        if np.isfinite(error):
            floor = self.scale_of_errors.low
            place = float(self.scale_of_errors.place(error))
            self.dot.setPos(float(np.log10(h)), max(place, floor))

    def _go(self, place: QPointF) -> None:
        self.readout.hide()
        self.chosen.emit(STOPS.value(STOPS.stop(self.rate_at(place))))

    def _read_out(self, place: QPointF) -> None:
        near = self.near_line(place)
        shape = Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        check = self._check
        if check is None or not self.inside(place):
            self.readout.hide()
            return
        h = check.widths[np.abs(np.log(check.widths / self.rate_at(place))).argmin()]
        error = short_text(error_at(check, h), 2)
        self.readout.show_at(place.toPoint(), f"h = {short_text(h, 2)}: error {error}")

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        super().paint_with(theme)
        self.curve.setPen(pg.mkPen(theme.text, width=_WIDTH * theme.scale))
        self.dot.look(_DOT * theme.scale, theme.accent, theme.surface)
        self.sides.paint_with(theme)
        widest = QFontMetrics(self.left.style["tickFont"]).horizontalAdvance(_WIDEST)
        self.left.setWidth(widest + theme.px(8))
        if isinstance(self._shown, tuple):
            self._mark(self._shown[1])


def _scale(errors: np.ndarray[tuple[int], np.dtype[np.float64]]) -> ValueScale:
    positive = errors[errors > 0]
    if not len(positive):
        return log_scale(1e-8, 1.0, True)
    highest = float(positive.max())
    lowest = float(positive[positive >= _LOWEST * highest].min())
    return log_scale(lowest, highest, bool((errors < lowest).any()))


def _summary(check: GradientCheck) -> str:
    if not check.errors.any():
        return "The central difference is exact at every h."
    least = short_text(check.least.error, 2)
    return (
        f"Error against h from {short_text(LEAST_H)} to {short_text(MOST_H)}: least at "
        f"h = {short_text(check.least.h, 2)}, where it is {least}."
    )
