"""What the mouse does on a plot over steps: hovering reads out, pressing and dragging seeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from playground.app.numbers_text import count_text, number_text
from playground.app.plots.readout import Readout
from playground.app.session import Session
from playground.app.view import View

if TYPE_CHECKING:
    from playground.app.plots.steps_plot import StepsPlot

POINTER_MS = 16  # the pointer is answered at most this often
DIGITS = 6


class Pointer(QObject):
    """Watches the mouse over a plot."""

    def __init__(self, plot: StepsPlot, session: Session) -> None:
        super().__init__(plot)
        self.plot, self.session = plot, session
        self.readout = Readout(plot)
        self._place: QPointF | None = None
        self._pressed = self._late = False
        self._soon = QTimer(self, singleShot=True, interval=POINTER_MS)
        self._soon.timeout.connect(self._answer_late)
        plot.setMouseTracking(True)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)

    def refresh(self) -> None:
        """Read out anew: the run has grown or changed under a pointer that stands still."""
        if self._place is not None and not self._pressed:
            self._read_out(self._place)

    def row_at(self, place: QPointF) -> int | None:
        """Return the row nearest to a place in the widget; None where there is no run."""
        view = self.session.view
        if view is None:
            return None
        x = self.plot.getViewBox().mapSceneToView(self.plot.mapToScene(place.toPoint())).x()
        return min(self.plot.places.steps.row(x), view.length - 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse events of the plot, which then does nothing of its own with them."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._place = None
            self.readout.hide()
            self.plot.marks.hide_pointer()
        elif isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonRelease:
                self._answer_late()
                self._pressed = False
            elif kind != QEvent.Type.MouseMove and event.button() == Qt.MouseButton.LeftButton:
                self._pressed = self._inside(event.position())
            self._follow(event.position())
            return True
        return False

    def _inside(self, place: QPointF) -> bool:
        area = self.plot.getViewBox().sceneBoundingRect()
        return bool(area.contains(self.plot.mapToScene(place.toPoint())))

    def _follow(self, place: QPointF) -> None:
        self._place, self._late = place, True
        if not self._soon.isActive():
            self._answer_late()
            self._soon.start()

    def _answer_late(self) -> None:
        if not self._late or self._place is None:
            return
        self._late = False
        row = self.row_at(self._place)
        view = self.session.view
        if self._pressed and row is not None and view is not None and row != view.playhead:
            self.session.seek(row)
        self._read_out(self._place)

    def _read_out(self, place: QPointF) -> None:
        row, view = self.row_at(place), self.session.view
        inside = self._inside(place) or self._pressed
        if row is None or view is None or not inside or not self.plot.shown:
            self.readout.hide()
            self.plot.marks.hide_pointer()
            return
        steps, scale = self.plot.places
        values, level = self.plot.values_of(view), None
        if len(self.plot.shown) == 1 and row < len(values):
            value = float(values[row, self.plot.shown[0].column])
            level = float(scale.place(value)) if scale.shows(value) else None
        self.plot.marks.put_pointer(float(steps.place(row)), level)
        self.readout.show_at(place.toPoint(), self._text(view, row))

    def _text(self, view: View, row: int) -> str:
        values = self.plot.values_of(view)[row : row + 1]
        lines = [f"step {count_text(row)}"]
        lines += [
            f"{curve.name} = {number_text(float(of_row[curve.column]), DIGITS)}"
            for of_row in values
            for curve in self.plot.shown
            if curve.column < len(of_row)
        ]
        for one in self.plot.pinned:
            own = self.plot.values_of(one.pinned.view)
            numbers = (number_text(float(own[row, at]), DIGITS) for at in one.columns)
            if row < len(own):
                lines.append(f"{one.pinned.name}: {', '.join(numbers)}")
        return "\n".join(lines)
