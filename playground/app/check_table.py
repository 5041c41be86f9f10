"""The table of a gradient check: the first wrong component is marked and brought into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from playground.app.check_cells import CheckCells
from playground.app.check_model import LEAST_DIGITS, MOST_DIGITS, CheckModel, columns_of
from playground.app.check_room import row_height
from playground.app.palette import Theme
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.gradient_check import GradientCheck

_ROW, _NAMES, _TITLE = 22, 40, 8  # pixels of the design
_MOST_READ = 64  # rows whose own numbers tell how wide a column is
_WHOLE, _POWER = "−9.", "×10⁻⁰⁰"


class CheckTable(QTableView):
    """Shows a check; nothing in it can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = CheckModel()
        self._widest: list[int] = []  # that the columns had with the numbers they showed
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
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.paint_with(current_theme())

    def show_check(
        self, names: tuple[str, ...], check: GradientCheck | None, unread: bool = False
    ) -> None:
        """Show a check of a loss with these parameters; None: nothing.

        unread: what is typed by now is no derivative, so that its column is empty.
        """
        if check is None:
            self.rows.show((), ())
            return
        found = columns_of(check, unread)
        before = [column.wrong for column in self.rows.columns]
        if self.rows.show(names, found):
            self._widest = []
            self._size_rows()
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
        self._widest = []
        self._size_rows()
        self._size_columns()
        self.setMinimumHeight(self.horizontalHeader().sizeHint().height() + theme.px(_ROW) + 4)
        self.viewport().update()

    def _size_rows(self) -> None:
        """Let the rows fill the table when they are too many for it, so that none is cut."""
        usual, room = current_theme().px(_ROW), self.viewport().height()
        height = row_height(usual, room, self.rows.rowCount())
        self.verticalHeader().setDefaultSectionSize(height)

    def _size_columns(self) -> None:
        """Show as many digits as all columns have room for.

        That depends on the columns that there are and not on their values. Where the fewest
        digits of any number are too many, a column is as wide as the widest that it has shown,
        and what has no room even then is scrolled to.
        """
        if self.rows.columnCount() < 2:
            return
        room = self.viewport().width()
        widths = self._widths(MOST_DIGITS)
        for self.rows.digits in range(MOST_DIGITS, LEAST_DIGITS - 1, -1):
            widths = self._widths(self.rows.digits)
            if sum(widths) <= room:
                break
        if sum(widths) > room and self.rows.rowCount() <= _MOST_READ:
            shown = self._shown_widths()
            widths = self._widest = list(map(max, shown, self._widest or shown))
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _widths(self, digits: int) -> list[int]:
        header, cells = self.horizontalHeader(), self.cells
        widths = [max(current_theme().px(_NAMES), self._names_width())]
        for at, column in enumerate(self.rows.columns, 1):
            figures = "0" * (2 if column.brief else digits)
            sample = f"{_WHOLE}{figures[1:]}{_POWER}"
            wide = cells.width_of(sample, self.rows.has_signs(at))
            widths.append(max(header.sectionSizeHint(at), wide))
        return widths

    def _shown_widths(self) -> list[int]:
        """The widths of the numbers and titles that there are."""
        title, pad = self.horizontalHeader().fontMetrics(), current_theme().px(_TITLE)
        widths = [self._names_width()]
        for at, column in enumerate(self.rows.columns, 1):
            numbers = (str(self.rows.index(row, at).data()) for row in range(self.rows.rowCount()))
            signed = self.rows.has_signs(at)
            wide = max(self.cells.pointed_width_of(number, signed) for number in numbers)
            widths.append(max(title.horizontalAdvance(column.title) + pad, wide))
        return widths

    def _names_width(self) -> int:
        return max(self.cells.width_of(f"∂/∂{name}") for name in self.rows.names)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_rows()
        self._size_columns()
