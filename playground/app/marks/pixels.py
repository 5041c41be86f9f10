"""Items that cover a plot and are painted in pixels, so that a mark keeps its size at any zoom."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from playground.app.theme import Theme, current_theme

Floats = NDArray[np.float64]


class Pixels(NamedTuple):
    """Where data lie on the screen: pixel = scale · data + shift, in x and in y."""

    scale: tuple[float, float]
    shift: tuple[float, float]
    left: float
    top: float
    width: float
    height: float

    def __call__(self, points: ArrayLike) -> Floats:
        """Return the pixels of points, (rows, 2); not finite ones stay so."""
        with np.errstate(over="ignore", invalid="ignore"):
            pixels: Floats = np.asarray(points, np.float64) * self.scale + self.shift
        return pixels

    def holds(self, pixel: Floats, margin: float = 0.0) -> bool:
        """Whether a pixel, (2,), is on the plot or at most so far outside."""
        x, y = pixel
        inside = self.left - margin <= x <= self.left + self.width + margin
        return bool(inside and self.top - margin <= y <= self.top + self.height + margin)

    @property
    def rect(self) -> QRectF:
        """The plot's area."""
        return QRectF(self.left, self.top, self.width, self.height)


def pixels_of(transform: QTransform, view: QRectF) -> Pixels:
    """Return where the transform puts the view."""
    rect = transform.mapRect(view)
    return Pixels(
        (transform.m11(), transform.m22()),
        (transform.dx(), transform.dy()),
        rect.left(),
        rect.top(),
        rect.width(),
        rect.height(),
    )


def point(pixel: Floats) -> QPointF:
    """Return Qt's point for a pixel, (2,)."""
    return QPointF(float(pixel[0]), float(pixel[1]))


class Canvas(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An item as large as the view. A subclass paints in pixels; it never moves the view."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = current_theme()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        """Paint; the painter's unit is the pixel."""
        raise NotImplementedError

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        return self.viewRect() or QRectF()

    def dataBounds(self, *_: object, **__: object) -> None:
        """Say to pyqtgraph that there is nothing to fit the view to."""

    def viewTransformChanged(self) -> None:
        self.prepareGeometryChange()
        super().viewTransformChanged()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        pixels = pixels_of(painter.transform(), self.boundingRect())
        if not (pixels.width >= 1 and pixels.height >= 1):
            return
        painter.save()
        painter.resetTransform()
        try:
            self.paint_pixels(painter, pixels)
        finally:
            painter.restore()
