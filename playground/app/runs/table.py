"""The table of runs, with the keys that act on the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from playground.app.palette import Theme
from playground.app.pins import Pins
from playground.app.runs.model import (
    DISTANCE,
    LOSS,
    NAME,
    OUTCOME,
    STEPS,
    SWATCH,
    TITLES,
    RunRow,
    RunsModel,
)
from playground.app.runs.swatch import LONG, SwatchCells
from playground.app.theme import current_theme

ROW_PX, NAME_PX = 24, 104  # pixels of the design
_TRANSPORT = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)
_WIDEST = {LOSS: "0.00×10⁻⁰⁰", STEPS: "00,000", DISTANCE: "0.0×10⁻⁰⁰", OUTCOME: "oscillating"}


class RunsTable(QTableView):
    """Enter loads the chosen run, Delete removes it, F2 renames it, Alt with ↑ or ↓ moves it.

    load_asked: the key of a pin that is to be the run on screen.
    menu_asked: a menu is wanted, at this place of the screen.
    """

    load_asked = Signal(int)
    menu_asked = Signal(object)

    def __init__(self, pins: Pins) -> None:
        super().__init__()
        self._pins = pins
        self.runs = RunsModel(pins.rename)
        self.setModel(self.runs)
        self.setItemDelegateForColumn(SWATCH, SwatchCells(self))
        self.setAccessibleName("Runs side by side")
        self.setAccessibleDescription(
            "The run on screen and the pinned runs. Enter loads the chosen one, Delete removes it, "
            "F2 renames it."
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        # Of long names both ends matter: the optimizer, and what is special.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.clicked.connect(self._clicked)
        self.paint_with(current_theme())

    @property
    def chosen(self) -> RunRow | None:
        """The chosen pinned run."""
        index = self.currentIndex()
        row = self.runs.rows[index.row()] if index.isValid() else None
        return row if row is not None and row.key else None

    def show_rows(self, rows: tuple[RunRow, ...]) -> None:
        """Show these rows; the chosen run stays chosen, wherever it is now."""
        chosen = self.chosen
        self.runs.show(rows)
        keys = [row.key for row in rows]
        if chosen is not None and chosen.key in keys and self.chosen is None:
            self.selectRow(keys.index(chosen.key))

    def choose(self, key: int) -> None:
        """Choose a run."""
        self.selectRow([row.key for row in self.runs.rows].index(key))

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        metrics = self.fontMetrics()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(theme.px(LONG + 10))
        self.setColumnWidth(SWATCH, theme.px(LONG + 10))
        for column, text in _WIDEST.items():
            room = 30 if column == OUTCOME else 12
            title = header.fontMetrics().horizontalAdvance(TITLES[column]) + theme.px(16)
            wide = metrics.horizontalAdvance(text) + theme.px(room)
            self.setColumnWidth(column, max(wide, title))
        self._stretch_name()
        self.viewport().update()

    def _stretch_name(self) -> None:
        """Give the names what is left over, but always enough to tell them apart."""
        others = sum(self.columnWidth(at) for at in range(len(TITLES)) if at != NAME)
        least = current_theme().px(NAME_PX)
        self.setColumnWidth(NAME, max(self.viewport().width() - others, least))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch_name()

    def _clicked(self, index: QModelIndex) -> None:
        row = self.runs.rows[index.row()]
        if index.column() == SWATCH and row.key:
            self._pins.show(row.key, not row.visible)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.chosen
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in _TRANSPORT or event.text().lower() in ("p", "f"):
            event.ignore()  # these act everywhere in the window
        elif row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.load_asked.emit(row.key)
        elif row is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._pins.remove(row.key)
        elif row is not None and key in moves and alt:
            self._pins.move(row.key, moves[Qt.Key(key)])
        else:
            super().keyPressEvent(event)
