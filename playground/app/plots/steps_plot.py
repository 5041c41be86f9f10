"""Curves against step, with the playhead on them: what the Loss and Parameters panels draw on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from playground.app.palette import Theme
from playground.app.plots.base import Plot
from playground.app.plots.columns import Array, Columns, Decimator
from playground.app.plots.curves import Curve, Curves
from playground.app.plots.ends import Cross, axis_end, cross, end_text
from playground.app.plots.marks import Marks, side_margin
from playground.app.plots.pinned import CUT, PinnedCurve, PinnedLine, PinnedLines, beyond
from playground.app.plots.pointer import Pointer
from playground.app.plots.scale import (
    VALUE_MARGIN,
    StepScale,
    ValueScale,
    linear_scale,
    log_scale,
)
from playground.app.session import Session
from playground.app.theme import current_theme
from playground.app.view import View


class Places(NamedTuple):
    """Where steps and values are drawn."""

    steps: StepScale
    values: ValueScale


class StepsPlot(Plot):
    """Values (rows, n) against step. The pointer reads out; a press or a drag moves the playhead.

    The newest row may lack its values, which belong to the step that leaves it.
    `log_steps` and `log_values` choose the axes. Of the run it keeps only its decimation.
    """

    def __init__(
        self, session: Session, name: str, left: str, values_of: Callable[[View], Array]
    ) -> None:
        super().__init__(name, "step", left)
        self.values_of = values_of
        self.left_title = left
        self.log_steps = self.log_values = False
        self.first_row = 0  # whose size says how large values can be before they leave the axis
        self.places = Places(StepScale(1, False), ValueScale(False, 0.0, 1.0))
        self.shown: Sequence[Curve] = ()
        self.pinned: Sequence[PinnedCurve] = ()
        self._framed: tuple[Places, float] | None = None
        self._drawn: object = None  # what the curves on the plot show
        self._pinned_drawn: object = None
        self._end: Cross | None = None
        self._decimator = Decimator()
        self._others: dict[int, Decimator] = {}  # by the key of a pin
        self.setMouseEnabled(False, False)
        self.getViewBox().disableAutoRange()
        theme = current_theme()
        self.pinned_lines = PinnedLines()
        self.getViewBox().addItem(self.pinned_lines, ignoreBounds=True)
        self.curves = Curves(self.getPlotItem())
        self.marks = Marks(self.getPlotItem(), theme)
        self.pointer = Pointer(self, session)
        self.paint_with(theme)

    def forget(self) -> None:
        """Other values are to be drawn from now on, also of the run that is there."""
        self._drawn = None
        self._decimator, self._others = Decimator(), {}

    def columns(self, view: View) -> Columns:
        """Return the values as columns of pixels."""
        return self._columns(self._decimator, view, axis_end(view))

    def _columns(self, decimator: Decimator, view: View, last: int) -> Columns:
        values = self.values_of(view)[: last + 1]
        # A curve is two pixels wide, so a column may be.
        return decimator.columns(view.run, values, last, self.pixels // 2, self.log_steps)

    def draw(
        self,
        view: View,
        curves: Sequence[Curve],
        rest: Sequence[int] = (),
        levels: Sequence[tuple[float, str]] = (),
        pinned: Sequence[PinnedCurve] = (),
    ) -> None:
        """Draw the curves, quietly the rest, and dotted lines at the levels (value, colour).

        Behind them those of pinned runs; the axes have room for all that are of the same loss.
        """
        self.pinned = pinned
        key = (
            view.run, view.length, view.finished, tuple(curves), tuple(rest), tuple(levels),
            tuple(one.key for one in pinned), axis_end(view),
            self.left_title, self.log_steps, self.log_values, self.pixels,
        )  # fmt: skip
        if key != self._drawn:
            self._drawn = key
            self._end = self._draw_curves(view, curves, rest, levels)
        self._mark(view, self._end)
        self.pointer.refresh()

    def _draw_curves(
        self,
        view: View,
        curves: Sequence[Curve],
        rest: Sequence[int],
        levels: Sequence[tuple[float, str]],
    ) -> Cross | None:
        """Draw all that does not change while the playhead moves; return where the run broke."""
        values, columns = self.values_of(view), self.columns(view)
        indices = [curve.column for curve in curves] + list(rest)
        if indices != list(range(values.shape[1])):
            columns, values = columns.of(indices), values[:, indices]
        others = self._pinned_columns(view)
        # The next experiment is not to be squashed by what stays of the one before.
        alike = [other for other in others if other[0].pinned.view.fitted == view.fitted]
        every = [columns, *(found.of(list(one.columns)) for one, found in alike)]
        starts = [values, *(self.values_of(one.pinned.view) for one, _ in alike)]
        places = self._frame(view, starts, every, [level for level, _ in levels])
        cut = any(beyond(places, *other) for other in others if other not in alike)
        title = self.left_title + (" (log)" if places.values.log else "")
        self.left.set_title(title + (CUT if cut else ""))
        self._draw_pinned(others)
        end = cross(view, values, columns, places)
        if end is not None and places.values.capped and end_text(view):
            columns = columns.until(end.row)  # nothing can be read beyond
        order = [curve._replace(column=slot) for slot, curve in enumerate(curves)]
        self.curves.draw(columns, places, order, range(len(curves), len(indices)))
        self.curves.levels([(float(places.values.place(at)), colour) for at, colour in levels])
        self.shown = curves
        return end

    def _draw_pinned(self, others: Sequence[tuple[PinnedCurve, Columns]]) -> None:
        steps, scale = self.places
        key = (tuple(one.key for one, _ in others), self.places, self.pixels)
        if key == self._pinned_drawn:
            return  # the run on screen has grown, which changes nothing here
        self._pinned_drawn = key
        self.pinned_lines.show_lines(
            [
                PinnedLine(steps.place(rows), scale.place(values), one.colour, one.pinned.slot)
                for one, found in others
                for rows, values in map(found.line, one.columns)
            ]
        )

    def _pinned_columns(self, view: View) -> list[tuple[PinnedCurve, Columns]]:
        """Return what is shown of each pinned run; it is found once for each axis."""
        keys = [one.pinned.key for one in self.pinned]
        self._others = {key: self._others.get(key) or Decimator() for key in keys}
        last = axis_end(view)
        return [
            (one, self._columns(self._others[one.pinned.key], one.pinned.view, last))
            for one in self.pinned
            if len(self.values_of(one.pinned.view))
        ]

    def _frame(
        self,
        view: View,
        values: Sequence[Array],
        columns: Sequence[Columns],
        levels: Sequence[float],
    ) -> Places:
        scale = self._value_scale(values, columns, levels)
        self.places = places = Places(StepScale(axis_end(view), self.log_steps), scale)
        framed = places, side_margin(self.pixels)
        if framed != self._framed:
            self._framed = framed
            (left, right), (low, high) = places.steps.range, scale.range
            across, up = framed[1] * (right - left), VALUE_MARGIN * (high - low)
            self.getViewBox().setRange(
                xRange=(left - across, right + across), yRange=(low - up, high + up), padding=0
            )
            self.bottom.set_ticks(places.steps.ticks)
            self.left.set_ticks(scale.ticks)
        self.bottom.set_title("step (log)" if self.log_steps else "step")
        return places

    def _value_scale(
        self, values: Sequence[Array], columns: Sequence[Columns], levels: Sequence[float]
    ) -> ValueScale:
        ends = [end.ravel() for found in columns for end in (found.low, found.high)]
        reached = np.concatenate([*ends, levels])
        reached = reached[np.isfinite(reached)]
        if self.log_values:
            positive = reached[reached > 0]
            floored = len(positive) < len(reached)
            if not len(positive):
                return log_scale(0.1, 1.0, floored)
            return log_scale(positive.min(), positive.max(), floored)
        if not len(reached):
            return ValueScale(False, 0.0, 1.0)
        sizes = [own[min(self.first_row, len(own) - 1)] for own in values if len(own)]
        firsts = [np.abs(size).astype(np.float64) for size in sizes]
        start = max(float(np.nan_to_num(first).max()) for first in firsts)
        return linear_scale(reached.min(), reached.max(), start)

    def _mark(self, view: View, end: Cross | None) -> None:
        steps, scale = self.places
        shown = [curve.column for curve in self.shown]
        here = self.values_of(view)[view.playhead : view.playhead + 1]
        now = [float(row[column]) for row in here for column in shown]
        colours = [curve.colour for curve in self.shown]
        if len(colours) == 1:
            colours = [self._accent]  # "now", where it need not tell curves apart
        dots = [(float(scale.place(value)), colour)
                for value, colour in zip(now, colours, strict=False)
                if np.isfinite(value) and scale.shows(value)]  # fmt: skip
        self.marks.put_now(float(steps.place(view.playhead)), dots)
        self.marks.put_pinned(self._pinned_dots())
        if end is None:
            self.marks.hide_end()
            return
        left, right = steps.range
        low, high = scale.range
        room = ((left + right) / 2, low + (high - low) / 3, high - (high - low) / 3)
        self.marks.put_end(end.x, end.y, end.text, room)

    def _pinned_dots(self) -> list[tuple[float, float, str]]:
        steps, scale = self.places
        dots = []
        for one in self.pinned:
            row = one.pinned.view.playhead
            for here in self.values_of(one.pinned.view)[row : row + 1]:
                for value in (float(here[column]) for column in one.columns):
                    if np.isfinite(value) and scale.shows(value):
                        place = float(steps.place(row)), float(scale.place(value))
                        dots.append((*place, one.colour))
        return dots

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        super().paint_with(theme)
        self._drawn = None
        self._accent = theme.accent
        self.pinned_lines.paint_with(theme)
        self.curves.paint_with(theme)
        self.marks.paint_with(theme)
        self.pointer.readout.paint_with(theme)
