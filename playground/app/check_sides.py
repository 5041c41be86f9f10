"""What the two sides of the best h are called, in the plot of the gradient check."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from playground.app.marks.pixels import Canvas, Pixels

_TEXT_PX, _GAP_PX, _HANDLE_PX = 11, 3, 4


class Sides(Canvas):
    """Names what makes the error on either side of the best h, at the foot of the plot."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-5)
        self._best: float | None = None
        self._held = 0.0
        self.named: tuple[str, ...] = ()

    def name(self, best: float | None, held: float, sides: tuple[str, ...]) -> None:
        """Name the sides of the place of the best h, those that have a name; None: neither.

        No name stands where the line is that is held.
        """
        named = () if best is None else tuple(side for side in sides if side)
        if (best, held, named) != (self._best, self._held, self.named):
            self._best, self._held, self.named = best, held, named
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if self._best is None:
            return
        font = QFont(painter.font())
        font.setPixelSize(self.theme.px(_TEXT_PX))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        best, held = (float(pixels(np.array([x, 0.0]))[0]) for x in (self._best, self._held))
        widths = [painter.fontMetrics().horizontalAdvance(text) for text in self.named]
        high = painter.fontMetrics().height()
        places = beside(best, held, pixels.rect, widths, high)
        for text, place in zip(self.named, places, strict=True):
            if not place.isEmpty():
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def beside(
    best: float, held: float, plot: QRectF, widths: Sequence[float], high: float
) -> list[QRectF]:
    """Return where names stand left and right of the best line, and beside the held one.

    Empty where there is no room.
    """
    best = min(max(best, plot.left()), plot.right())
    top = plot.bottom() - high - 1
    found = []
    for (low, up), wide in zip(((plot.left(), best), (best, plot.right())), widths, strict=False):
        parts = [(low, up)]
        if low < held < up:
            parts = [(low, held - _HANDLE_PX), (held + _HANDLE_PX, up)]
        start, end = max(parts, key=lambda part: part[1] - part[0])
        fits = end - start >= wide + 2 * _GAP_PX
        found.append(QRectF(start, top, end - start, high) if fits else QRectF())
    return found
