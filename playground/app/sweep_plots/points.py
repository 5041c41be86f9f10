"""Points of several kinds on a plot, painted from ready pictures of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.sweep_plots.kinds import KINDS
from playground.app.sweep_plots.shapes import POINT, stamp

_FADED = 0.3  # how strong points are that belong to the experiment before


class Points(Canvas):
    """Shows points at places (R, 2), each of one of KINDS; one of them may be ringed."""

    def __init__(self) -> None:
        super().__init__()
        self.places: Floats = np.empty((0, 2))
        self.kinds: NDArray[np.int64] = np.empty(0, np.int64)
        self._ringed: int | None = None
        self._faded = False
        self._stamps: list[QPixmap] = []
        self._made_for: object = None

    def show_points(self, places: Floats, kinds: NDArray[np.int64]) -> None:
        """Show these points."""
        self.places, self.kinds, self._ringed = places, kinds, None
        self.update()

    def fade(self, faded: bool) -> None:
        """Show the points faintly: they are about to be others."""
        if faded != self._faded:
            self._faded = faded
            self.update()

    def ring(self, place: int | None) -> None:
        """Ring one point, or none."""
        if place != self._ringed:
            self._ringed = place
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        if self._made_for != (ratio, self.theme):
            self._stamps = [stamp(kind, self.theme, ratio) for kind in KINDS]
            self._made_for = (ratio, self.theme)
        painter.setOpacity(_FADED if self._faded else 1.0)
        half = self._stamps[0].deviceIndependentSize().width() / 2
        corners = (pixels(self.places) - half).tolist()
        for (x, y), kind in zip(corners, self.kinds.tolist(), strict=True):
            painter.drawPixmap(QPointF(x, y), self._stamps[kind])
        if self._ringed is not None and self._ringed < len(self.places):
            x, y = pixels(self.places[self._ringed])
            radius = (POINT + 3) * self.theme.scale
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.text), 1.5))
            painter.drawEllipse(QPointF(float(x), float(y)), radius, radius)
