"""Where the graph is looked at: zoom around the pointer, drag, walk along its edges by keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
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
from playground.app.graph.node_item import NodeItem
from playground.app.graph.picture import GraphPicture
from playground.app.theme import Theme, current_theme

_STEP = 1.2  # times as large at each notch of the wheel
_SMALLEST, _LARGEST = 0.15, 4.0  # of the design's size
_LEGIBLE = 0.42  # to fit, a graph is made no smaller than this: the rest is dragged to …
_SQUEEZED = 0.37  # … unless a little less shows all of its width
_ROOMY = 1.4  # to fit, a small graph is made no larger than this
_TINIEST = 0.02  # of the design's size, where there is hardly any room yet
_MARGIN = 8
_DRAG_PX = 4
_NEAR_PX = 24  # of the edge: what the step is at is shown with so much around it


class Canvas(QGraphicsView):
    """Shows a GraphPicture.

    picked: an item was clicked, −1 for none. opened: one is to be unfolded, or folded again.
    pressed: a key that is not about zoom.
    """

    picked = Signal(int)
    opened = Signal(int)
    pressed = Signal(Qt.Key)

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

    def fit(self) -> None:
        """Show the graph as large as can be read: of a large one what begins at theta."""
        self._fit(whole=False)

    def fit_whole(self) -> None:
        """Show the whole graph, however small that makes it."""
        self._fit(whole=True)

    def _fit(self, whole: bool) -> None:
        drawn, scale = self.picture.whole, current_theme().scale
        if drawn.isEmpty():
            return
        room = self.viewport().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        across, down = room.width() / drawn.width(), room.height() / drawn.height()
        least = across if _SQUEEZED <= across / scale <= _LEGIBLE else _LEGIBLE * scale
        zoom = max(min(across, down), _TINIEST if whole else least)
        zoom = min(zoom, _ROOMY * scale)
        self.resetTransform()
        self.scale(zoom, zoom)
        self.fitted, self._whole = True, whole
        self._centre(
            _from_start(
                drawn, self.picture.start, QSizeF(room.width() / zoom, room.height() / zoom)
            )
        )

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Draw the graph so many times as large; what is at the pointer stays there."""
        place = at if at is not None else QPointF(self.viewport().rect().center())
        held = self.mapToScene(place.toPoint())
        smallest = min(_SMALLEST, self.zoom)  # as small as the whole of a large graph
        wanted = min(max(self.zoom * factor, smallest), _LARGEST) / self.zoom
        self.scale(wanted, wanted)
        self._move(self.mapFromScene(held) - place.toPoint())
        self.fitted = False

    def look_at(self, place: QRectF) -> None:
        """Bring a part of the graph on screen, if it is not."""
        if place.isEmpty():
            return
        near = _NEAR_PX / self.transform().m11()
        wanted = place.adjusted(-near, -near, near, near)
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        if not seen.contains(wanted):
            self.ensureVisible(place, _NEAR_PX, _NEAR_PX)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.setBackgroundBrush(QColor(theme.surface))
        if self.fitted:
            self._fit(self._whole)
        self.viewport().update()

    def _centre(self, place: QPointF) -> None:
        middle = self.viewport().rect().center()
        self._move(self.mapFromScene(place) - middle)

    def _move(self, by: QPoint) -> None:
        across, up = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + by.x())
        up.setValue(up.value() + by.y())

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
            self._move(by)

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
        if self.fitted:
            self._fit(self._whole)


def _from_start(drawn: QRectF, start: QRectF, seen: QSizeF) -> QPointF:
    """Return the middle of what is seen of the drawn: of too much, what is around the start."""
    middle, across, down = drawn.center(), seen.width() / 2, seen.height() / 2
    if drawn.width() > seen.width():
        middle.setX(drawn.left() + across)
    if drawn.height() > seen.height():
        wanted = max(start.center().y(), drawn.top() + down)
        middle.setY(min(wanted, drawn.bottom() - down))
    return middle


_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
