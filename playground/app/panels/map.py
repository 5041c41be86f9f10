"""The Map panel: where does each start, or each setting, lead?"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication

from playground.app.map_axes import Choice, choices
from playground.app.map_part import MapPart
from playground.app.map_pickers import MapPickers
from playground.app.map_sheet import MapSheet
from playground.app.map_sight import Sight
from playground.app.numbers_text import count_text
from playground.app.panel import Panel
from playground.app.session import Session
from playground.app.theme import Theme
from playground.app.view import View
from playground.app.work_bar import WorkBar
from playground.core.asks import MapAsk
from playground.core.maps import BasinMap
from playground.core.mistakes import without_limit


class MapPanel(Panel):
    """One descent for each pixel; a click opens that descent as the run."""

    name = "map"
    title = "Map"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pickers = MapPickers(self.switch_row)
        self.sheet, self.work = MapSheet(), WorkBar("Go on")
        self.plot = self.sheet.plot
        self.part = MapPart(self.plot)
        self._view: View | None = None
        self._offered: object = None
        self._loss: object = None
        self._working = False
        self._clicked = QTimer(self, singleShot=True)
        self._click = (0.0, 0.0)
        self.body.addWidget(self.sheet, 1)
        self.body.addWidget(self.work)
        self._listen()

    def draw(self, view: View) -> None:
        """Show the view."""
        self._view = view
        if not self.session.is_ready:
            return
        self._offer(view)
        across, up = self.pickers.chosen
        self.plot.marks.show_start((across.of(view.experiment), up.of(view.experiment)))
        self._ask(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.pickers.paint_with(theme)
        self.sheet.paint_with(theme)
        self.work.paint_with(theme)

    # -- which map ---------------------------------------------------------------------------

    def _offer(self, view: View) -> None:
        """Offer what can vary, if that is not the same as before."""
        experiment = view.experiment
        loss = (view.entry, tuple(experiment.loss_settings.items()), len(view.parameters))
        offered = (loss, experiment.optimizer)
        if offered == self._offered:
            return
        same_loss, self._offered, self._loss = loss == self._loss, offered, loss
        before = [choice.name for choice in self.pickers.chosen] if same_loss else []
        self.pickers.offer(self._choices(view), keep=same_loss)
        if [choice.name for choice in self.pickers.chosen] != before:
            self._begin()

    def _choices(self, view: View) -> list[Choice]:
        return choices(view.experiment, view.experiment.optimizer_entry.settings)

    def _begin(self) -> None:
        """Begin with other axes: nothing of the old map stays."""
        self.sheet.forget()
        self.plot.take_axes(*self.pickers.chosen)
        self.part.take()

    def _go_home(self) -> None:
        """Return to the usual part of the map."""
        if self._view is not None and self.session.is_ready:
            self._clicked.stop()
            self.pickers.offer(self._choices(self._view), keep=True)
            self.plot.go_home(*self.pickers.chosen)
            self.part.take()
            self._redraw()

    def _ask(self, view: View) -> None:
        elementwise = view.experiment.optimizer_entry.elementwise
        ask = self.part.ask(*self.pickers.chosen, elementwise)
        answer = self.session.derive(ask)
        self._working = not answer.finished
        made, sight = answer.result, self.sheet.sight
        experiment = self.session.experiment  # that of the answer; the view may be older
        if isinstance(made, BasinMap):
            if sight is None or sight.made is not made:
                self.sheet.show_map(Sight(made, *self.pickers.chosen, experiment))
        elif sight is not None:
            self.sheet.date(earlier=not sight.suits(experiment))
            if answer.failure and self.sheet.earlier:
                self.sheet.forget()
        stopped = answer.failure == "stopped"
        text = f"{ask.size} × {ask.size} descents of {count_text(experiment.steps)} steps"
        text = ". ".join(filter(None, (text, without_limit(experiment.mistakes))))
        if stopped:
            text = "Stopped" + (": coarser than it can be" if made is not None else "")
        elif answer.failure:
            text = answer.failure
        self.work.show_work(text, None if answer.finished else answer.share, stopped)

    # -- the mouse ---------------------------------------------------------------------------

    def _press(self, x: float, y: float) -> None:
        """Open a pixel; only where a second click would mean something, wait whether it comes."""
        self._click = (x, y)
        if self.plot.is_home(*self.pickers.chosen):
            self._open()
        else:
            self._clicked.start(QApplication.doubleClickInterval())

    def _open(self) -> None:
        sight = self.sheet.sight
        place = sight.pixel(*self._click) if sight is not None else None
        if sight is None or place is None:
            return
        try:
            experiment = sight.experiment(self.session.experiment, *place)
        except ValueError as error:
            self.session.refused.emit(" ".join(str(error).split()))
            return
        self.session.show(experiment)

    # -- when ---------------------------------------------------------------------------------

    def _moved(self) -> None:
        if self.sheet.sight is not None or self._working:
            self.part.moved()

    def _redraw(self) -> None:
        if self._view is not None and not self.visibleRegion().isEmpty():
            self.draw(self._view)

    def _rest_if_covered(self) -> None:
        """Compute nothing that nobody sees; what is missing is asked for anew when it is seen."""
        if self._working and self.visibleRegion().isEmpty():
            self._working = False
            self.part.again()
            self.session.stop_deriving(MapAsk)

    def _cancel(self) -> None:
        self.session.stop_deriving(MapAsk)
        self._redraw()

    def _resume(self) -> None:
        self.part.again()
        self._redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.part.rest()
        self._clicked.stop()
        self._rest_if_covered()

    def _listen(self) -> None:
        box, pointer = self.plot.getViewBox(), self.plot.pointer
        box.sigRangeChangedManually.connect(self._moved)
        box.sigResized.connect(self._moved)
        pointer.clicked.connect(self._press)
        pointer.doubled.connect(self._go_home)
        self._clicked.timeout.connect(self._open)
        self.part.settled.connect(self._redraw)
        self.pickers.axes_changed.connect(self._change_axes)
        self.pickers.colour_changed.connect(self._recolour)
        self.pickers.reset_asked.connect(self._go_home)
        self.work.cancel_asked.connect(self._cancel)
        self.work.resume_asked.connect(self._resume)
        self.session.frame.connect(self._rest_if_covered)

    def _change_axes(self) -> None:
        self._begin()
        self._redraw()

    def _recolour(self) -> None:
        self.sheet.colour_by(self.pickers.colouring)
