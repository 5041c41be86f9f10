"""Marks that are painted once, then shown again as a picture in every frame."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from playground.app.marks.pixels import Canvas, Pixels


class KeptCanvas(Canvas):
    """A canvas that keeps its picture as long as it is to show the same."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._made_for: object = None
        self.painted = 0  # counts the times that the picture was painted anew

    def paint_kept(self, painter: QPainter, pixels: Pixels) -> None:
        """Paint the picture; the painter's unit is the pixel."""
        raise NotImplementedError

    def show_kept(self, painter: QPainter, pixels: Pixels, key: object) -> None:
        """Show the picture, painted anew if the key, the plot, the screen or the theme is another.

        The key must tell apart whatever else the picture depends on.
        """
        sharpness = painter.device().devicePixelRatioF()
        made_for = (key, pixels, sharpness, self.theme)
        if self._picture is None or made_for != self._made_for:
            self._made_for = made_for
            self._picture = self._painted(pixels, sharpness)
            self.painted += 1
        painter.drawPixmap(QPointF(pixels.left, pixels.top), self._picture)

    def _painted(self, pixels: Pixels, sharpness: float) -> QPixmap:
        size = (math.ceil(side * sharpness) for side in (pixels.width, pixels.height))
        picture = QPixmap(*size)
        picture.setDevicePixelRatio(sharpness)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.translate(-pixels.left, -pixels.top)
            self.paint_kept(painter, pixels)
        return picture
