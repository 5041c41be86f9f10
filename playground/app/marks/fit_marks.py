"""A model beside its data: points, curve, residuals, and the rows that this step used."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.marks import shapes
from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.marks.polyline import draw_line, draw_points
from playground.app.plots import plot_arrays
from playground.app.theme import Theme
from playground.core.pictures import FitPicture

_POINT = 8  # pixels
_MANY = 400  # points above which they are smaller
_NONE = np.empty((0, 2))
_ROUND, _SQUARE = Qt.PenCapStyle.RoundCap, Qt.PenCapStyle.SquareCap


def class_colours(theme: Theme) -> tuple[str, str]:
    """Return the colours of class 0 and class 1; their shapes differ too."""
    return theme.oscillates, theme.too_slow


class FitMarks(Canvas):
    """Paints one fit; which of its three faces is decided by what the fit holds."""

    def __init__(self) -> None:
        super().__init__()
        self.residuals = True
        self._points = self._curve = self._ends = self._batch = _NONE
        self._second: NDArray[np.bool_] | None = None  # which points are of class 1
        self._diagonal = False

    def show_curve(self, fit: FitPicture) -> None:
        """Show points and the model's curve over one input."""
        self._points, self._ends = _pairs(fit.inputs, fit.targets, fit.predictions)
        self._curve = np.column_stack(plot_arrays(fit.curve_inputs, fit.curve))
        self._second, self._diagonal = None, False
        self._batch = _rows(np.column_stack([fit.inputs, fit.targets]), fit)
        self.update()

    def show_classes(self, fit: FitPicture) -> None:
        """Show points of two classes over two inputs."""
        self._points = np.asarray(fit.inputs, np.float64)
        self._curve = self._ends = _NONE
        self._second, self._diagonal = fit.targets > 0.5, False
        self._batch = _rows(self._points, fit)
        self.update()

    def show_against(self, fit: FitPicture) -> None:
        """Show predictions against targets: right ones lie on the diagonal."""
        self._points, self._ends = _pairs(fit.targets, fit.predictions, fit.targets)
        self._curve, self._second, self._diagonal = _NONE, None, True
        self._batch = _rows(np.column_stack([fit.targets, fit.predictions]), fit)
        self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        if self._diagonal:
            painter.setPen(shapes.line_pen(theme.accent, theme.px(2), Qt.PenStyle.DashLine))
            reach = np.array([[-1e9, -1e9], [1e9, 1e9]])
            draw_line(painter, pixels(reach), pixels)
        if self.residuals and len(self._ends):
            self._paint_residuals(painter, pixels)
        if len(self._curve):
            painter.setPen(shapes.line_pen(theme.accent, theme.px(3)))
            draw_line(painter, pixels(self._curve), pixels)
        self._paint_points(painter, pixels)

    def _paint_residuals(self, painter: QPainter, pixels: Pixels) -> None:
        starts, ends = pixels(self._points), pixels(self._ends)
        # Qt loses its way far outside the plot; a residual is upright, so it may simply be cut.
        low, high = pixels.top - 100, pixels.top + pixels.height + 100
        lines = np.hstack([starts, ends])
        lines[:, 1::2] = np.clip(lines[:, 1::2], low, high)
        painter.setPen(shapes.line_pen(self.theme.oscillates, 1.5))
        # Line by line: as one path, two thousand that cross take a quarter of a second.
        painter.drawLines([QLineF(*line) for line in lines.tolist()])

    def _paint_points(self, painter: QPainter, pixels: Pixels) -> None:
        theme, size = self.theme, self.theme.px(_POINT if len(self._points) <= _MANY else 4)
        _dots(painter, self._batch, pixels, theme.accent, size + theme.px(10), _ROUND)
        if len(self._batch):
            _dots(painter, self._batch, pixels, theme.surface, size + theme.px(5), _ROUND)
        if self._second is None:
            _dots(painter, self._points, pixels, theme.text, size, _ROUND)
            return
        first, second = class_colours(theme)
        for chosen, colour, cap, wide in (
            (~self._second, first, _ROUND, size),
            (self._second, second, _SQUARE, size - 1),
        ):
            _dots(painter, self._points[chosen], pixels, theme.text, wide + theme.px(2), cap)
            _dots(painter, self._points[chosen], pixels, colour, wide, cap)


def _dots(
    painter: QPainter,
    points: Floats,
    pixels: Pixels,
    colour: str,
    size: float,
    cap: Qt.PenCapStyle,
) -> None:
    painter.setPen(QPen(QColor(colour), size, Qt.PenStyle.SolidLine, cap))
    draw_points(painter, pixels(points), pixels)


def _pairs(x: Floats, y: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Return points and, as far up or down, their partners; what is not finite is left out."""
    across, values, partners = plot_arrays(x, y, other)
    return np.column_stack([across, values]), np.column_stack([across, partners])


def _rows(points: Floats, fit: FitPicture) -> Floats:
    return _NONE if fit.rows is None else np.asarray(points[fit.rows], np.float64)
