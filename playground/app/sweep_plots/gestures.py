"""What the mouse means over the final values: zoom, run a rate, drag the line, go home."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QTimer, Signal
from PySide6.QtWidgets import QApplication, QRubberBand

from playground.app.sweep_plots.rate_plot import RatePlot

_NOTCH = 0.8  # of the range is left by one notch of the wheel
_DRAG_PX = 6  # a shorter drag is a click


class Gestures(QObject):
    """Reads the plot's mouse.

    zoomed: show another part, (low, high) across and up. chosen: run this learning rate. homed:
    show the usual part. Where `is_zoomed`, a click waits whether a second one comes.
    """

    zoomed = Signal(object, object)
    chosen = Signal(float)
    homed = Signal()

    def __init__(self, plot: RatePlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self.is_zoomed = False
        self._pressed = QPointF()
        self._holding = False
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, plot.viewport())
        self._clicked = QTimer(self, singleShot=True)
        self._clicked.timeout.connect(self._choose_clicked)
        mouse = plot.mouse
        mouse.pressed.connect(self._press)
        mouse.dragged.connect(self._drag)
        mouse.released.connect(self._release)
        mouse.doubled.connect(self._go_home)
        mouse.wheeled.connect(self._wheel)

    def _press(self, place: QPointF) -> None:
        self._pressed, self._holding = place, self._plot.near_line(place)

    def _drag(self, place: QPointF) -> None:
        if self._holding:
            self.chosen.emit(self._plot.rate_at(place))
            return
        self._band.setGeometry(QRect(self._pressed.toPoint(), place.toPoint()).normalized())
        self._band.show()

    def _release(self, place: QPointF) -> None:
        held, self._holding = self._holding, False
        dragged = self._band.isVisible()
        self._band.hide()
        if held:
            return
        far = place - self._pressed
        if dragged and max(abs(far.x()), abs(far.y())) >= _DRAG_PX:
            self._zoom(place, abs(far.x()) >= _DRAG_PX, abs(far.y()) >= _DRAG_PX)
        elif far.manhattanLength() < _DRAG_PX:
            # Only where a second click would mean something, wait whether it comes.
            self._clicked.start(QApplication.doubleClickInterval() if self.is_zoomed else 0)

    def _zoom(self, place: QPointF, wide: bool, tall: bool) -> None:
        """Show the rectangle; along an axis on which it is hardly anything all stays."""
        across, up = self._plot.getViewBox().viewRange()
        (x, y), (other, level) = (self._plot.data_at(at) for at in (self._pressed, place))
        self.zoomed.emit(
            (min(x, other), max(x, other)) if wide else tuple(across),
            (min(y, level), max(y, level)) if tall else tuple(up),
        )

    def _choose_clicked(self) -> None:
        self.chosen.emit(self._plot.rate_at(self._pressed))

    def _go_home(self) -> None:
        self._clicked.stop()
        self.homed.emit()

    def _wheel(self, place: QPointF, notches: float) -> None:
        if not self._plot.inside(place):
            return
        part = _NOTCH**notches
        (left, right), (low, high) = self._plot.getViewBox().viewRange()
        x, y = self._plot.data_at(place)
        self.zoomed.emit(
            (x - part * (x - left), x + part * (right - x)),
            (y - part * (y - low), y + part * (high - y)),
        )
