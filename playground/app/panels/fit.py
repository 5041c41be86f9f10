"""The fit: the model at the playhead beside the data it learns from."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from playground.app.escape import escaped
from playground.app.marks.extent import Extent
from playground.app.marks.field import Field
from playground.app.marks.fit_marks import FitMarks, class_colours
from playground.app.marks.fit_pointer import FitPointer
from playground.app.marks.levels import muted
from playground.app.marks.slice_choice import button
from playground.app.marks.titles import name_axes
from playground.app.numbers_text import count_text, number_text, short_text
from playground.app.panel import THE_START, Panel, note
from playground.app.plots import Plot
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.core.pictures import FitPicture, Floats

NO_DATA = "This loss has no data."
_BANDS = 10  # of probability
_DIGITS = 5  # of a prediction


class Fit(Panel):
    """Points and curve over one input, classes over two, else predictions against the target."""

    name = "fit"
    title = "Fit"
    tells = THE_START
    patient = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.plot = Plot("Fit", "input", "target")
        self.none, self.key = note(NO_DATA), note("")
        self.residuals = button("Residuals", "Show how far each prediction is from its target")
        self.residuals.setCheckable(True)
        self.residuals.setChecked(True)
        self.residuals.toggled.connect(self._show_residuals)
        self.switch_row.addWidget(self.residuals)
        self.field, self.marks = Field(), FitMarks()
        box = self.plot.getViewBox()
        box.disableAutoRange()
        box.setMouseEnabled(False, False)
        for item in (self.field, self.marks):
            box.addItem(item, ignoreBounds=True)
        self._fit: FitPicture | None = None
        self.pointer = FitPointer(self.plot, lambda: self._fit)
        self._theme = current_theme()
        self._framed: object = None
        self.key.setTextFormat(Qt.TextFormat.RichText)
        for widget in (self.plot, self.none, self.key):
            self.body.addWidget(widget)
        self._show_data(False)

    def suits(self, view: View) -> bool:
        """Whether the loss is that of a model on data."""
        return view.entry.table is not None

    def draw(self, view: View) -> None:
        """Show the model at the playhead, or until it is there the one shown before."""
        if not self.suits(view):
            self.none.setText(NO_DATA)
            self._show_data(False)
            return
        answer = self.session.fit(view)
        if answer is None or answer.result is None:
            self._wait(answer.failure if answer is not None else "")
            return
        self._fit = fit = answer.result
        self._show_data(True)
        framed = (view.entry, *(view.experiment.settings.get(s) for s in view.entry.settings))
        if framed != self._framed:
            self._framed = framed
            self._frame(view, fit)
        if fit.grid_axes is not None:
            self._show_probability(fit)
            self.marks.show_classes(fit)
        elif len(fit.curve_inputs):
            self.field.clear()
            self.marks.show_curve(fit)
        else:
            self.field.clear()
            self.marks.show_against(fit)
        self._say(_key(view, fit, self._theme))
        self.pointer.refresh()
        if view.finished:
            self.plot.summarize(_summary(view, fit))

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more."""
        self.plot.summarize("")

    def _wait(self, failure: str) -> None:
        """Leave on screen what is there, or say what went wrong."""
        self.none.setText(failure)
        if failure:
            self._show_data(False)
        elif not self.plot.isVisibleTo(self):
            self.none.setVisible(False)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.plot.paint_with(theme)
        for item in (self.field, self.marks, self.pointer):
            item.paint_with(theme)
        if self.session.view is not None and self.isVisible():
            self.draw(self.session.view)

    def _show_data(self, there: bool) -> None:
        self.plot.setVisible(there)
        self.key.setVisible(there and bool(self.key.text()))
        self.none.setVisible(not there)
        self.residuals.setEnabled(there)

    def _say(self, parts: list[tuple[str, str, str]]) -> None:
        """Show each (sign, its colour, words); a screen reader hears the words."""
        said = (f'<span style="color: {colour}">{escaped(mark)}</span> {escaped(words)}'
                for mark, colour, words in parts)  # fmt: skip
        self.key.setText("&nbsp;&nbsp; ".join(said))
        self.key.setVisible(bool(parts))
        self.key.setAccessibleName("; ".join(words for _, _, words in parts))

    def _show_residuals(self, shown: bool) -> None:
        self.marks.residuals = shown
        self.marks.update()

    def _frame(self, view: View, fit: FitPicture) -> None:
        """Set titles and limits from the data, which do not change while the model does."""
        table = view.entry.table
        assert table is not None
        inputs = [table.title(name) for name in fit.input_names]
        target = table.title(fit.target_name)
        self.residuals.setVisible(fit.grid_axes is None)
        if fit.grid_axes is not None:
            across, up = ((float(axis[0]), float(axis[-1])) for axis in fit.grid_axes)
            name_axes(self.plot, inputs[0], inputs[1])
        elif len(fit.curve_inputs):
            across = (float(fit.curve_inputs[0]), float(fit.curve_inputs[-1]))
            up = _with_zero(_roomy(fit.targets))
            name_axes(self.plot, inputs[0], target)
        else:
            across = up = _roomy(fit.targets)
            name_axes(self.plot, f"{target} in the data", f"{target} predicted")
        self.plot.getViewBox().setRange(xRange=across, yRange=up, padding=0)

    def _show_probability(self, fit: FitPicture) -> None:
        assert fit.grid_axes is not None
        places = _BANDS * np.asarray(fit.curve, np.float64)
        colours = probability_colours(self._theme)
        self.field.show_bands(fit.grid_axes, places, colours, border=_BANDS / 2)


def probability_colours(theme: Theme) -> NDArray[np.uint8]:
    """Return the colours of bands of probability, (bands, 3): paler towards one half."""
    ends = [np.array(pg.mkColor(colour).getRgbF()[:3]) for colour in class_colours(theme)]
    colours = []
    for place in (np.arange(_BANDS) + 0.5) / _BANDS:
        sure = 0.1 + 0.5 * abs(2 * place - 1)
        colours.append(muted(ends[int(place > 0.5)][None], theme, sure)[0])
    return np.array(colours)


def _roomy(values: Floats) -> Extent:
    low, high = float(values.min()), float(values.max())
    room = 0.15 * (high - low) or 1.0
    return (low - room, high + room)


def _with_zero(extent: Extent) -> Extent:
    """Return the extent with 0, where most models begin, unless that is far from the data."""
    low, high = extent
    if max(low, -high) > high - low:
        return extent
    room = 0.06 * (high - low)
    return (min(low, -room), max(high, room))


def _key(view: View, fit: FitPicture, theme: Theme) -> list[tuple[str, str, str]]:
    """Return what the signs mean, as (sign, its colour, words)."""
    parts = []
    if fit.grid_axes is not None:
        first, second = class_colours(theme)
        parts.append(("●", first, f"{fit.target_name} = 0"))
        parts.append(("■", second, f"{fit.target_name} = 1"))
        parts.append(("―", theme.text, "probability 1/2"))
    if fit.following is not None:
        place, prediction = fit.following
        said = f"prediction at {fit.input_names[0]} = {short_text(place)}: "
        parts.append(("", theme.text, said + number_text(prediction, _DIGITS)))
    if fit.rows is not None:
        step = count_text(fit.step)
        rows = "1 row" if len(fit.rows) == 1 else f"{count_text(len(fit.rows))} rows"
        parts.append(("○", theme.accent, f"{rows}, the batch of step {step}"))
    table = view.entry.table
    if table is not None and table.rows > len(fit.targets):
        shown = f"{count_text(len(fit.targets))} of {count_text(table.rows)} rows shown"
        parts.append(("", theme.muted, shown))
    return parts


def _summary(view: View, fit: FitPicture) -> str:
    inputs = ", ".join(fit.input_names)
    first, last = short_text(float(view.loss[0])), short_text(float(view.loss[-1]))
    return f"{fit.target_name} predicted from {inputs}; the loss goes from {first} to {last}."
