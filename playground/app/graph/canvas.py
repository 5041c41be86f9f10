"""Where the graph is looked at: zoom around the pointer, drag, walk along its edges by keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip

from playground.app.escape import tip
from playground.app.graph.edge_item import EdgeItem
from playground.app.graph.framing import framed, readable
from playground.app.graph.node_item import NodeItem
from playground.app.graph.picture import GraphPicture
from playground.app.theme import Theme, current_theme

_STEP = 1.2  # times as large at each notch of the wheel
_SMALLEST, _LARGEST = 0.15, 4.0  # of the design's size
_MARGIN = 8
_DRAG_PX = 4
_NEAR_PX = 24  # of the edge: what the step is at is shown with so much around it


class Canvas(QGraphicsView):
    """Shows a GraphPicture.

    picked: an item was clicked, −1 for none. opened: one is to be unfolded, or folded again.
    pressed: a key that is not about zoom. resized: there is more room, or less.
    """

    picked = Signal(int)
    opened = Signal(int)
    pressed = Signal(Qt.Key)
    resized = Signal()

    def __init__(self) -> None:
        self.picture = GraphPicture()
        super().__init__(self.picture)
        self.fitted = True  # until a person zooms or drags
        self._whole = False  # whether all of it was asked for
        self.tell_node: Callable[[int], str] = lambda item: ""
        self.tell_edge: Callable[[tuple[int, ...]], str] = lambda edges: ""
        self._from: QPoint | None = None
        self._dragged = False
        self._keys: frozenset[Qt.Key] = frozenset()
        self.setAccessibleName("Graph of operations")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not by the wheel, which only zooms
        self.setMinimumSize(40, 40)

    def take_keys(self, *keys: Qt.Key) -> None:
        """Hand these keys on; all others but those of the zoom are the window's."""
        self._keys = frozenset(keys)

    @property
    def zoom(self) -> float:
        """How large the graph is drawn: 1 is the size of the design at any scale of text."""
        return self.transform().m11() / current_theme().scale

    @property
    def holds(self) -> tuple[int, int]:
        """How many layers, and places in each, there is room for where they can be read."""
        return readable(self._room, current_theme().scale)

    def fit(self) -> None:
        """Show the graph as large as can be read: of a large one what begins at theta."""
        self._fit(whole=False)

    def fit_whole(self) -> None:
        """Show the whole graph, however small that makes it."""
        self._fit(whole=True)

    def refit(self) -> None:
        """Show as much as before of a graph that is drawn in another way or in other room."""
        if self.fitted:
            self._fit(self._whole)

    @property
    def _room(self) -> QRect:
        return self.viewport().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def _fit(self, whole: bool) -> None:
        drawn, scale = self.picture.whole, current_theme().scale
        if drawn.isEmpty():
            return
        zoom, middle = framed(drawn, self.picture.start, self._room, scale, whole)
        self.resetTransform()
        self.scale(zoom, zoom)
        self.fitted, self._whole = True, whole
        self._centre(middle)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Draw the graph so many times as large; what is at the pointer stays there."""
        place = at if at is not None else QPointF(self.viewport().rect().center())
        held = self.mapToScene(place.toPoint())
        smallest = min(_SMALLEST, self.zoom)  # as small as the whole of a large graph
        wanted = min(max(self.zoom * factor, smallest), _LARGEST) / self.zoom
        self.scale(wanted, wanted)
        self._move(self.mapFromScene(held) - place.toPoint())
        self.fitted = False

    def look_at(self, place: QRectF, most: QPointF | None = None) -> None:
        """Bring a part of the graph on screen; of one too large what matters most."""
        if place.isNull():  # that of a straight curve is only flat
            return
        near = _NEAR_PX / self.transform().m11()
        wanted = place.adjusted(-near, -near, near, near)
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        if seen.contains(wanted) or seen.contains(self.picture.whole):
            return
        if most is not None and (wanted.width() > seen.width() or wanted.height() > seen.height()):
            place = QRectF(-near, -near, 2 * near, 2 * near).translated(most)
        self.ensureVisible(place, _NEAR_PX, _NEAR_PX)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.setBackgroundBrush(QColor(theme.surface))
        self.refit()
        self.viewport().update()

    def _centre(self, place: QPointF) -> None:
        middle = self.viewport().rect().center()
        self._move(self.mapFromScene(place) - middle)

    def _move(self, by: QPoint) -> None:
        across, up = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + by.x())
        up.setValue(up.value() + by.y())

    def _in_reach(self, by: QPoint) -> QPoint:
        """Return as much of a drag as leaves some of the graph in the middle of the view."""
        drawn = self.mapFromScene(self.picture.whole).boundingRect()
        middle = self.viewport().rect().center()
        left, right = drawn.left() - middle.x(), drawn.right() - middle.x()
        above, below = drawn.top() - middle.y(), drawn.bottom() - middle.y()
        return QPoint(
            min(max(by.x(), min(left, 0)), max(right, 0)),
            min(max(by.y(), min(above, 0)), max(below, 0)),
        )

    def node_at(self, place: QPoint) -> int:
        """Return the item at a place of the widget, −1 for none."""
        found = [item for item in self.items(place) if isinstance(item, NodeItem)]
        return found[0].index if found else -1

    def _told_at(self, place: QPoint) -> str:
        """What there is to say of the box or the curve at a place of the widget."""
        for item in self.items(place):
            if isinstance(item, NodeItem):
                return self.tell_node(item.index)
            if isinstance(item, EdgeItem):
                return self.tell_edge(item.curve.edges)
        return ""

    # -- Qt --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return self.minimumSize()  # not that of all that it can be dragged to

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tip(self._told_at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from, self._dragged = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._from is None:
            super().mouseMoveEvent(event)
            return
        by = self._from - here
        if self._dragged or by.manhattanLength() > _DRAG_PX:
            self._dragged, self._from, self.fitted = True, here, False
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._move(self._in_reach(by))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is not None and not self._dragged:
            found = self.node_at(event.position().toPoint())
            self.picked.emit(found)
            if found < 0:
                self.clearFocus()  # the keys play and step again
        self._from = None
        self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.node_at(event.position().toPoint())
        if found >= 0:
            self.opened.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~_HARMLESS
        if plain and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_STEP)
        elif plain and key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _STEP)
        elif plain and key == Qt.Key.Key_0:
            self.fit_whole()
        elif plain and key in self._keys:
            self.pressed.emit(key)
        else:
            event.ignore()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self.hasFocus():
            painter.resetTransform()
            painter.setPen(QColor(current_theme().accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()
        self.resized.emit()


_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
