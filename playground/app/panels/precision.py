"""The Precision panel: what do number formats make of the same run?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from playground.app.panel import Panel
from playground.app.plots import AxisSwitch
from playground.app.precision_plot import FormatsPlot, suits_log
from playground.app.precision_table import FormatsTable
from playground.app.precision_words import precision_text
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.app.work_bar import WorkBar
from playground.core.asks import PrecisionAsk

if TYPE_CHECKING:
    from playground.core.precision import Precise
    from playground.engine.deriving import Derived

_LOW = 450  # pixels of the design: in a panel of less height the plot stands beside the table
_WIDE = 1.5  # times its height: in a narrower panel it stands above
_BOTH = 230  # pixels of the design, for one above the other
_PROGRESS = "{} of 4 number formats are done"
_LEAST = 70  # pixels of the design: a plot of less height shows nothing


class PrecisionPanel(Panel):
    """The run in float64, float32, bfloat16 and float16 side by side."""

    name = "precision"
    title = "Precision"
    patient = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.plot, self.table, self.work = FormatsPlot(), FormatsTable(), WorkBar("Go on")
        self.scale = AxisSwitch("loss", "Loss")
        self.switch_row.addWidget(self.scale)
        self.shown: tuple[Precise, ...] = ()
        self._attempt = 0
        self._working = False
        self.body.addWidget(self.work)
        self.parts = spaced(QBoxLayout(QBoxLayout.Direction.RightToLeft), current_theme(), 8)
        self.parts.addWidget(self.plot, 1)
        self.parts.addWidget(self.table, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.parts, 1)
        self.scale.turned.connect(self._turn)
        self.table.chosen.connect(self._choose)
        self.work.cancel_asked.connect(self._cancel)
        self.work.resume_asked.connect(self._resume)
        session.frame.connect(self._rest_if_covered)

    def draw(self, view: View) -> None:
        """Show the view."""
        if not self.session.is_ready:
            return
        self.table.mark(self.session.experiment.dtype)
        answer = self.session.derive(PrecisionAsk(self._attempt))
        self._working = not answer.finished
        # Quick ones are shown when all are there; of slow ones each when it is.
        slow = not self.work.bar.isHidden()
        if answer.result and answer.result is not self.shown and (answer.finished or slow):
            self._show(answer.result)
        if answer.failure not in ("", "stopped") and not answer.result:
            self._show(())
        # What stands there is of the experiment before, as long as nothing of this one is.
        past = answer.result is not self.shown and (slow or answer.finished)
        for part in (self.plot, self.table):
            part.fade(past and bool(self.shown))
        self._say(answer, slow)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self.plot, self.table, self.work):
            part.paint_with(theme)
        self.plot.setMinimumHeight(theme.px(_LEAST))
        self._draw_plot()

    def _say(self, answer: Derived, slow: bool) -> None:
        if answer.finished:
            stopped = answer.failure == "stopped"
            text = "Stopped" if stopped else answer.failure or precision_text(self.shown)
            self.work.show_work(text, None, stopped)
            return
        done = len(answer.result or ())
        before = self.work.label.text()
        # Quick ones do not flicker between two sentences.
        text = before if before not in ("", "Stopped") and not slow else _PROGRESS.format(done)
        self.work.show_work(text, answer.share)

    def _show(self, shown: tuple[Precise, ...]) -> None:
        self.shown = shown
        if shown:
            self.scale.suggest(suits_log(shown))
        self.table.show_runs(shown, self.session.experiment.dtype)
        self._draw_plot()

    def _draw_plot(self) -> None:
        if self.shown or self.plot.lines:
            self.plot.show_runs(self.shown, self.scale.log.isChecked())

    def _turn(self) -> None:
        self._draw_plot()

    def _choose(self, dtype: str) -> None:
        error = self.session.edit(dtype=dtype)
        if error:
            self.session.refused.emit(error)

    def _cancel(self) -> None:
        self.session.stop_deriving(PrecisionAsk)
        self._redraw()

    def _resume(self) -> None:
        self._attempt += 1
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < current_theme().px(_LOW) and self.width() > _WIDE * self.height()
        way = QBoxLayout.Direction
        self.parts.setDirection(way.RightToLeft if low else way.TopToBottom)
        self.parts.setStretch(1, 2 if low else 0)
        # With large text there is room for both when the panel is maximised.
        self.plot.setVisible(low or self.height() >= current_theme().px(_BOTH))
        self._draw_plot()

    def _redraw(self) -> None:
        if self.session.view is not None:
            self.draw(self.session.view)

    def _rest_if_covered(self) -> None:
        """Compute nothing that nobody sees; it is asked for anew when it is seen."""
        if self._working and self.visibleRegion().isEmpty():
            self._working = False
            self.session.stop_deriving(PrecisionAsk)
            self._attempt += 1

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest_if_covered()
