"""What becomes of each learning rate: one point for every stop of the slider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QComboBox

from playground.app.controls.slider import CalmComboBox
from playground.app.numbers_text import count_text, exact_text
from playground.app.session import Session
from playground.app.sweep_plots.kinds import KINDS, kinds_of
from playground.app.sweep_plots.measures import MEASURES, TIPS, Measured, measured
from playground.app.sweep_plots.page import Page
from playground.app.sweep_plots.points import Points
from playground.app.sweep_plots.questions import Questions
from playground.app.sweep_plots.rate_axis import RateAxis
from playground.app.sweep_plots.rate_plot import RatePlot
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.later_rates import swept_text
from playground.core.mistakes import without_limit
from playground.core.sweep_words import became, best_text

if TYPE_CHECKING:
    from playground.core.swept import Sweep


class OutcomePage(Page):
    """One measure of every run of the sweep; a press or a drag runs the nearest of them."""

    def __init__(self, session: Session, questions: Questions) -> None:
        self.measures = CalmComboBox("What is measured of each run")
        plot = RatePlot("Outcome against learning rate", "loss")
        super().__init__(session, questions, plot, self.measures)
        self.measures.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.measures.addItems(list(MEASURES))
        for place, tip in enumerate(TIPS):
            self.measures.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.points = Points()
        self.plot.getViewBox().addItem(self.points, ignoreBounds=True)
        self.measure = MEASURES[0]
        self.shown: Measured | None = None
        self.sweep: Sweep | None = None
        self._drawn: object = None
        self._rates: tuple[float, ...] = ()
        mouse = self.plot.mouse
        mouse.pressed.connect(self._take)
        mouse.dragged.connect(self._take)
        self.measures.currentTextChanged.connect(self._show_measure)
        mouse.away.connect(lambda: self.points.ring(None))

    def draw(self, view: View) -> None:
        """Show the view."""
        self.view = view
        rates = self.questions.rates(view)
        answer = self.questions.sweep(view)
        broken = answer.result is None and answer.failure not in ("", "stopped")
        if rates != self._rates or (broken and self.sweep is not None):
            self._begin(rates)  # of what cannot be worked out, nothing earlier stays
        if answer.result is not None:
            self._show(answer.result, float(view.loss[0]))
        self.points.fade(answer.result is None)
        theory = self.questions.theory(view)
        self.plot.show_lines([*self.theory_lines(theory), self.current])
        self.say(self._sentence(), answer)

    def read_out(self, place: QPointF) -> None:
        """Say what became of the learning rate nearest to the pointer."""
        run = self._nearest(place)
        if run is None or self.sweep is None or self.shown is None:
            self.points.ring(None)
            self.plot.readout.hide()
            return
        self.points.ring(run)
        rate = exact_text(float(self.sweep.learning_rate[run]))
        lines = [f"learning rate {rate}", self.shown.text(run), became(self.sweep, run)]
        self.plot.readout.show_at(place.toPoint(), "\n".join(lines))

    def paint_with(self, theme: Theme) -> None:
        super().paint_with(theme)
        self.points.paint_with(theme)

    def _show_measure(self, name: str) -> None:
        self.measure = name
        self._redraw()

    def _begin(self, rates: tuple[float, ...]) -> None:
        """Begin with other learning rates: the points of the old ones say nothing of these."""
        self._rates, self.sweep, self.shown, self._drawn = rates, None, None, None
        self.points.show_points(np.empty((0, 2)), np.empty(0, np.int64))
        self.key.show_entries(())
        self.plot.frame(RateAxis(rates[0], rates[-1], log=True), (0.0, 1.0), lambda _most: [])

    def _show(self, sweep: Sweep, start: float) -> None:
        if self._drawn == (id(sweep), self.measure):
            return
        self.sweep = sweep  # kept, so that its id is of no other
        self._drawn = (id(sweep), self.measure)
        self.shown = found = measured(sweep, self.measure, start)
        rates = RateAxis(float(sweep.learning_rate[0]), float(sweep.learning_rate[-1]), log=True)
        self.plot.frame(rates, found.up, found.ticks)
        self.plot.left.set_title(found.title)
        kinds = kinds_of(sweep)
        places = np.column_stack([rates.place(sweep.learning_rate), found.places])
        self.points.show_points(places, kinds)
        self.key.show_entries([KINDS[place] for place in np.unique(kinds)])
        self.plot.summarize(self._sentence())

    def _sentence(self) -> str:
        if self.sweep is None:
            return f"{len(self._rates)} learning rates, one run each"
        text = f"{len(self._rates)} runs of {count_text(self.sweep.experiment.steps)} steps"
        if held := swept_text(self.sweep.experiment):
            text = f"{text}, {held}"
        never = without_limit(self.sweep.experiment.mistakes)
        if never:
            return f"{text}. {never}"
        if self.sweep.best is None:
            return f"{text}. {best_text(self.sweep)}"
        # The answer first: where there is little room the rest is cut.
        return f"{best_text(self.sweep)}. {text}"

    def _take(self, place: QPointF) -> None:
        if self.view is not None:
            rates = np.array(self._rates)
            away = np.abs(self.plot.rates.place(rates) - self.plot.data_at(place)[0])
            self.choose(float(rates[np.argmin(away)]))
        self.read_out(place)

    def _nearest(self, place: QPointF) -> int | None:
        if self.sweep is None or not (self.plot.inside(place) or self.plot.mouse.down):
            return None
        away = np.abs(self.points.places[:, 0] - self.plot.data_at(place)[0])
        return int(np.argmin(away))
