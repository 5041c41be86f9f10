"""The gradient beside a curve of the graph, on a ground of its own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.app.graph.edge_item import HEAD, SLIM
from playground.app.graph.lettering import LABEL, Letters, is_legible, letters, zoom_of
from playground.app.graph.places import GAP, Curve
from playground.app.graph.sight import EdgeLook
from playground.app.theme import current_theme

_WIDE, _HIGH = 200.0, 60.0  # around its place, for the longest at any zoom
_FADED = 0.15
_BESIDE = 1.0  # of the ground, at both sides of the text
_APART = 1.0  # from the boxes
_OFF = 0.5  # the arrow's head
_SOLID = 0.85  # of what lies behind a label


class EdgeLabel(QGraphicsItem):
    """Writes the text of one EdgeLook."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self._curve = curve
        self._bounds = QRectF(-_WIDE, -_HIGH, 2 * _WIDE, 2 * _HIGH).translated(curve.label)
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
        """Return the longest text that is clear of boxes and arrows, and where it stands.

        The shortest may touch an arrow; "" where there is no room: half a number says nothing.
        """
        found = "", QRectF()
        if not is_legible(LABEL, zoom):
            return found
        written = self._letters(zoom)
        for text in self.look.texts:
            width = written.metrics.horizontalAdvance(text)
            if width > label_room(zoom):
                continue
            found = text, self._box(width + 2 * _BESIDE, written.height - 2, zoom)
            if not found[1].intersects(self._heads(zoom)):
                break
        return found

    def _box(self, width: float, height: float, zoom: float) -> QRectF:
        """A box of this size beside the line: in its middle, or left of where arrows end."""
        box = QRectF(0, 0, width, height)
        away = height / 2 + HEAD * SLIM / zoom + _OFF
        box.moveCenter(self._curve.label + QPointF(0, away if self._curve.below else -away))
        heads = self._heads(zoom)
        if box.intersects(heads):
            least = self._curve.tip.x() - GAP + _APART / 2
            box.moveLeft(max(heads.left() - 1 - width, least))
        return box

    def _heads(self, zoom: float) -> QRectF:
        """Where the heads of the arrows are that end at the same box."""
        size, (first, last) = HEAD / zoom, self._curve.heads
        tip, half = self._curve.tip.x(), SLIM * HEAD / zoom
        return QRectF(tip - size, first - half, size, last - first + 2 * half)

    def _letters(self, zoom: float) -> Letters:
        return letters(LABEL, zoom, bold=self.look.now)


def label_room(zoom: float) -> float:
    """Return how wide a label may be, in pixels of the design."""
    return GAP - 2 * _BESIDE - _APART
