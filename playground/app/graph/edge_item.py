"""A curve of the graph: from a value to the operation that takes it, and what flows back."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.app.graph.lettering import zoom_of
from playground.app.graph.places import Curve
from playground.app.graph.sight import EdgeLook
from playground.app.palette import Theme, mixed
from playground.app.theme import current_theme

HEAD = 8.0  # pixels on the screen, at any zoom
SLIM = 0.45  # of that, to either side
_ROOM = 60.0  # around the curve, for the head of its arrow at the smallest zoom
_FADED = 0.15
_REACH = 10.0  # where the pointer finds the curve


class EdgeItem(QGraphicsItem):
    """Draws one EdgeLook along its curve; an EdgeLabel writes its text."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self.curve = curve
        self._bounds = curve.path.boundingRect().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
        self.look = EdgeLook((), passed=False, carries=True)

    def show_look(self, look: EdgeLook) -> None:
        """Look like this."""
        if look != self.look:
            self.look = look
            self.setOpacity(_FADED if look.faded else 1.0)
            self.setZValue(3 if look.now else 2 if look.passed else 0)
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(_REACH)
        return stroker.createStroke(self.curve.path)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        theme, zoom = current_theme(), zoom_of(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._colour(theme))
        width = (2.5 if self.look.now else 1.2) / min(max(zoom, 0.5), 1.0)
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.curve.path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if self.look.now:  # the gradient flows back
            painter.drawPolygon(_head(self.curve.path.pointAtPercent(0), HEAD / zoom, -1))
        else:
            painter.drawPolygon(_head(self.curve.tip, HEAD / zoom, 1))

    def _colour(self, theme: Theme) -> str:
        if self.look.now:
            return theme.accent
        if not self.look.carries:
            return theme.line
        return _quiet(theme, self.look.passed)


@lru_cache(maxsize=8)
def _quiet(theme: Theme, passed: bool) -> str:
    return mixed(theme.accent if passed else theme.muted, theme.surface, 0.75)


def _head(tip: QPointF, size: float, way: int) -> QPolygonF:
    """An arrow head at its tip; way: 1 to the right, −1 to the left."""
    back = QPointF(-way * size, 0)
    aside = QPointF(0, SLIM * size)
    return QPolygonF([tip, tip + back + aside, tip + back - aside])
