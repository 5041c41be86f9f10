"""The Compare panel: which optimizer is best here, each at its own best learning rate?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from playground.app.compare_entrants import EntrantsButton, entrant_title, entrants, entry_of
from playground.app.compare_plots import LossesPlot, RatesPlot, Shown, dash_of
from playground.app.compare_table import CompareTable
from playground.app.compare_words import HINT, PAST, UNDER_WAY, comparison_text, summary
from playground.app.focus import by_tab
from playground.app.panel import Panel, note
from playground.app.plots import AxisSwitch
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.app.work_bar import WorkBar
from playground.core.asks import CompareAsk

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.fair_runs import FairRun

STARTS = 5
_DOT, _LEAST, _NARROWEST = 8, 84, 64  # pixels of the design


class ComparePanel(Panel):
    """Runs of several optimizers, each at its own best rate, and the sweeps that found it."""

    name = "compare"
    title = "Compare"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.entrants = EntrantsButton()
        self.scale = AxisSwitch("loss", "Loss")
        self.start = by_tab(QPushButton("Compare"))
        self.start.setToolTip(
            "Find the best learning rate of each; with many steps this takes minutes"
        )
        for widget in (self.entrants, self.start):
            self.switch_row.addWidget(widget)
        self.note = note(HINT)
        self.losses, self.rates = LossesPlot(), RatesPlot()
        self.table, self.work = CompareTable(), WorkBar("Go on")
        self._theme = current_theme()
        self._ask: CompareAsk | None = None
        self._of: object = None  # what the ask is about, as `fair_key` says, and …
        self._now: object = None  # … what a new one would be
        self._run = -1
        self._steps = 1
        self._runs: tuple[FairRun, ...] = ()
        self.shown: tuple[Shown, ...] = ()
        self._lay_out()
        self._listen()

    def draw(self, view: View) -> None:
        """Show the view."""
        if not self.session.is_ready:
            return
        if view.run != self._run:
            self._run = view.run
            self._offer(view.experiment)
            self._now = _key(view.experiment)
        if self._ask is None:
            return
        past = self._of != self._now
        self._fade(past)
        if past:
            self.session.stop_deriving(CompareAsk)  # nobody waits for it
            self.note.setText(HINT)
            self.work.show_work(PAST if self.shown else "", None)
            return
        answer = self.session.derive(self._ask)
        runs = answer.result
        if runs is not None and runs is not self._runs:
            self._runs, self._steps = runs, view.steps
            self._show(first=not self.shown)
        stopped = answer.failure == "stopped"
        text = (
            "Stopped"
            if stopped
            else answer.failure or comparison_text(self.shown, self._steps, STARTS)
        )
        if not answer.finished:
            done = len(self._runs)
            text = f"{done} of {len(self._ask.entrants)} optimizers are compared{self._next(done)}"
        self.work.show_work(text, None if answer.finished else answer.share, stopped)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for part in (self.losses, self.rates, self.table, self.work):
            part.paint_with(theme)
        self.table.share(self.height())
        self.entrants.setMinimumWidth(theme.px(_NARROWEST))
        for plot in (self.losses, self.rates):
            plot.setMinimumHeight(theme.px(_LEAST))
        self._show(first=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.share(self.height())

    def _offer(self, experiment: Experiment) -> None:
        optimizers = self.session.catalogue.optimizers
        self.entrants.offer(
            [
                (one, entrant_title(one), entry_of(one).help)
                for one in entrants(optimizers, experiment)
            ]
        )

    def _begin(self) -> None:
        """Compare what is chosen, for the experiment on screen."""
        if not self.session.is_ready or not self.entrants.chosen:
            return
        attempt = 0 if self._ask is None else self._ask.attempt + 1
        self._ask = CompareAsk(self.entrants.chosen, STARTS, attempt)
        self._of = _key(self.session.experiment)
        self._runs, self.shown = (), ()
        self.note.setText(UNDER_WAY)
        self._reveal(False)
        self._redraw()

    def _show(self, first: bool) -> None:
        """Draw the runs that there are; the first ones choose the kind of axis."""
        runs, theme = self._runs, self._theme
        if not runs:
            return
        self.shown = tuple(
            Shown(run, entrant_title(run.entrant), theme.runs[slot % 8], dash_of(slot))
            for slot, run in enumerate(runs)
        )
        if first:
            self._choose_axis()
        log = self.scale.log.isChecked()
        self.losses.show_runs(self.shown, self._steps, log)
        self.rates.show_runs(self.shown, log, theme.px(_DOT), STARTS)
        self.table.show_runs(self.shown)
        for plot in (self.losses, self.rates):
            plot.summarize(summary(self.shown))
        self._reveal(True)

    def _choose_axis(self) -> None:
        """Losses are seen best by their powers of ten, unless some are below 0."""
        self.scale.suggest(all((run.loss >= 0).all() for run in self._runs))

    def _reveal(self, there: bool) -> None:
        """Show the runs, or the note while there are none."""
        self.note.setVisible(not there)
        for part in (self.losses, self.rates, self.table, self.scale):
            part.setVisible(there)

    def _fade(self, faded: bool) -> None:
        for part in (self.losses, self.rates, self.table):
            part.fade(faded)

    def _point_out(self, place: int) -> None:
        for plot in (self.losses, self.rates):
            plot.point_out(place)

    def _next(self, done: int) -> str:
        """Name the one that is worked on."""
        assert self._ask is not None
        if done >= len(self._ask.entrants):
            return ""
        entrant = self._ask.entrants[done]
        return f", now {entrant_title(entrant)}"

    def _open(self, place: int) -> bool:
        """Show a run; False if that is refused."""
        experiment = self.shown[place].run.contender.experiment
        if experiment is None or experiment == self.session.experiment:
            return True
        return self.session.show(experiment)

    def _pin(self, place: int) -> None:
        if self._open(place):
            self.session.pins.pin()

    def _turn(self) -> None:
        self._show(first=False)

    def _resume(self) -> None:
        if self._ask is not None:
            self._ask = CompareAsk(self._ask.entrants, STARTS, self._ask.attempt + 1)
            self._redraw()

    def _cancel(self) -> None:
        self.session.stop_deriving(CompareAsk)
        self._redraw()

    def _redraw(self) -> None:
        if self.session.view is not None:
            self.draw(self.session.view)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(12, 0, 12, 4)
        plots = QHBoxLayout()
        plots.setSpacing(8)
        plots.addWidget(self.losses, 1)
        plots.addWidget(self.rates, 1)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.note, 1)
        self.body.addLayout(plots, 3)
        self.body.addWidget(self.table, 2)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.work, 1)
        below.addWidget(self.scale)
        self.body.addLayout(below)
        self._reveal(False)

    def _listen(self) -> None:
        self.start.clicked.connect(self._begin)
        self.scale.turned.connect(self._turn)
        self.table.open_asked.connect(self._open)
        self.table.pin_asked.connect(self._pin)
        self.table.pointed_at.connect(self._point_out)
        self.work.cancel_asked.connect(self._cancel)
        self.work.resume_asked.connect(self._resume)


def _key(experiment: Experiment) -> object:
    # Here, since it brings torch, which is there by now.
    from playground.core.fair_runs import fair_key

    return fair_key(experiment)
