"""The range test beside the truth: one ramp of learning rates, and what whole runs do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt

from playground.app.marks.shapes import line_pen
from playground.app.numbers_text import number_text, short_text
from playground.app.panel import note
from playground.app.plots.arrays import Floats, plot_arrays
from playground.app.plots.dots import EndCross
from playground.app.plots.marks import CROSS
from playground.app.plots.scale import ValueScale, linear_scale, log_scale
from playground.app.session import Session
from playground.app.sweep_plots.key import Sample
from playground.app.sweep_plots.page import Page
from playground.app.sweep_plots.questions import RAMP, SMOOTHING, Questions
from playground.app.sweep_plots.rate_axis import RateAxis
from playground.app.sweep_plots.rate_plot import RatePlot
from playground.app.sweep_plots.uprights import Upright
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.mistakes import without_limit
from playground.core.range_words import judgement

if TYPE_CHECKING:
    from playground.core.range_test import RangeTest
    from playground.core.swept import Sweep

_HIGHEST = 30.0  # times the first loss: beyond, a ramp that explodes leaves the plot
_HEADROOM, _BELOW = 0.3, 0.06  # of the range, for the names of lines


class RangePage(Page):
    """The losses of a ramp, what two rules make of them, and the best of a sweep."""

    def __init__(self, session: Session, questions: Questions) -> None:
        plot = RatePlot("Loss of a range test against learning rate", "loss")
        super().__init__(session, questions, plot)
        self.raw, self.smoothed, self.stop = pg.PlotCurveItem(), pg.PlotCurveItem(), EndCross(CROSS)
        for curve in (self.raw, self.smoothed):
            curve.setSegmentedLineMode("on")  # painted piece by piece: many times as fast
        for item in (self.raw, self.smoothed, self.stop):
            plot.getViewBox().addItem(item, ignoreBounds=True)
        self.stop.hide()
        self.test: RangeTest | None = None
        self.words = note("")
        self.column.insertWidget(2, self.words)
        self._scale = ValueScale(log=False, low=0.0, high=1.0)
        self._drawn: object = None
        plot.mouse.pressed.connect(self._take)
        plot.mouse.dragged.connect(self._take)

    def draw(self, view: View) -> None:
        """Show the view."""
        self.view = view
        swept = self.questions.sweep(view)
        target = swept.result.target_loss if swept.result is not None else 0.0
        # Five times the best says nothing of losses below 0.
        stops = float(view.loss[0]) >= 0 and not target < 0
        tested = self.questions.range_test(stops)
        theory = self.questions.theory(view)
        self._show(tested.result)
        lines: list[Upright] = []
        text = ""
        if self.test is not None:
            lines += self._rules(self.test)
        lines += self._truth(swept.result)
        limits = [line for line in self.theory_lines(theory) if line.name.startswith("limit")]
        if self.test is not None and swept.result is not None:
            stability = theory.stability if theory is not None else None
            limit = stability.largest if stability is not None else None
            ends = swept.result.best_is_at_an_end
            text = without_limit(view.experiment.mistakes) or judgement(
                self.test, _best_rate(swept.result), limit, ends
            )
        self.plot.show_lines([*lines, *limits, self.current])
        self.words.setText(text)
        self.plot.summarize(text)
        rule = "stops at 5 times the best" if stops else "never stops, as losses are below 0"
        smoothed = f"losses smoothed by {SMOOTHING:g}"
        self.say(f"One step for each of {RAMP} learning rates, {smoothed}; {rule}", tested, swept)

    def read_out(self, place: QPointF) -> None:
        """Say what the ramp's loss was at the learning rate at the pointer."""
        test = self.test
        if test is None or not len(test.loss) or not self.plot.inside(place):
            self.plot.readout.hide()
            return
        away = np.abs(self.plot.rates.place(test.learning_rate) - self.plot.data_at(place)[0])
        step = int(np.argmin(away))
        lines = [f"step {step}", f"learning rate {short_text(float(test.learning_rate[step]))}"]
        lines.append(f"loss = {number_text(float(test.loss[step]), 5)}")
        if test.smoothed is not None:
            lines.append(f"smoothed = {number_text(float(test.smoothed[step]), 5)}")
        self.plot.readout.show_at(place.toPoint(), "\n".join(lines))

    def paint_with(self, theme: Theme) -> None:
        super().paint_with(theme)
        self.raw.setPen(line_pen(theme.muted, 1))
        self.smoothed.setPen(line_pen(theme.text, 2))
        self.stop.look(CROSS * theme.scale, theme.explodes, theme.surface)
        self.key.show_entries(
            (Sample("loss", theme.muted, 1.0), Sample("smoothed loss", theme.text))
        )

    def _show(self, test: RangeTest | None) -> None:
        ends = self.session.rates.ends
        if (key := (id(test), ends)) == self._drawn:
            return
        self._drawn, self.test = key, test
        rates = RateAxis(*ends, log=True)
        for curve in (self.raw, self.smoothed):
            curve.setVisible(test is not None)
        self.stop.hide()
        if test is None:
            self.plot.frame(rates, (0.0, 1.0), lambda _most: [])
            return
        self._scale = scale = _scale_of(test)
        low, high = scale.range
        up = (low - _BELOW * (high - low), high + _HEADROOM * (high - low))
        self.plot.frame(rates, up, scale.ticks)
        self.plot.left.set_title("loss (log)" if scale.log else "loss")
        x = rates.place(test.learning_rate)
        self._curve(self.raw, x, test.loss)
        self._curve(self.smoothed, x, test.judged)
        if test.stopped and len(x):
            level = float(np.nan_to_num(test.judged[-1], nan=np.inf))
            y = scale.range[1] if not np.isfinite(level) else float(scale.place(level))
            self.stop.setPos(float(x[-1]), min(y, up[1]))
            self.stop.show()

    def _curve(self, curve: pg.PlotCurveItem, x: Floats, values: Floats) -> None:
        good = np.isfinite(values)
        low, high = self._scale.range
        far = high - low  # beyond the plot: how steeply a line leaves it is seen, not how far
        levels = np.clip(self._scale.place(values[good]), low - far, high + far)
        places, levels = plot_arrays(x[good], levels)
        curve.setData(places, levels, antialias=True)

    def _rules(self, test: RangeTest) -> list[Upright]:
        """The lines of what two rules suggest."""
        dotted = Qt.PenStyle.DotLine
        lines = []
        for name, rate in (("steepest", test.suggestion), ("valley", test.valley)):
            if rate is not None:
                text = f"{name} {short_text(rate)}"
                lines.append(self.upright(rate, self.theme.text, text, dotted))
        return lines

    def _truth(self, sweep: Sweep | None) -> list[Upright]:
        """The line of the best run of the sweep."""
        rate = _best_rate(sweep) if sweep is not None else None
        if sweep is None or rate is None:
            return []
        end = ", the end of the range" if sweep.best_is_at_an_end else ""
        line = self.upright(rate, self.theme.good, f"best run {short_text(rate)}{end}")
        return [replace(line, left=True)]

    def _take(self, place: QPointF) -> None:
        if self.view is not None:
            rates = np.array(self.questions.rates(self.view))
            away = np.abs(self.plot.rates.place(rates) - self.plot.data_at(place)[0])
            self.choose(float(rates[np.argmin(away)]))
        self.read_out(place)


def _best_rate(sweep: Sweep) -> float | None:
    run = sweep.best
    return None if run is None else float(sweep.learning_rate[run])


def _scale_of(test: RangeTest) -> ValueScale:
    losses = test.judged[np.isfinite(test.judged)]
    if not len(losses):
        return ValueScale(log=False, low=0.0, high=1.0)
    first = float(losses[0])
    shown = losses[np.abs(losses) <= _HIGHEST * max(abs(first), 1e-3)]
    shown = shown if len(shown) else losses
    positive = shown[shown > 0]
    if (shown < 0).any() or not len(positive):
        low, high = float(shown.min()), float(shown.max())
        raw = test.loss[(test.loss >= low - 3 * (high - low)) & (test.loss <= high)]
        return linear_scale(min(float(raw.min(initial=low)), low), high, first)
    return log_scale(float(positive.min()), float(positive.max()), len(positive) < len(shown))
