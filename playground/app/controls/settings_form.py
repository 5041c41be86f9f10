"""A form built from what a loss, an optimizer or a schedule declares that can be set."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QWidget

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

SHORT = 12  # letters of a name that leaves room for another setting beside it
Edit = Callable[[str, Value], str]  # name, value -> "" or what is wrong


class SettingsForm(QWidget):
    """One row for each setting: a field (with a slider where it is bounded), a box or a list."""

    def __init__(self, edit: Edit, complaint: Complaint) -> None:
        super().__init__()
        self._edit = edit
        self._complaint = complaint
        self._declared: dict[str, Setting] = {}
        self.editors: dict[str, SettingRow] = {}
        self._grid = spaced(QGridLayout(self), current_theme(), 4)
        self._grid.setHorizontalSpacing(current_theme().px(10))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def declare(self, declared: Mapping[str, Setting]) -> None:
        """Build the form for these settings, unless it is the one that stands there."""
        if dict(declared) == self._declared:
            return
        self._declared = dict(declared)
        for row in self.editors.values():
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._complaint.clear()
        self.editors = {
            name: row_for(name, setting, self._edit, self._complaint)
            for name, setting in declared.items()
        }
        self._place(list(self.editors.values()))
        self.setVisible(bool(declared))

    def _place(self, rows: list[SettingRow]) -> None:
        """Two short ones beside each other, a long one by itself."""
        line, half = 0, False
        for row in rows:
            if half and not row.short:
                line, half = line + 1, False
            self._grid.addWidget(row, line, int(half), 1, 1 if row.short else 2)
            line, half = (line, True) if row.short and not half else (line + 1, False)

    def show_values(self, given: Mapping[str, Value]) -> None:
        """Show the values in force; what is not given has its default."""
        for name, row in self.editors.items():
            row.show_value(given.get(name, self._declared[name].default))


class SettingRow(QWidget):
    """One setting of a form."""

    def __init__(self, name: str, setting: Setting, edit: Edit, complaint: Complaint) -> None:
        super().__init__()
        self.name = name
        self.title = sentence(name)
        self.setting = setting
        self._edit = edit
        self._complaint = complaint
        self.line = spaced(QHBoxLayout(self), current_theme(), 8)
        self.short = len(name) <= SHORT
        self.setToolTip(setting.help)

    def show_value(self, value: Value) -> None:
        """Show the value in force."""
        raise NotImplementedError

    def _put(self, value: Value) -> None:
        self._complaint.say(self, self._edit(self.name, value))

    def _name(self, buddy: QWidget) -> QLabel:
        label = name_label(self.title, buddy)
        label.setProperty("role", "note")
        label.setProperty("column", "short name" if self.short else "name")
        label.setWordWrap(True)
        return label


class SwitchRow(SettingRow):
    """A setting that is on or off."""

    def __init__(self, name: str, setting: Setting, edit: Edit, complaint: Complaint) -> None:
        super().__init__(name, setting, edit, complaint)
        self.box = by_tab(QCheckBox(self.title))
        self.box.clicked.connect(self._switch)
        self.line.addWidget(self.box)
        self.line.addStretch(1)

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

    def __init__(self, name: str, setting: Setting, edit: Edit, complaint: Complaint) -> None:
        super().__init__(name, setting, edit, complaint)
        self.short = False
        self.combo = CalmComboBox(self.title)
        for choice in setting.choices:
            self.combo.addItem(choice, choice)
        self.combo.activated.connect(self._choose)
        self.line.addWidget(self._name(self.combo))
        self.line.addWidget(self.combo, 1)

    def show_value(self, value: Value) -> None:
        self.combo.show_name(str(value))

    def _choose(self, _index: int) -> None:
        self._put(str(self.combo.currentData()))


class NumberRow(SettingRow):
    """A number with an exact field, and a slider where it is bounded; or step numbers."""

    def __init__(self, name: str, setting: Setting, edit: Edit, complaint: Complaint) -> None:
        super().__init__(name, setting, edit, complaint)
        self.entry = Entry(self.title, self._take, complaint)
        self.slider: ScaleSlider | None = None
        scale = scale_of(setting)
        listed = isinstance(setting.default, tuple)
        self.short = self.short and scale is None and not listed
        self.line.addWidget(self._name(self.entry))
        if listed:
            self.line.addWidget(self.entry, 1)
            return
        self.entry.setProperty("column", "short number" if self.short else "number")
        if scale is not None:
            self.slider = ScaleSlider(self.title, scale)
            self.slider.moved.connect(self._move)
            self.line.addWidget(self.slider, 1)
        else:
            self.line.addStretch(1)
        self.line.addWidget(self.entry)

    def show_value(self, value: Value) -> None:
        if isinstance(value, tuple):
            self.entry.show_value(", ".join(str(step) for step in value))
            return
        number = float(value)
        self.entry.show_value(str(value) if isinstance(value, int) else exact_text(number))
        if self.slider is not None:
            self.slider.show_value(number)

    def _move(self, value: float) -> None:
        self._put(int(value) if isinstance(self.setting.default, int) else value)

    def _take(self, text: str) -> str:
        try:
            value = self.setting.parse(self.name, text.replace("\N{MINUS SIGN}", "-"))
        except ValueError as error:
            return str(error)
        return self._edit(self.name, value)


def row_for(name: str, setting: Setting, edit: Edit, complaint: Complaint) -> SettingRow:
    """Return the kind of row that suits the setting."""
    if isinstance(setting.default, bool):
        return SwitchRow(name, setting, edit, complaint)
    if isinstance(setting.default, str):
        return ChoiceRow(name, setting, edit, complaint)
    return NumberRow(name, setting, edit, complaint)


def scale_of(setting: Setting) -> Scale | None:
    """Return the scale of a bounded number's slider, without ends that are excluded; else None."""
    low, high = setting.minimum, setting.maximum
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return None
    whole = isinstance(setting.default, int)
    if low > 0 and high / low >= 1000:
        return WholeLogScale(int(low), int(high)) if whole else LogScale(low, high)
    stops = min(100, int(high - low)) if whole else 100
    scale = LinearScale(low, high, stops)
    scale.leave_out(first=setting.minimum_excluded, last=setting.maximum_excluded)
    return scale
