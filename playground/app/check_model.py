"""The gradient component by component: autograd's, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from playground.app.check_words import CLOSE
from playground.app.numbers_text import number_text, short_text

if TYPE_CHECKING:
    from playground.core.gradient_check import GradientCheck
    from playground.core.gradient_compared import Compared

MOST_DIGITS, LEAST_DIGITS = 6, 3  # as many as there is room for
FULL = 12  # in tool tips
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_POWER_ALONE = re.compile(r"^(−?)10(?=[⁻⁰¹²³⁴-⁹])")  # one that has no point to stand below others


class Column(NamedTuple):
    """One column: its title, what it means, its values (n,) and the row of its first wrong one."""

    title: str
    tip: str
    values: NDArray[np.float64]
    wrong: int = -1
    brief: bool = False  # a difference, of which two digits say enough
    empty: bool = False  # what was typed since cannot be read: nothing is known of it


class CheckModel(QAbstractTableModel):
    """The rows are the components of theta; texts are made as they are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self.digits = MOST_DIGITS

    def show(self, names: tuple[str, ...], columns: tuple[Column, ...]) -> bool:
        """Show these columns; True if there are others than before, or more or fewer rows."""
        titles = [column.title for column in columns]
        same = names == self.names and titles == [column.title for column in self.columns]
        if same:
            self.columns = columns
            return False
        self.beginResetModel()
        self.names, self.columns = names, columns
        self.endResetModel()
        return True

    def is_wrong(self, row: int, column: int) -> bool:
        """Whether this is the first wrong component of a gradient."""
        return column > 0 and self.columns[column - 1].wrong == row

    def has_signs(self, column: int) -> bool:
        """Whether a column may hold something wrong; autograd's and the differences do not."""
        return column > 1 and not self.columns[column - 1].brief

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's variant
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column, self.digits)
        if role == Qt.ItemDataRole.ToolTipRole and column:
            if self.columns[column - 1].empty:
                return "What is typed below is no derivative"
            wrong = "first wrong component: " if self.is_wrong(row, column) else ""
            return f"{wrong}{self._text(row, 0, 0)} = {self._text(row, column, FULL)}"
        return None

    def _text(self, row: int, column: int, digits: int) -> str:
        if not column:
            return f"∂/∂{self.names[row]}"
        shown = self.columns[column - 1]
        if shown.empty:
            return ""
        if digits == FULL:
            return short_text(shown.values[row], FULL)
        if shown.brief:
            return _POWER_ALONE.sub(r"\g<1>1×10", short_text(shown.values[row], 2))
        return number_text(shown.values[row], digits)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Qt's variant
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section - 1].title if section else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section - 1].tip if section else "The component of the gradient"
        return None


def columns_of(check: GradientCheck, unread: bool = False) -> tuple[Column, ...]:
    """Return what there is beside autograd's gradient: what was typed and written by hand first.

    unread: what is typed by now is no derivative, so that its column is empty.
    """
    difference = check.central - check.autograd
    scale = float(np.abs(check.autograd).max()) or 1.0
    off = ~(np.abs(difference) <= CLOSE * scale)
    first = int(off.argmax()) if off.any() else -1
    typed = _others(check.typed, "typed", "The derivative that you typed")
    if unread:
        typed = [column._replace(wrong=-1, empty=True) for column in typed]
    return (
        Column("autograd", "What backward() puts into .grad", check.autograd),
        *typed,
        *_others(check.by_hand, "by hand", "The source text's gradient, written by hand"),
        Column("central", "(loss(θ + h) − loss(θ − h)) / 2h", check.central, first),
        Column("difference", "The central difference minus autograd", difference, -1, True),
    )


def _others(compared: Compared | None, title: str, tip: str) -> Sequence[Column]:
    if compared is None:
        return ()
    # a cross beside two equal numbers would be a riddle: the words name the other theta
    wrong = compared.wrong if compared.here else -1
    return (Column(title, tip, compared.gradient, wrong),)
