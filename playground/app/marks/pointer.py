"""What the mouse does on a landscape: look, take the start, put it elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from playground.app.marks import shapes
from playground.app.marks.pixels import Canvas, Pixels, pixels_of

_REACH = 16  # pixels around the start ring within which it is taken
_LEFT = Qt.MouseButton.LeftButton


class Pointer(Canvas):
    """The crosshair, and the signals of the mouse; places are in data.

    looked: the pointer is here. away: it has left the plot.
    dragged: the start is to be here; released: and there it stays. clicked: put it here.
    """

    looked = Signal(float, float)
    away = Signal()
    dragged = Signal(float, float)
    released = Signal()
    clicked = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(100)
        self.start: tuple[float, float] = (math.nan, math.nan)
        self.holding = False
        self.may_move: Callable[[], bool] = lambda: True  # whether the start is to be had at all
        self.crossed = True  # a crosshair with both lines; else only the upright one
        self._at: QPointF | None = None  # on the screen

    @property
    def pixels(self) -> Pixels:
        """Where data lie on the screen now."""
        return pixels_of(self.sceneTransform(), self.boundingRect())

    @property
    def here(self) -> tuple[float, float] | None:
        """Where the pointer is in data now, also if the view has moved below it."""
        return None if self._at is None else self.place(self._at)

    def reaches(self, scene: QPointF) -> bool:
        """Whether the start is within reach of a place on the screen."""
        start = self.pixels(self.start)
        distance = math.hypot(start[0] - scene.x(), start[1] - scene.y())
        return bool(distance <= self.theme.px(_REACH))

    def _takes(self, scene: QPointF) -> bool:
        return self.may_move() and self.reaches(scene)

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if self._at is None:
            return
        x, y = self._at.x(), self._at.y()
        if not pixels.holds(np.array([x, y])):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(shapes.line_pen(self.theme.muted, 1))
        painter.drawLine(QPointF(x, pixels.top), QPointF(x, pixels.top + pixels.height))
        if self.crossed:
            painter.drawLine(QPointF(pixels.left, y), QPointF(pixels.left + pixels.width, y))

    def place(self, scene: QPointF) -> tuple[float, float]:
        """Return the data at a place on the screen."""
        pixels = self.pixels
        x = (scene.x() - pixels.shift[0]) / pixels.scale[0]
        y = (scene.y() - pixels.shift[1]) / pixels.scale[1]
        return (x, y)

    def _look(self, at: QPointF | None) -> None:
        self._at = at
        self.update()
        if at is None:
            self.away.emit()
        else:
            self.looked.emit(*self.place(at))

    def hoverEvent(self, event: pg.GraphicsScene.mouseEvents.HoverEvent) -> None:
        if event.isExit():
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self._look(None)
            return
        near = self._takes(event.scenePos())
        if near:
            event.acceptDrags(_LEFT)
        shape = Qt.CursorShape.OpenHandCursor if near else Qt.CursorShape.CrossCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        self._look(event.scenePos())

    def mouseDragEvent(self, event: pg.GraphicsScene.mouseEvents.MouseDragEvent) -> None:
        if event.button() != _LEFT:
            event.ignore()
            return
        if event.isStart():
            self.holding = self._takes(event.buttonDownScenePos())
        if not self.holding:
            event.ignore()  # the view moves instead
            return
        event.accept()
        self.dragged.emit(*self.place(event.scenePos()))
        if event.isFinish():
            self.holding = False
            self.released.emit()

    def mouseClickEvent(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        if event.button() != _LEFT or event.double():
            event.ignore()
            return
        event.accept()
        if self.may_move():
            self.clicked.emit(*self.place(event.scenePos()))
