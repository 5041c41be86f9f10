"""The runs as Qt's table sees them: the one on screen first, then the pinned ones."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from playground.app.escape import tip
from playground.app.icons import icon
from playground.app.numbers_text import count_text, short_text
from playground.app.outcome_bar import MARKS
from playground.app.runs.figures import TOLERANCE, Figures
from playground.app.theme import current_theme

Index = QModelIndex | QPersistentModelIndex
TITLES = ("", "Run", "Loss", "Steps", "End", "Dist.")
SWATCH, NAME, LOSS, STEPS, OUTCOME, DISTANCE = range(len(TITLES))
TIPS = (
    "The colour of the run on every panel; click to hide or show it",
    "Run: what tells it from the others; F2 or a double click renames it, a drag moves it",
    "Loss: that at the last step",
    f"Steps until the loss stays within {100 * TOLERANCE:g} % of its way down to the lowest known",
    "Outcome: how the run ended",
    "Distance: how far theta ends from the nearest known minimum",
)
TEXT_PX = 12  # pixels of the design
_NUMBERS = (LOSS, STEPS, DISTANCE)
NONE = "–"
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ROLE = Qt.ItemDataRole


@dataclass(frozen=True)
class RunRow:
    """A run in the table; the one on screen has no key and no slot."""

    name: str
    figures: Figures
    key: int = 0
    slot: int = -1
    visible: bool = True


class RunsModel(QAbstractTableModel):
    """Shows rows; a name that is typed goes to `rename` with the key of its run."""

    def __init__(self, rename: Callable[[int, str], None]) -> None:
        super().__init__()
        self._rename = rename
        self.rows: tuple[RunRow, ...] = ()

    def show(self, rows: tuple[RunRow, ...]) -> None:
        """Show these rows from now on."""
        if rows == self.rows:
            return
        if [row.key for row in rows] != [row.key for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        self.rows = rows
        last = self.index(len(rows) - 1, len(TITLES) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return TITLES[section]
        if role == _ROLE.ToolTipRole:
            return TIPS[section]
        if role == _ROLE.TextAlignmentRole and section in _NUMBERS:
            return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == NAME and self.rows[index.row()].key:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        row, column = self.rows[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return _text(row, column)
        if role == _ROLE.EditRole and column == NAME:
            return row.name
        if role == _ROLE.TextAlignmentRole and column in _NUMBERS:
            return _RIGHT
        if role == _ROLE.DecorationRole and column == OUTCOME and row.figures.kind:
            name, colour = MARKS[row.figures.kind]
            return icon(name, getattr(current_theme(), colour))
        if role == _ROLE.AccessibleTextRole and column == SWATCH:
            return _swatch_words(row)
        if role == _ROLE.ToolTipRole:
            return _tip(row, column)
        if role == _ROLE.FontRole and column == NAME and not row.key:
            font = QFont()
            font.setPixelSize(current_theme().px(TEXT_PX))
            font.setBold(True)
            return font
        return None

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:
        row = self.rows[index.row()]
        if role != _ROLE.EditRole or not row.key or not str(value).strip():
            return False
        self._rename(row.key, str(value))
        return True


def _text(row: RunRow, column: int) -> str:
    figures = row.figures
    if column == NAME:
        return row.name
    if column == LOSS:
        return short_text(figures.loss, 3) if figures.kind else NONE
    if column == STEPS:
        return NONE if math.isnan(figures.steps) else count_text(int(figures.steps))
    if column == DISTANCE:
        return NONE if math.isnan(figures.distance) else short_text(figures.distance, 2)
    if column == OUTCOME:
        return figures.kind or "under way"
    return ""


def _tip(row: RunRow, column: int) -> str:
    if column == NAME:
        return tip(row.name if row.key else f"{row.name}: the run on screen")
    return _text(row, column) if column == OUTCOME else ""


def _swatch_words(row: RunRow) -> str:
    if not row.key:
        return "the run on screen"
    return f"colour {row.slot + 1} of 8{'' if row.visible else ', hidden'}"
