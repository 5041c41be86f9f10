"""A plot against the learning rate: the current one on it, its mouse, and a read-out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from playground.app.palette import Theme
from playground.app.plots.base import Plot
from playground.app.plots.readout import Readout
from playground.app.sweep_plots.rate_axis import RateAxis
from playground.app.sweep_plots.uprights import Upright, Uprights
from playground.app.theme import current_theme

NEAR_PX = 7  # of the current learning rate's line: there it can be taken

TickSource = Callable[[int], list[tuple[float, str]]]


class Mouse(QObject):
    """Watches the mouse over a plot; every place is one of the plot's widget.

    looked: the pointer is here; away: it has left. pressed, dragged, released: with the left
    button, begun on the plot. doubled: pressed twice. wheeled: turned by so many notches.
    """

    looked = Signal(QPointF)
    away = Signal()
    pressed = Signal(QPointF)
    dragged = Signal(QPointF)
    released = Signal(QPointF)
    doubled = Signal(QPointF)
    wheeled = Signal(QPointF, float)

    def __init__(self, plot: RatePlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.down = False
        plot.setMouseTracking(True)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse events of the plot, which then does nothing of its own with them."""
        if event.type() == QEvent.Type.Leave:
            self.away.emit()
            return False
        if isinstance(event, QWheelEvent):
            self.wheeled.emit(event.position(), event.angleDelta().y() / 120)
            return True
        if isinstance(event, QMouseEvent):
            self._take(event)
            return True
        return False

    def _take(self, event: QMouseEvent) -> None:
        kind, left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseMove:
            (self.dragged if self.down else self.looked).emit(event.position())
        elif not self._plot.inside(event.position()) and not self.down:
            return
        elif kind == QEvent.Type.MouseButtonPress and left:
            self.down = True
            self.pressed.emit(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and left and self.down:
            self.down = False
            self.released.emit(event.position())
        elif kind == QEvent.Type.MouseButtonDblClick and left:
            self.down = False
            self.doubled.emit(event.position())


class RatePlot(Plot):
    """Something against the learning rate, with upright lines and a read-out.

    `bottom` names another quantity above 0 in its place.
    """

    def __init__(self, name: str, left: str, bottom: str = "learning rate") -> None:
        super().__init__(name, bottom, left)
        self._of = bottom
        self.rates = RateAxis(1e-3, 10.0, log=True)
        self._framed: object = None
        self.setMouseEnabled(False, False)
        self.getViewBox().disableAutoRange()
        self.uprights = Uprights()
        self.getViewBox().addItem(self.uprights, ignoreBounds=True)
        self.mouse, self.readout = Mouse(self), Readout(self)
        self.mouse.away.connect(self.readout.hide)
        RatePlot.paint_with(self, current_theme())

    def frame(self, rates: RateAxis, up: tuple[float, float], ticks: TickSource) -> None:
        """Show these learning rates and the y axis from up to up, with its ticks."""
        if (key := (rates, up, ticks(6))) == self._framed:
            return
        self._framed, self.rates = key, rates
        self.getViewBox().setRange(xRange=rates.range, yRange=up, padding=0)
        self.bottom.set_ticks(rates.ticks)
        self.bottom.set_title(f"{self._of} (log)" if rates.log else self._of)
        self.left.set_ticks(ticks)

    def show_lines(self, lines: Sequence[Upright]) -> None:
        """Show these lines; one beyond the ends of the axis is not seen."""
        self.uprights.show_lines(lines)

    def data_at(self, place: QPointF) -> tuple[float, float]:
        """Return the place of the axes at a place of the widget."""
        found = self.getViewBox().mapSceneToView(self.mapToScene(place.toPoint()))
        return found.x(), found.y()

    def widget_at(self, x: float, y: float) -> QPointF:
        """Return the place of the widget at a place of the axes."""
        scene = self.getViewBox().mapViewToScene(QPointF(x, y))
        return QPointF(self.mapFromScene(scene))

    def rate_at(self, place: QPointF) -> float:
        """Return the learning rate at a place of the widget."""
        return self.rates.rate(self.data_at(place)[0])

    def inside(self, place: QPointF) -> bool:
        """Whether a place of the widget is on the plot."""
        area = self.getViewBox().sceneBoundingRect()
        return bool(area.contains(self.mapToScene(place.toPoint())))

    def near_line(self, place: QPointF) -> bool:
        """Whether the line that can be dragged is within reach of a place of the widget."""
        held = [line.place for line in self.uprights.lines if line.held]
        reach = NEAR_PX * current_theme().scale
        return any(abs(self.widget_at(x, 0.0).x() - place.x()) <= reach for x in held)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        super().paint_with(theme)
        self.uprights.paint_with(theme)
        self.readout.paint_with(theme)
