"""Marks of a fixed size on the screen: the dot with a halo that is "now", the cross of an end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget


class FixedMark(QGraphicsItem):
    """A mark that is placed in the plot's units and painted in pixels around that place.

    pyqtgraph's scatter plot does the same at ten times the cost, which a frame cannot afford.
    """

    def __init__(self, radius: float) -> None:
        super().__init__()
        self.radius = radius
        self.colour, self.ground = QColor(), QColor()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)

    def look(self, radius: float, colour: str, ground: str) -> None:
        """Set the radius in pixels, the colour and that of the ground."""
        if (radius, colour, ground) != (self.radius, self.colour.name(), self.ground.name()):
            self.prepareGeometryChange()
            self.radius, self.colour, self.ground = radius, QColor(colour), QColor(ground)
            self.update()

    def boundingRect(self) -> QRectF:
        """A square around the place."""
        side = self.radius + 2
        return QRectF(-side, -side, 2 * side, 2 * side)


class Dot(FixedMark):
    """A dot with a halo."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the halo, then the dot with a rim that keeps it off its curve."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        halo = QColor(self.colour)
        halo.setAlpha(70)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawEllipse(QPointF(), self.radius, self.radius)
        painter.setPen(QPen(self.ground, 1))
        painter.setBrush(self.colour)
        painter.drawEllipse(QPointF(), self.radius / 2, self.radius / 2)


class SmallDot(FixedMark):
    """A dot without a halo, which takes half the time: there may be many of them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the dot with a rim that keeps it off its curve."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.ground, 1))
        painter.setBrush(self.colour)
        painter.drawEllipse(QPointF(), self.radius, self.radius)


class EndCross(FixedMark):
    """A cross."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint two strokes."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colour, self.radius * 0.4))
        side = self.radius * 0.8
        painter.drawLine(QPointF(-side, -side), QPointF(side, side))
        painter.drawLine(QPointF(-side, side), QPointF(side, -side))
