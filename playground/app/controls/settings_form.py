"""A form built from what a loss, an optimizer or a schedule declares that can be set."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.controls.setting_row import Edit, SettingRow, kind_of_row
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.settings import Setting, Value


class SettingsForm(QWidget):
    """One row for each setting: a field (with a slider where it is bounded), a box or a list."""

    def __init__(self, edit: Edit, complaint: Complaint) -> None:
        super().__init__()
        self._edit = edit
        self._complaint = complaint
        self._declared: dict[str, Setting] = {}
        self.editors: dict[str, SettingRow] = {}
        self._spare: list[SettingRow] = []  # hidden, for settings to come
        self._grid = spaced(QGridLayout(self), current_theme(), 4)
        self._grid.setHorizontalSpacing(current_theme().px(10))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def declare(self, declared: Mapping[str, Setting]) -> None:
        """Let the rows stand for these settings, unless they do already."""
        if dict(declared) == self._declared:
            return
        self._declared = dict(declared)
        for row in self.editors.values():
            row.forget()
            self._grid.removeWidget(row)
        self._complaint.clear()
        self._spare = [*self.editors.values(), *self._spare]
        self.editors = {name: self._row(name, setting) for name, setting in declared.items()}
        for row in self._spare:
            row.hide()
        self._place(list(self.editors.values()))
        self.setVisible(bool(declared))

    def _row(self, name: str, setting: Setting) -> SettingRow:
        """A spare row of the right kind, or else a new one."""
        kind = kind_of_row(name, setting)
        row = next((row for row in self._spare if type(row) is kind), None)
        if row is None:
            row = kind(self._edit, self._complaint)
        else:
            self._spare.remove(row)
            row.show()
        row.stand_for(name, setting)
        return row

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
