"""The shapes of points, so that no kind is told by its colour alone."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from playground.app.palette import Theme
from playground.app.sweep_plots.kinds import Kind

POINT = 3.6  # the radius in pixels of the design


def draw_shape(painter: QPainter, kind: Kind, at: QPointF, theme: Theme) -> None:
    """Draw the point of a kind, with a rim that parts it from its neighbours."""
    radius = POINT * theme.scale
    colour = QColor(kind.colour(theme))
    if kind.shape in ("cross", "plus"):
        painter.setPen(QPen(colour, radius * 0.55))
        painter.drawLines(_strokes(kind.shape, at, 0.85 * radius))
        return
    if kind.shape == "ring":
        painter.setPen(QPen(colour, radius * 0.45))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 0.8 * radius, 0.8 * radius)
        return
    painter.setPen(QPen(QColor(theme.surface), 0.6))
    painter.setBrush(colour)
    if kind.shape == "disc":
        painter.drawEllipse(at, radius, radius)
    elif kind.shape == "square":
        painter.drawRect(QRectF(at.x() - 0.85 * radius, at.y() - 0.85 * radius,
                                1.7 * radius, 1.7 * radius))  # fmt: skip
    else:
        painter.drawPolygon(_polygon(kind.shape, at, 1.2 * radius))


def stamp(kind: Kind, theme: Theme, ratio: float) -> QPixmap:
    """Return the point as a picture: hundreds of them are painted in no time."""
    side = 2 * round(POINT * theme.scale + 2)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_shape(painter, kind, QPointF(side / 2, side / 2), theme)
    return pixmap


def _strokes(shape: str, at: QPointF, reach: float) -> list[QLineF]:
    x, y = at.x(), at.y()
    if shape == "plus":
        return [QLineF(x - reach, y, x + reach, y), QLineF(x, y - reach, x, y + reach)]
    return [
        QLineF(x - reach, y - reach, x + reach, y + reach),
        QLineF(x - reach, y + reach, x + reach, y - reach),
    ]


def _polygon(shape: str, at: QPointF, reach: float) -> QPolygonF:
    corners = [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]
    if shape == "triangle":  # points down
        corners = [(-0.95, -0.7), (0.95, -0.7), (0.0, 0.9)]
    return QPolygonF([at + QPointF(x * reach, y * reach) for x, y in corners])
