"""Upright lines with their names at the top: where learning rates with a meaning are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from playground.app.marks.pixels import Canvas, Pixels
from playground.app.marks.shapes import faded

_TEXT_PX, _HANDLE = 11, 5
_ROWS = 3  # of names below each other, where they would overlap


@dataclass(frozen=True)
class Upright:
    """A line at a place of the x axis; `held`: it can be dragged, and shows a handle.

    Its name stands to the right of it, or to the `left`, where there is room.
    """

    place: float
    colour: str
    name: str = ""
    width: float = 1.5
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    held: bool = False
    left: bool = False


class Uprights(Canvas):
    """Draws lines over the whole height; a name stands where it covers no other."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(30)
        self.lines: tuple[Upright, ...] = ()

    def show_lines(self, lines: Sequence[Upright]) -> None:
        """Show these lines."""
        wanted = tuple(lines)
        if wanted != self.lines:
            self.lines = wanted
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        painter.setClipRect(pixels.rect)
        font = QFont(painter.font())
        font.setPixelSize(self.theme.px(_TEXT_PX))
        painter.setFont(font)
        taken: list[QRectF] = []
        shown = [(float(pixels(np.array([line.place, 0.0]))[0]), line) for line in self.lines]
        for x, line in shown:
            if pixels.left - 1 <= x <= pixels.left + pixels.width + 1:
                self._draw_line(painter, x, line, pixels)
        for x, line in shown:
            if line.name and pixels.left - 1 <= x <= pixels.left + pixels.width + 1:
                self._draw_name(painter, x, line, pixels, taken)

    def _draw_line(self, painter: QPainter, x: float, line: Upright, pixels: Pixels) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, line.held)
        pen = QPen(QColor(line.colour), line.width * self.theme.scale, line.style)
        painter.setPen(pen)
        bottom = pixels.top + pixels.height
        painter.drawLine(QPointF(x, pixels.top), QPointF(x, bottom))
        if line.held:
            side = _HANDLE * self.theme.scale
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(line.colour))
            corners = [QPointF(x - side, bottom), QPointF(x + side, bottom)]
            painter.drawPolygon(QPolygonF([*corners, QPointF(x, bottom - 1.6 * side)]))

    def _draw_name(
        self, painter: QPainter, x: float, line: Upright, pixels: Pixels, taken: list[QRectF]
    ) -> None:
        metrics = painter.fontMetrics()
        size = metrics.size(0, line.name)
        wide, high = size.width() + 6.0, float(size.height())
        sides = (x - 2 - wide, x + 2) if line.left else (x + 2, x - 2 - wide)
        corners = [(left, pixels.top + row * high) for row in range(_ROWS) for left in sides]
        room = pixels.rect.adjusted(-1, -1, 1, 1)
        plates = [QRectF(left, top, wide, high) for left, top in corners]
        free = [
            plate
            for plate in plates
            if room.contains(plate) and not any(plate.intersects(other) for other in taken)
        ]
        plate = free[0] if free else plates[0]
        taken.append(plate)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.theme.surface, 0.88))
        painter.drawRect(plate)
        painter.setPen(QColor(line.colour))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, line.name)
