"""The table of a gradient check: the first wrong component is marked and brought into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from playground.app.check_cells import CheckCells
from playground.app.check_model import LEAST_DIGITS, MOST_DIGITS, CheckModel, columns_of
from playground.app.palette import Theme
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.gradient_check import GradientCheck

_ROW, _NAMES = 22, 40  # pixels of the design
_WHOLE, _POWER = "−9.", "×10⁻⁰⁰"


class CheckTable(QTableView):
    """Shows a check; nothing in it can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = CheckModel()
        self.setModel(self.rows)
        self.cells = CheckCells(self, self.rows)
        self.setItemDelegate(self.cells)
        self.setAccessibleName("Gradient by component")
        self.setProperty("role", "runs")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # What has no room is in the tool tips; a bar would take the place of a row.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.paint_with(current_theme())

    def show_check(self, names: tuple[str, ...], check: GradientCheck | None) -> None:
        """Show a check of a loss with these parameters; None: nothing."""
        if check is None:
            self.rows.show((), ())
            return
        found = columns_of(check)
        before = [column.wrong for column in self.rows.columns]
        if self.rows.show(names, found):
            self._size_columns()
        marked = [column.wrong for column in found]
        wrong = [row for row in marked if row >= 0]
        if wrong and marked != before:
            self.scrollTo(self.rows.index(wrong[0], 0))
        self.viewport().update()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.cells.paint_with(theme)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self._size_columns()
        self.setMinimumHeight(self.horizontalHeader().sizeHint().height() + theme.px(_ROW) + 4)
        self.viewport().update()

    def _size_columns(self) -> None:
        """Show as many digits as all columns have room for; the last column goes before the third.

        That depends on the columns that there are and never on their values.
        """
        last, room = self.rows.columnCount() - 1, self.viewport().width()
        if last < 1:
            return
        widths = self._widths(MOST_DIGITS)
        for self.rows.digits in range(MOST_DIGITS, LEAST_DIGITS - 1, -1):
            widths = self._widths(self.rows.digits)
            if sum(widths) <= room:
                break
        self.setColumnHidden(last, sum(widths) > room)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _widths(self, digits: int) -> list[int]:
        header, cells = self.horizontalHeader(), self.cells
        names = [cells.width_of(f"∂/∂{name}") for name in self.rows.names]
        widths = [max([current_theme().px(_NAMES), *names])]
        for at, column in enumerate(self.rows.columns, 1):
            figures = "0" * (2 if column.brief else digits)
            sample = f"{_WHOLE}{figures[1:]}{_POWER}"
            wide = cells.width_of(sample, self.rows.has_signs(at))
            widths.append(max(header.sectionSizeHint(at), wide))
        return widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()
