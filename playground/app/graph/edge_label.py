"""The gradient beside a curve of the graph, on a ground of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.app.graph.lettering import LABEL, Letters, fitted, is_legible, letters, zoom_of
from playground.app.graph.places import Curve
from playground.app.graph.sight import EdgeLook
from playground.app.graph.slots import BESIDE, LABEL_ROOM, Slots, usual
from playground.app.theme import current_theme

_WIDE, _HIGH = 200.0, 60.0  # around its place, for the longest at any zoom
_FADED = 0.15
_SOLID = 0.85  # of what lies behind a label


class EdgeLabel(QGraphicsItem):
    """Writes the text of one EdgeLook in the slot that there is at a zoom."""

    def __init__(self, curve: Curve, slots: Slots, index: int) -> None:
        super().__init__()
        self._curve, self._slots, self._index = curve, slots, index
        self._bounds = curve.path.boundingRect().adjusted(-_WIDE, -_HIGH, _WIDE, _HIGH)
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
        said, box = self.placed(zoom)
        if not said:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        behind = QColor(theme.surface)
        behind.setAlphaF(_SOLID)
        painter.setBrush(behind)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._letters(zoom).font)
        painter.setPen(QColor(theme.accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def placed(self, zoom: float) -> tuple[str, QRectF]:
        """Return the longest text that there is room for, and where it stands; "" without room.

        What the step is at is told in any case.
        """
        if not is_legible(LABEL, zoom):
            return "", QRectF()
        slot, measure = (
            self._slots.room(self._index, zoom),
            self._letters(zoom).metrics.horizontalAdvance,
        )
        for text in self.look.texts:
            width = measure(text) + 2 * BESIDE
            if width <= slot.width():
                return text, slot.adjusted(*_narrowed(slot.width() - width))
        if not self.look.now or not self.look.texts:
            return "", QRectF()
        text = fitted(self.look.texts, self._letters(zoom), LABEL_ROOM) or self.look.texts[-1]
        return text, usual(self._curve, measure(text) + 2 * BESIDE, zoom)

    def _letters(self, zoom: float) -> Letters:
        return letters(LABEL, zoom, bold=self.look.now)


def _narrowed(by: float) -> tuple[float, float, float, float]:
    return by / 2, 0.0, -by / 2, 0.0
