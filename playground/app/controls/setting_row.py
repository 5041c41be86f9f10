"""One row for one setting: a box, a list, or a field with a slider where it is bounded.

A row outlives its setting: building widgets takes ten times as long as giving them other texts.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from playground.app.controls.complaint import Complaint, sentence
from playground.app.controls.control import name_label
from playground.app.controls.entry import Entry
from playground.app.controls.scales import LinearScale, LogScale, Scale, WholeLogScale
from playground.app.controls.slider import CalmComboBox, ScaleSlider
from playground.app.focus import by_tab
from playground.app.numbers_text import exact_text
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.settings import Setting, Value
from playground.core.typed import LONGEST_LIST

SHORT = 12  # letters of a name that leaves room for another setting beside it
Edit = Callable[[str, Value], str]  # name, value -> "" or what is wrong


class SettingRow(QWidget):
    """Stands for the setting that it was told last."""

    def __init__(self, edit: Edit, complaint: Complaint) -> None:
        super().__init__()
        self.name = self.title = ""
        self.setting = Setting(0.0)
        self._edit = edit
        self._complaint = complaint
        self.line = spaced(QHBoxLayout(self), current_theme(), 8)

    @property
    def short(self) -> bool:
        """Whether another row has room beside this one."""
        return False

    def stand_for(self, name: str, setting: Setting) -> None:
        """Take another setting, of the kind that this row is made for."""
        self.name, self.setting = name, setting
        self.title = name if setting.own_name else sentence(name)
        self.setToolTip(setting.help)

    def forget(self) -> None:
        """Drop what was typed here and give the focus away: the setting is about to go."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()

    def show_value(self, value: Value) -> None:
        """Show the value in force."""
        raise NotImplementedError

    def _put(self, value: Value) -> None:
        self._complaint.say(self, self._edit(self.name, value))

    def _name(self, buddy: QWidget, column: str = "name") -> QLabel:
        label = name_label("", buddy)
        label.setProperty("role", "note")
        label.setProperty("column", column)
        label.setWordWrap(True)
        return label


class SwitchRow(SettingRow):
    """A setting that is on or off."""

    def __init__(self, edit: Edit, complaint: Complaint) -> None:
        super().__init__(edit, complaint)
        self.box = by_tab(QCheckBox())
        self.box.clicked.connect(self._switch)
        self.line.addWidget(self.box)
        self.line.addStretch(1)

    @property
    def short(self) -> bool:
        return len(self.name) <= SHORT

    def stand_for(self, name: str, setting: Setting) -> None:
        super().stand_for(name, setting)
        self.box.setText(self.title)

    def show_value(self, value: Value) -> None:
        if self.box.isChecked() != bool(value):
            with QSignalBlocker(self.box):
                self.box.setChecked(bool(value))

    def _switch(self, on: bool) -> None:
        error = self._edit(self.name, on)
        self._complaint.say(self, error)
        if error:
            self.show_value(not on)


class ChoiceRow(SettingRow):
    """A setting that is one of a few words."""

    def __init__(self, edit: Edit, complaint: Complaint) -> None:
        super().__init__(edit, complaint)
        self.combo = CalmComboBox("")
        self.combo.activated.connect(self._choose)
        self._label = self._name(self.combo)
        self.line.addWidget(self._label)
        self.line.addWidget(self.combo, 1)

    def stand_for(self, name: str, setting: Setting) -> None:
        super().stand_for(name, setting)
        self._label.setText(self.title)
        self.combo.setAccessibleName(self.title)
        self.combo.clear()
        for choice in setting.choices:
            self.combo.addItem(choice, choice)

    def show_value(self, value: Value) -> None:
        self.combo.show_name(str(value))

    def _choose(self, _index: int) -> None:
        self._put(str(self.combo.currentData()))


class NumberRow(SettingRow):
    """A number with an exact field, by itself on its line."""

    name_column, number_column = "name", "number"

    def __init__(self, edit: Edit, complaint: Complaint) -> None:
        super().__init__(edit, complaint)
        self.entry = Entry("", self._take, complaint)
        self._label = self._name(self.entry, self.name_column)
        self.line.addWidget(self._label)
        self._add_field()

    def _add_field(self) -> None:
        self.entry.setProperty("column", self.number_column)
        self.line.addStretch(1)
        self.line.addWidget(self.entry)

    def stand_for(self, name: str, setting: Setting) -> None:
        super().stand_for(name, setting)
        self._label.setText(self.title)
        self.entry.setAccessibleName(self.title)

    def forget(self) -> None:
        self.entry.revert()  # first: a field that loses the focus hands over what was typed
        super().forget()

    def show_value(self, value: Value) -> None:
        assert not isinstance(value, tuple)
        self.entry.show_value(str(value) if isinstance(value, int) else exact_text(float(value)))

    def _take(self, text: str) -> str:
        try:
            value = self.setting.parse(self.name, text)
        except ValueError as error:
            return str(error)
        return self._edit(self.name, value)


class ShortNumberRow(NumberRow):
    """A number that leaves room for another setting beside it."""

    name_column, number_column = "short name", "short number"

    @property
    def short(self) -> bool:
        return True


class StepsRow(NumberRow):
    """Step numbers, typed as a list."""

    def _add_field(self) -> None:
        self.entry.setMaxLength(LONGEST_LIST + 1)
        self.line.addWidget(self.entry, 1)

    def show_value(self, value: Value) -> None:
        assert isinstance(value, tuple)
        self.entry.show_value(", ".join(str(step) for step in value))


class SliderRow(NumberRow):
    """A bounded number: a slider and an exact field."""

    def _add_field(self) -> None:
        self.slider = ScaleSlider("", LinearScale(0.0, 1.0))
        self.slider.moved.connect(self._move)
        self.line.addWidget(self.slider, 1)
        self.entry.setProperty("column", self.number_column)
        self.line.addWidget(self.entry)

    def stand_for(self, name: str, setting: Setting) -> None:
        super().stand_for(name, setting)
        self.slider.setAccessibleName(self.title)
        scale = scale_of(setting)
        assert scale is not None
        self.slider.set_scale(scale)

    def show_value(self, value: Value) -> None:
        super().show_value(value)
        assert not isinstance(value, tuple)
        self.slider.show_value(float(value))

    def _move(self, value: float) -> None:
        self._put(int(value) if isinstance(self.setting.default, int) else value)


def kind_of_row(name: str, setting: Setting) -> type[SettingRow]:
    """Return the kind of row that suits the setting."""
    if isinstance(setting.default, bool):
        return SwitchRow
    if isinstance(setting.default, str):
        return ChoiceRow
    if isinstance(setting.default, tuple):
        return StepsRow
    if scale_of(setting) is not None:
        return SliderRow
    return ShortNumberRow if len(name) <= SHORT else NumberRow


def scale_of(setting: Setting) -> Scale | None:
    """Return the scale of a bounded number's slider, without ends that are excluded; else None."""
    low, high = setting.usual or (setting.minimum, setting.maximum)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return None
    whole = isinstance(setting.default, int)
    if low > 0 and high / low >= 1000:
        return WholeLogScale(int(low), int(high)) if whole else LogScale(low, high)
    stops = min(100, int(high - low)) if whole else 100
    scale = LinearScale(low, high, stops)
    scale.leave_out(first=setting.minimum_excluded, last=setting.maximum_excluded)
    return scale
