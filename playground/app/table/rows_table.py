"""The table of every step: follows the playhead, and moves it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from playground.app.palette import Theme
from playground.app.session import Session
from playground.app.table.cells import ROW_PX, Cells
from playground.app.table.columns import DIGITS, exact_cell
from playground.app.table.rows_model import NOTE, RowsModel
from playground.app.theme import current_theme
from playground.app.view import View

_TRANSPORT = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)


class RowsTable(QTableView):
    """Its current row is the playhead's: clicking, arrows and PageUp/PageDown seek.

    Ctrl+C copies the selected rows as tab-separated exact numbers.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.rows = RowsModel()
        self.cells = Cells(self, self.rows, current_theme())
        self._following = False
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self.setAccessibleName("Numbers of every step")
        self.setAccessibleDescription(NOTE)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._seek)
        self.paint_with(current_theme())

    def draw(self, view: View) -> None:
        """Show the view and keep the playhead's row in sight."""
        reshaped = self.rows.show(view)
        if reshaped:
            self._size_columns()
        moved = self.cells.now != view.playhead
        self.cells.now = view.playhead
        if moved or reshaped:
            self._follow(view.playhead)
        self.viewport().update()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.cells.paint_with(theme)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        self._size_columns()
        self.viewport().update()

    def height_of(self, rows: int) -> int:
        """Return how high the table is with so many rows in sight."""
        row, bar = self.verticalHeader().defaultSectionSize(), self.horizontalScrollBar()
        around = self.horizontalHeader().sizeHint().height() + bar.sizeHint().height()
        return rows * row + around + 2 * self.frameWidth()

    def copied(self) -> str:
        """Return the selected rows as text, in order."""
        view = self.rows.view
        if view is None:
            return ""
        rows = sorted({row for part in self._chosen() for row in part})
        return "\n".join(
            "\t".join(exact_cell(view, column, row) for column in self.rows.columns)
            for row in rows
            if row < view.length
        )

    def _follow(self, row: int) -> None:
        index = self.rows.index(row, max(self.currentIndex().column(), 0))
        chosen = sum(len(part) for part in self._chosen())
        flag = QItemSelectionModel.SelectionFlag
        how = flag.ClearAndSelect | flag.Rows if chosen <= 1 else flag.NoUpdate
        self._following = True
        self.selectionModel().setCurrentIndex(index, how)
        self._following = False
        across = self.horizontalScrollBar().value()
        self.scrollTo(self.rows.index(row, 0))
        self.horizontalScrollBar().setValue(across)

    def _chosen(self) -> list[range]:
        """The selected rows, as ranges: a hundred thousand selected rows are one."""
        selection = self.selectionModel().selection()
        parts = (selection.at(at) for at in range(selection.count()))
        return [range(part.top(), part.bottom() + 1) for part in parts]

    def _seek(self, current: QModelIndex, before: QModelIndex) -> None:
        view = self.rows.view
        if not self._following and current.isValid() and view is not None:
            self.session.seek(min(current.row(), view.length - 1))

    def _size_columns(self) -> None:
        view = self.rows.view
        digits = DIGITS.get(view.experiment.dtype, 7) if view is not None else 7
        widths = [self.cells.width(column.kind, digits, column.title) for column in
                  self.rows.columns]  # fmt: skip
        # What is left over is shared out, so that the marked row is as wide as the table.
        left = max(self.viewport().width() - sum(widths), 0)
        for at, width in enumerate(widths):
            share = left * (at + 1) // len(widths) - left * at // len(widths)
            self.setColumnWidth(at, width + share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._size_columns()
        if self.cells.now >= 0:
            self.scrollTo(self.rows.index(self.cells.now, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif event.key() in _TRANSPORT:
            event.ignore()  # these move the playhead everywhere in the window
        else:
            super().keyPressEvent(event)
