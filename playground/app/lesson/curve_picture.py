"""How a drawn loss curve looks, beside the true one once that may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.lesson.drawn_curve import COLUMNS, DrawnCurve
from playground.app.plots.arrays import Floats
from playground.app.plots.scale import StepScale, ValueScale
from playground.app.theme import current_theme

DRAWN = 2  # the place of its colour among those of runs
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class CurvePicture:
    """All that is seen within a field of this size: axes, curves, marks and their names.

    `truth` is how far across and up the true curve is, `taking` whether one may still draw.
    """

    plot: QRectF
    scale: ValueScale
    steps: int
    curve: DrawnCurve
    truth: tuple[Floats, Floats] | None
    focused: bool
    taking: bool

    def paint(self, painter: QPainter) -> None:
        """Paint it in the font of the painter."""
        theme = current_theme()
        self._paint_axes(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.plot.adjusted(-2, -2, 2, 2))
        if self.truth is not None:
            self._paint_line(painter, *self.truth, QPen(QColor(theme.text), theme.px(2)))
        heights = sorted(self.curve.heights.items())
        across = np.array([column for column, _ in heights]) / COLUMNS
        pen = QPen(QColor(theme.runs[DRAWN]), theme.px(3))
        self._paint_line(painter, across, np.array([up for _, up in heights]), pen)
        painter.setClipping(False)
        self._paint_marks(painter)
        self._paint_names(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, plot = current_theme(), self.plot
        grid, text = QColor(theme.line), QColor(theme.muted)
        low, high = self.scale.range
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, said in self.scale.ticks(5):
            y = plot.bottom() - (place - low) / (high - low) * plot.height()
            painter.setPen(grid)
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(text)
            painter.drawText(QRectF(0, y - 10, plot.left() - theme.px(6), 20), right, said)
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for place, said in StepScale(self.steps, False).ticks(5):
            x = plot.left() + place / self.steps * plot.width()
            painter.drawText(QRectF(x - 40, plot.bottom() + 2, 80, theme.px(16)), middle, said)
        title = QRectF(plot.left(), plot.bottom() + theme.px(15), plot.width(), theme.px(16))
        painter.drawText(title, right, "step")
        above = QRectF(0, 0, plot.width(), plot.top() - theme.px(4))
        painter.drawText(above, _MIDDLE, "loss (log)" if self.scale.log else "loss")

    def _paint_line(self, painter: QPainter, across: Floats, up: Floats, pen: QPen) -> None:
        plot = self.plot
        painter.setPen(pen)
        x = plot.left() + across * plot.width()
        y = plot.bottom() - up * plot.height()
        ends = list(zip(x.tolist(), y.tolist(), strict=True))
        for (x0, y0), (x1, y1) in pairwise(ends):
            painter.drawLine(QLineF(x0, y0, x1, y1))

    def _paint_marks(self, painter: QPainter) -> None:
        """Mark the start, where the keys are, and the edge."""
        theme, plot = current_theme(), self.plot
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.runs[DRAWN]))
        if self.curve.heights:
            y = plot.bottom() - self.curve.heights[0] * plot.height()
            painter.drawEllipse(QPointF(plot.left(), y), theme.px(4), theme.px(4))
        if self.focused and self.taking and self.curve.heights:
            x = plot.left() + self.curve.at / COLUMNS * plot.width()
            y = plot.bottom() - self.curve.height * plot.height()
            painter.drawEllipse(QPointF(x, y), theme.px(5), theme.px(5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent if self.focused else theme.line), 1))
        painter.drawRect(plot)

    def _paint_names(self, painter: QPainter) -> None:
        """Say which curve is which, or what to do."""
        theme, plot = current_theme(), self.plot
        if self.truth is None:
            if not self.curve.is_drawn:
                painter.setPen(QColor(theme.muted))
                painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, "Draw the loss curve here")
            return
        # above the plot, where no curve can come
        y, right = (plot.top() - theme.px(4)) / 2, plot.right()
        for name, colour, width in (("the run", theme.text, 2), ("drawn", theme.runs[DRAWN], 3)):
            painter.setPen(QPen(QColor(colour), theme.px(width)))
            left = right - painter.fontMetrics().horizontalAdvance(name)
            painter.drawText(QRectF(left, 0, right - left + 1, 2 * y), _MIDDLE, name)
            painter.drawLine(QLineF(left - theme.px(22), y, left - theme.px(6), y))
            right = left - theme.px(22 + 14)
