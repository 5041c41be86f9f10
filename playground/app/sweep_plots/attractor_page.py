"""Where descents end up: the last iterates of a parameter against the learning rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QSignalBlocker, QTimer

from playground.app.controls.slider import CalmComboBox
from playground.app.numbers_text import count_text, exact_text
from playground.app.plots.ticks import linear_texts, linear_ticks
from playground.app.session import Session
from playground.app.sweep_plots.cycles import ending
from playground.app.sweep_plots.density import Density, nearest_runs
from playground.app.sweep_plots.final_range import Range, around_limit, height, up_to_lost
from playground.app.sweep_plots.gestures import Gestures
from playground.app.sweep_plots.page import Page
from playground.app.sweep_plots.questions import Questions
from playground.app.sweep_plots.rate_axis import RateAxis
from playground.app.sweep_plots.rate_plot import RatePlot
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.later_rates import swept_text

if TYPE_CHECKING:
    from playground.core.attractors import Attractors

SETTLE_MS = 150  # after the last move of the view, before its part is computed
_FINEST = 1e-9  # of the home range: nothing can be told apart within less


class AttractorPage(Page):
    """Zoom by the wheel or by a drag, go home by a double click; a click runs that rate."""

    def __init__(self, session: Session, questions: Questions) -> None:
        plot = RatePlot("Final values against learning rate", "θ")
        self.parameters = CalmComboBox("The parameter whose final values are shown")
        super().__init__(session, questions, plot, self.parameters)
        self.density = Density()
        plot.getViewBox().addItem(self.density, ignoreBounds=True)
        self.parameter = 0
        self.made: Attractors | None = None
        self.home: Range | None = None
        self.across: Range | None = None  # what is on screen; None: home
        self.up: Range | None = None  # None: all values
        self._asked: Range | None = None
        self._of: object = None
        self._drawn: object = None
        self.gestures = Gestures(plot)
        self.gestures.zoomed.connect(self._zoom)
        self.gestures.chosen.connect(lambda rate: self.choose(self._rounded(rate)))
        self.gestures.homed.connect(self.go_home)
        self.parameters.currentIndexChanged.connect(self._show_parameter)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)

    def draw(self, view: View) -> None:
        """Show the view."""
        self.view = view
        if (key := _question(view)) != self._of:
            self._of = key
            self._offer(view.parameters)
            self.home = self.across = self.up = self._asked = None
        self.plot.left.set_title(view.parameters[self.parameter])
        theory = self.questions.theory(view)
        self._find_home(view)
        if self._asked is not None:
            answer = self.questions.attractors(*self._asked, self.parameter)
            self._show(answer.result)
            self.say(self._sentence(), answer)
        self.plot.show_lines([*self.theory_lines(theory), self.current])

    def go_home(self) -> None:
        """Show the usual range again."""
        self._settling.stop()
        self.across = self.up = None
        self._asked = self.home
        self._drawn = None
        self._redraw()

    def read_out(self, place: QPointF) -> None:
        """Say where the learning rate at the pointer ends up."""
        made = self.made
        if made is None or not made.done or not self.plot.inside(place):
            self.plot.readout.hide()
            return
        rates = made.learning_rate[: made.done]
        runs, outside = nearest_runs(rates, np.array([self.plot.data_at(place)[0]]))
        if outside[0]:
            self.plot.readout.hide()
            return
        run = int(runs[0])
        low, high = self.plot.getViewBox().viewRange()[1]
        lines = [f"learning rate {exact_text(self._rounded(float(rates[run])))}"]
        lines.append(ending(made.values[run], high - low))
        self.plot.readout.show_at(place.toPoint(), "\n".join(lines))

    def paint_with(self, theme: Theme) -> None:
        super().paint_with(theme)
        self.density.paint_with(theme)

    def _offer(self, names: tuple[str, ...]) -> None:
        self.parameter = min(self.parameter, len(names) - 1)
        with QSignalBlocker(self.parameters):
            self.parameters.clear()
            self.parameters.addItems(list(names))
            self.parameters.setCurrentIndex(self.parameter)
        several = len(names) > 1
        self.parameters.setVisible(several)
        self.key.setVisible(several)  # it fills the row

    def _show_parameter(self, number: int) -> None:
        self.parameter, self.up = number, None
        self._redraw()

    # -- which part --------------------------------------------------------------------------

    def _find_home(self, view: View) -> None:
        """Find the range of the first look: around the largest stable rate."""
        if self.home is not None:
            return
        theory = self.questions.theory(view)
        if theory is None:
            self.say("…")
            return
        stability = theory.stability
        if stability is not None and stability.largest is not None:
            self.home = self._asked = around_limit(stability.largest)
            return
        answer = self.questions.sweep(view)
        self.say("…", answer)
        if answer.result is not None:
            self.home = self._asked = up_to_lost(answer.result, self.session.rates.ends[1])

    def _show(self, made: Attractors | None) -> None:
        key = (id(made), None if made is None else made.done, self.across, self.up)
        if key == self._drawn:
            return
        self._drawn = key
        if (
            self.made is None
            or made is None
            or made.values is not self.made.values
            or (made.done != self.made.done)
        ):
            self.density.show_values(made)
        self.made = made
        self.gestures.is_zoomed = self.across is not None
        across = self.across or self.home or (1e-3, 1.0)
        up = self.up or height(made.values[: made.done] if made is not None else np.empty((0, 0)))
        rates = RateAxis(*across, log=False)
        self.plot.frame(rates, up, lambda most: _ticks(up, most))
        self.plot.summarize(self._sentence())

    def _zoom(self, across: Range, up: Range) -> None:
        """Show another part at once, and compute it once the view rests."""
        home = self.home
        if home is None:
            return
        finest = _FINEST * (home[1] - home[0])
        if across[1] - across[0] < finest or up[1] - up[0] < finest:
            return
        self.across, self.up = (max(across[0], 1e-3 * home[0]), across[1]), up
        self._settling.start()
        self._show(self.made)
        self._redraw()

    def _settle(self) -> None:
        if self.across is not None:
            self._asked = self.across
        self._redraw()

    def _sentence(self) -> str:
        made = self.made
        if made is None:
            return "…"
        last = made.values.shape[1]
        held = swept_text(self.view.experiment) if self.view is not None else ""
        return (
            f"The last {last} of {count_text(made.transient + last)} steps, "
            f"{count_text(len(made.learning_rate))} learning rates"
            f"{', ' + held if held else ''}. Drag a rectangle to zoom, double-click back"
        )

    def _rounded(self, rate: float) -> float:
        """The nearest rate of the picture, as a number no longer than it needs to be."""
        low, high = self.plot.rates.range
        gap = (high - low) / self.plot.pixels
        digits = max(2, math.ceil(math.log10(max(rate / gap, 1.0))) + 1)
        return float(f"{rate:.{digits}g}")


def _question(view: View) -> object:
    """What makes another picture altogether: another loss or another optimizer."""
    experiment = view.experiment
    settings = tuple(sorted(experiment.settings.items()))
    return (
        view.entry, settings, experiment.optimizer, experiment.mistakes, len(view.parameters),
    )  # fmt: skip


def _ticks(up: Range, most: int) -> list[tuple[float, str]]:
    step, ticks = linear_ticks(*up, most)
    return list(zip(ticks, linear_texts(ticks, step), strict=True))
