"""The gradient beside a curve of the graph, on a ground of its own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.app.graph.lettering import LABEL, fitted, is_legible, letters, zoom_of
from playground.app.graph.places import GAP, Curve
from playground.app.graph.sight import EdgeLook
from playground.app.theme import current_theme

_WIDE, _HIGH = 200.0, 60.0  # around its place, for the longest at any zoom
_FADED = 0.15
_OVER, _SMALL = 14.0, 0.8  # a label may be so much wider than the gap where the graph is small
_APART = 6.0  # from the boxes, where it is large
_SOLID = 0.85  # of what lies behind a label


class EdgeLabel(QGraphicsItem):
    """Writes the text of one EdgeLook."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self._place, self._below = curve.label, curve.below
        self._bounds = QRectF(-_WIDE, -_HIGH, 2 * _WIDE, 2 * _HIGH).translated(self._place)
        self.look = EdgeLook((), passed=False, carries=True)
        self.setZValue(4)

    def show_look(self, look: EdgeLook) -> None:
        """Say what this look says."""
        if look == self.look:
            return
        self.look = look
        self.setOpacity(_FADED if look.faded else 1.0)
        self.setZValue(5 if look.now else 4)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        theme, zoom = current_theme(), zoom_of(painter)
        if not (self.look.texts and is_legible(LABEL, zoom)):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        written = letters(LABEL, zoom, bold=self.look.now)
        text = fitted(self.look.texts, written, label_room(zoom))
        if not text and not self.look.now:
            return  # half a number says nothing
        text = text or self.look.texts[0]
        width, height = written.metrics.horizontalAdvance(text) + 4, written.height - 2
        box = QRectF(0, 0, width, height)
        away = height / 2 + 1.5
        box.moveCenter(self._place + QPointF(0, away if self._below else -away))
        behind = QColor(theme.surface)
        behind.setAlphaF(_SOLID)
        painter.setBrush(behind)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(written.font)
        painter.setPen(QColor(theme.accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def label_room(zoom: float) -> float:
    """Return how wide a label may be, in pixels of the design."""
    return GAP + (_OVER if zoom < _SMALL else -_APART)
