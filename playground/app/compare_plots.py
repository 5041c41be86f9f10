"""The two plots of a comparison: the runs at their best rates, and the sweeps that found them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from playground.app.marks.titles import name_axes
from playground.app.plots import Floats, Plot, decimate, plot_arrays
from playground.app.plots.curves import DASHES
from playground.app.plots.dots import Dot
from playground.app.plots.scale import (
    SMALLEST_START,
    STEP_MARGIN,
    VALUE_MARGIN,
    StepScale,
    ValueScale,
    linear_scale,
    log_scale,
)
from playground.app.plots.ticks import log_ticks
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.fair_runs import FairRun

OWN_START = ", start on screen"  # the table and the sweeps are of more starts than that one
_FADED, _BEHIND = 0.35, 0.15
_PER_POINT = 4  # pixels of a curve's width for each two of its points
_HIGHEST = 1e3  # of the loss at the start: more is drawn as leaving the plot
_LOWEST = 1e-20  # of the highest that is shown: less says nothing


class Shown(NamedTuple):
    """One run of a comparison with its name, its colour and its dash."""

    run: FairRun
    name: str
    colour: str
    dash: int


class RunsPlot(Plot):
    """A curve for each run, with its colour and its dash; the mouse does nothing."""

    def __init__(self, name: str, bottom: str, left: str) -> None:
        super().__init__(name, bottom, left)
        self.lines: list[pg.PlotCurveItem] = []
        self.setMouseEnabled(False, False)
        self.getViewBox().disableAutoRange()

    def fade(self, faded: bool) -> None:
        """Show what is drawn as something of the past, or as what it is."""
        self.getViewBox().childGroup.setOpacity(_FADED if faded else 1.0)

    def point_out(self, place: int) -> None:
        """Let one line stand out among the others; below 0: none does."""
        for slot, line in enumerate(self.lines):
            line.setOpacity(_BEHIND if 0 <= place != slot else 1.0)

    def _take(self, count: int) -> None:
        """Have a line for each of so many runs, and show only these."""
        while len(self.lines) < count:
            self.lines.append(pg.PlotCurveItem())
            self.getPlotItem().addItem(self.lines[-1], ignoreBounds=True)
        for slot, line in enumerate(self.lines):
            line.setVisible(slot < count)

    def _frame(self, across: tuple[float, float], scale: ValueScale) -> None:
        (left, right), (low, high) = across, scale.range
        side, up = STEP_MARGIN * (right - left), VALUE_MARGIN * (high - low)
        self.getViewBox().setRange(
            xRange=(left - side, right + side), yRange=(low - up, high + up), padding=0
        )
        self.left.set_ticks(scale.ticks)


class LossesPlot(RunsPlot):
    """Loss against step of each run at its best rate."""

    def __init__(self) -> None:
        super().__init__("Loss of each optimizer at its own best rate", "step", "loss")

    def show_runs(self, shown: Sequence[Shown], steps: int, log: bool) -> None:
        """Draw the runs, of so many steps."""
        self._take(len(shown))
        losses = np.concatenate([one.run.loss for one in shown])
        scale = value_scale(losses, size_of(shown), log)
        for one, line in zip(shown, self.lines, strict=False):
            loss = one.run.loss
            # Few points, so that a dashed line of two pixels is soon painted.
            x, y = decimate(np.arange(len(loss)), scale.place(loss), self.pixels // _PER_POINT)
            _draw(one, line, x, y, np.ones(len(x), np.int32))
        across = StepScale(steps, False)
        self._frame(across.range, scale)
        self.bottom.set_ticks(across.ticks)
        name_axes(self, "step", ("loss (log)" if log else "loss") + OWN_START)


class RatesPlot(RunsPlot):
    """Median final loss against learning rate, the best of each marked: the evidence."""

    def __init__(self) -> None:
        name, left = "Median final loss against learning rate", "median final loss"
        super().__init__(name, "learning rate (log)", left)
        self.dots: list[Dot] = []

    def show_runs(self, shown: Sequence[Shown], log: bool, size: int, starts: int) -> None:
        """Draw the sweeps, each from so many starts; a dot is of this size in pixels."""
        self._take(len(shown))
        start = max(size_of(shown), SMALLEST_START)
        seen = np.concatenate([one.run.contender.median_loss for one in shown])
        scale = value_scale(np.where(seen <= _HIGHEST * start, seen, np.nan), start, log)
        while len(self.dots) < len(shown):
            self.dots.append(Dot(size))
            self.dots[-1].setZValue(10)
            self.getPlotItem().addItem(self.dots[-1], ignoreBounds=True)
        for dot in self.dots:
            dot.hide()
        for one, line, dot in zip(shown, self.lines, self.dots, strict=False):
            _draw_sweep(one, line, scale)
            _mark_best(one, dot, scale, size)
        rates = shown[0].run.contender.learning_rate
        left, right = float(np.log10(rates[0])), float(np.log10(rates[-1]))
        self._frame((left, right), scale)
        self.bottom.set_ticks(lambda most: thinned(log_ticks(left, right), most))
        title = f"median of {starts} starts" + (" (log)" if log else "")
        name_axes(self, "learning rate (log)", title)


def value_scale(values: Floats, start: float, log: bool) -> ValueScale:
    """Return the scale on which all finite values are seen, and 0 and what is all but 0 too."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return log_scale(0.1, 1.0, False) if log else ValueScale(False, 0.0, 1.0)
    if not log:
        return linear_scale(float(finite.min()), float(finite.max()), start)
    positive = finite[finite > 0]
    if not len(positive):
        return log_scale(0.1, 1.0, True)
    highest = float(positive.max())
    lowest = max(float(positive.min()), _LOWEST * highest)
    return log_scale(lowest, highest, len(positive) < len(finite))


def dash_of(slot: int) -> int:
    """Return the dash of a run; the ninth has the colour of the first, and another dash."""
    return (slot + slot // len(DASHES)) % len(DASHES)


def thinned(ticks: list[tuple[float, str]], most: int) -> list[tuple[float, str]]:
    """Return evenly spaced ones of the ticks, at most so many."""
    return ticks[:: max(1, -(-len(ticks) // max(most, 1)))]


def size_of(shown: Sequence[Shown]) -> float:
    """Return the size of the loss at the start, which all share, or of the best if it is larger.

    1 if there is neither.
    """
    starts = [float(one.run.loss[0]) for one in shown if len(one.run.loss)]
    bests = [float(one.run.contender.median_loss.min()) for one in shown]
    sizes = [abs(value) for value in (*starts[:1], *bests) if np.isfinite(value)]
    return max(sizes, default=1.0)


def _draw_sweep(one: Shown, line: pg.PlotCurveItem, scale: ValueScale) -> None:
    contender = one.run.contender
    there = np.flatnonzero(np.isfinite(contender.median_loss))
    low, high = scale.range
    places = np.clip(scale.place(contender.median_loss[there]), 2 * low - high, 2 * high - low)
    joined = np.append(np.diff(there) == 1, False).astype(np.int32)  # no line over what diverged
    _draw(one, line, np.log10(contender.learning_rate[there]), places, joined)


def _draw(
    one: Shown, line: pg.PlotCurveItem, x: Floats, y: Floats, joined: NDArray[np.int32]
) -> None:
    pen = pg.mkPen(one.colour, width=2)
    if DASHES[one.dash]:
        pen.setDashPattern(DASHES[one.dash])
    line.setPen(pen)
    line.setSegmentedLineMode("off" if DASHES[one.dash] else "on")
    x, y = plot_arrays(x, y)
    line.setData(x, y, connect=joined, antialias=True, skipFiniteCheck=True)


def _mark_best(one: Shown, dot: Dot, scale: ValueScale, size: int) -> None:
    contender = one.run.contender
    if np.isfinite(contender.best_rate):
        dot.look(size, one.colour, current_theme().surface)
        best = float(np.min(contender.median_loss))
        dot.setPos(float(np.log10(contender.best_rate)), float(scale.place(best)))
        dot.show()
