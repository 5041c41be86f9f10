"""What the two sides of the best h are called, in the plot of the gradient check."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from playground.app.marks.pixels import Canvas, Pixels

_TEXT_PX, _GAP_PX = 11, 3


class Sides(Canvas):
    """Names what makes the error on either side of the best h, at the foot of the plot."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-5)
        self._best: float | None = None
        self.named: tuple[str, ...] = ()

    def name(self, best: float | None, sides: tuple[str, ...]) -> None:
        """Name the sides of the place of the best h, those that have a name; None: neither."""
        named = () if best is None else tuple(side for side in sides if side)
        if (best, named) != (self._best, self.named):
            self._best, self.named = best, named
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if self._best is None:
            return
        font = QFont(painter.font())
        font.setPixelSize(self.theme.px(_TEXT_PX))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        x = float(pixels(np.array([self._best, 0.0]))[0])
        widths = [painter.fontMetrics().horizontalAdvance(text) for text in self.named]
        high = painter.fontMetrics().height()
        for text, place in zip(self.named, beside(x, pixels.rect, widths, high), strict=True):
            if not place.isEmpty():
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def beside(x: float, plot: QRectF, widths: Sequence[float], high: float) -> list[QRectF]:
    """Return where names stand left and right of a line at x; empty where there is no room."""
    x = min(max(x, plot.left()), plot.right())
    top = plot.bottom() - high - 1
    left = QRectF(plot.left(), top, x - plot.left(), high)
    right = QRectF(x, top, plot.right() - x, high)
    sides = zip((left, right), widths, strict=False)
    return [side if side.width() >= wide + 2 * _GAP_PX else QRectF() for side, wide in sides]
