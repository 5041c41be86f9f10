"""One parameter of theta: its name, a slider over the loss's extent, and an exact field.

A row outlives its parameter: building widgets takes ten times as long as renaming them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.controls.control import name_label
from playground.app.controls.entry import Entry, typed_number
from playground.app.controls.scales import LinearScale
from playground.app.controls.slider import ScaleSlider
from playground.app.numbers_text import exact_text
from playground.app.spacing import spaced
from playground.app.theme import current_theme


class ParameterRow(QWidget):
    """Hands its value to `edit` when a person moves it or types it."""

    def __init__(self, edit: Callable[[float], str], complaint: Complaint) -> None:
        super().__init__()
        self.name = ""
        self._edit = edit
        self._complaint = complaint
        self._range = (-2.0, 2.0)
        self.slider = ScaleSlider("", LinearScale(*self._range))
        self.slider.moved.connect(self._move)
        self.entry = Entry("", self._take, complaint)
        self.entry.setProperty("column", "number")
        self._label = name_label("", self.entry)
        line = spaced(QHBoxLayout(self), current_theme(), 8)
        line.addWidget(self._label)
        line.addWidget(self.slider, 1)
        line.addWidget(self.entry)

    def stand_for(self, name: str) -> None:
        """Take another parameter; what was typed for the one before is dropped."""
        if name == self.name:
            return
        self.forget()
        self.name = name
        self._label.setText(name)
        self.slider.setAccessibleName(f"Initial {name}")
        self.entry.setAccessibleName(f"Initial {name}, exactly")
        for part in (self.slider, self.entry):
            part.setToolTip(f"Where {name} starts.")

    def forget(self) -> None:
        """Drop what was typed here and give the focus away: the parameter is about to go."""
        self.entry.revert()  # first: a field that loses the focus hands over what was typed
        self.entry.clearFocus()
        self.slider.clearFocus()

    def set_range(self, low: float, high: float) -> None:
        """Let the slider cover the values from low to high."""
        if (low, high) != self._range:
            self._range = (low, high)
            self.slider.set_scale(LinearScale(low, high))

    def show_value(self, value: float) -> None:
        """Show the value in force; a value beyond the slider widens it."""
        low, high = self._range
        if not low <= value <= high:
            self.set_range(min(low, value), max(high, value))
        self.slider.show_value(value)
        self.entry.show_value(exact_text(value))

    def _move(self, value: float) -> None:
        self._complaint.say(self, self._edit(value))

    def _take(self, text: str) -> str:
        try:
            value = typed_number(f"initial {self.name}", text)
        except ValueError as error:
            return str(error)
        return self._edit(value)
