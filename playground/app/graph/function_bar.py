"""Where a function of one name is typed, and the points at which it is computed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.controls.entry import Entry
from playground.app.controls.formula_field import Check, FormulaField
from playground.app.numbers_text import exact_text
from playground.app.palette import Theme
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.typed import quoted, typed_number, typed_whole

MOST_POINTS = 1000


class FunctionBar(QWidget):
    """Holds a function, its range and the number of its points. changed: one of them."""

    changed = Signal()

    def __init__(self, check: Check) -> None:
        super().__init__()
        self.function, self.low, self.high, self.count = "x^3 - 3x", -2.0, 2.0, 100
        self.complaint = Complaint()
        self.formula = FormulaField("Function", check, self._take_formula, self.complaint)
        self.from_field = self._number("Range from", self._take_low)
        self.to_field = self._number("Range to", self._take_high)
        self.count_field = self._number("Points", self._take_count)
        self._rows = spaced(QBoxLayout(QBoxLayout.Direction.LeftToRight), current_theme(), 4)
        self._rows.addLayout(_row(("f(x) =", self.formula)), 1)
        points = ("from", self.from_field), ("to", self.to_field), ("points", self.count_field)
        self._rows.addLayout(_row(*points))
        column = spaced(QVBoxLayout(self), current_theme(), 2)
        column.addLayout(self._rows)
        column.addWidget(self.complaint)
        self._show()
        self.paint_with(current_theme())

    def paint_with(self, theme: Theme) -> None:
        """Take the sizes of a theme."""
        for field in (self.from_field, self.to_field, self.count_field):
            field.setMinimumWidth(theme.px(36))
            field.setMaximumWidth(theme.px(52))  # the function needs what there is
        self.formula.setMinimumWidth(theme.px(80))

    def be_narrow(self, narrow: bool) -> None:
        """Take two rows, or one."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(down if narrow else across)

    def _number(self, name: str, take: Callable[[str], str]) -> Entry:
        return Entry(name, take, self.complaint)

    def _show(self) -> None:
        self.formula.show_value(self.function)
        self.from_field.show_value(exact_text(self.low))
        self.to_field.show_value(exact_text(self.high))
        self.count_field.show_value(str(self.count))

    def _take_formula(self, text: str) -> str:
        self.function = text
        return self._taken()

    def _take_low(self, text: str) -> str:
        try:
            low = typed_number("from", text)
        except ValueError as error:
            return str(error)
        if not low < self.high:
            return f"from must be below {exact_text(self.high)}, not {exact_text(low)}"
        self.low = low
        return self._taken()

    def _take_high(self, text: str) -> str:
        try:
            high = typed_number("to", text)
        except ValueError as error:
            return str(error)
        if not self.low < high:
            return f"to must be above {exact_text(self.low)}, not {exact_text(high)}"
        self.high = high
        return self._taken()

    def _take_count(self, text: str) -> str:
        try:
            count = typed_whole("points", text)
        except ValueError as error:
            return str(error)
        if not 2 <= count <= MOST_POINTS:
            return f"points must be from 2 to {MOST_POINTS}, not {quoted(count)}"
        self.count = count
        return self._taken()

    def _taken(self) -> str:
        self._show()
        self.changed.emit()
        return ""


def _row(*fields: tuple[str, QWidget]) -> QHBoxLayout:
    row = spaced(QHBoxLayout(), current_theme(), 4)
    for text, field in fields:
        label = QLabel(text)
        label.setProperty("role", "note")
        row.addWidget(label)
        row.addWidget(field, 1)
    return row
