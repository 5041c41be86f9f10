"""The table of every step: follows the playhead, and moves it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from playground.app.numbers_text import count_text
from playground.app.palette import Theme
from playground.app.session import Session
from playground.app.table.cells import ROW_PX, Cells
from playground.app.table.chosen import Chosen
from playground.app.table.copying import Copying
from playground.app.table.rows_model import NOTE, RowsModel
from playground.app.theme import current_theme
from playground.app.view import View

_TRANSPORT = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)
_PRESSED = QAbstractItemView.CursorAction
_MOVES = {
    Qt.Key.Key_Up: _PRESSED.MoveUp,
    Qt.Key.Key_Down: _PRESSED.MoveDown,
    Qt.Key.Key_PageUp: _PRESSED.MovePageUp,
    Qt.Key.Key_PageDown: _PRESSED.MovePageDown,
}
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class RowsTable(QTableView):
    """Its current row is the playhead's: clicking, arrows and PageUp/PageDown seek.

    With Shift, or the mouse drawn across, they select from where they were; Ctrl+A selects all
    rows and Ctrl+C copies those selected as tab-separated exact numbers.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.rows = RowsModel()
        self.cells = Cells(self, self.rows, current_theme())
        self.chosen = Chosen()
        self.copying = Copying(session, self)
        self._following = False
        self._run = -1
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self.setAccessibleName("Numbers of every step")
        self.setAccessibleDescription(NOTE)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
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
        moved, leap = self.cells.now != view.playhead, abs(self.cells.now - view.playhead)
        if view.run != self._run or len(self.chosen.rows) == 1:
            self.chosen.only(view.playhead)
        self._run = view.run
        self.cells.now = view.playhead
        if moved or reshaped:
            self._follow(view.playhead, leap)
        self._show_chosen()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.cells.paint_with(theme)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        self._size_columns()
        self.viewport().update()

    def height_of(self, rows: int) -> int:
        """Return how high the table is with so many rows in sight."""
        row, bar = self.verticalHeader().defaultSectionSize(), self.horizontalScrollBar()
        around = self.horizontalHeader().sizeHint().height() + bar.sizeHint().height()
        return rows * row + around + 2 * self.frameWidth()

    def selectAll(self) -> None:
        """Select every row there is."""
        view = self.rows.view
        if view is not None:
            self.chosen.span(0, view.length - 1)
            self._show_chosen()

    def _follow(self, row: int, leap: int) -> None:
        """Make a row the current one; after a leap of a page, with its neighbours around it."""
        index = self.rows.index(row, max(self.currentIndex().column(), 0))
        self._following = True
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._following = False
        across = self.horizontalScrollBar().value()
        hint = QTableView.ScrollHint
        far = leap * self.verticalHeader().defaultSectionSize() > self.viewport().height()
        self.scrollTo(index, hint.PositionAtCenter if far else hint.EnsureVisible)
        self.horizontalScrollBar().setValue(across)

    def _show_chosen(self) -> None:
        rows = self.cells.chosen = self.chosen.rows
        if len(rows) > 1:
            ends = f"{count_text(rows[0])} to {count_text(rows[-1])}"
            self.setAccessibleDescription(f"Rows {ends} are selected. {NOTE}")
        else:
            self.setAccessibleDescription(NOTE)
        self.viewport().update()

    def _go(self, index: QModelIndex, extend: bool) -> None:
        """Move to a row, and select it or all up to it."""
        view = self.rows.view
        if not index.isValid() or view is None:
            return
        row = min(index.row(), view.length - 1)
        if extend:
            self.chosen.up_to(row)
        else:
            self.chosen.only(row)
        self._show_chosen()
        here = self.rows.index(row, index.column())
        self.selectionModel().setCurrentIndex(here, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _seek(self, current: QModelIndex, before: QModelIndex) -> None:
        view = self.rows.view
        if not self._following and current.isValid() and view is not None:
            self.session.seek(min(current.row(), view.length - 1))

    def _size_columns(self) -> None:
        view, room = self.rows.view, self.viewport().width()
        if view is not None:
            for at, width in enumerate(self.cells.widths(self.rows.columns, view, room)):
                self.setColumnWidth(at, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._size_columns()
        if self.cells.now >= 0:
            self.scrollTo(self.rows.index(self.cells.now, 0))

    def _copy(self) -> None:
        view = self.rows.view
        if view is not None:
            rows = self.chosen.rows
            rows = range(rows.start, min(rows.stop, view.length))
            self.copying.copy(view, self.rows.columns, rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(self.indexAt(event.position().toPoint()), bool(event.modifiers() & _SHIFT))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            row, y = self.currentIndex().row(), event.position().toPoint().y()
            if 0 <= y < self.viewport().height():
                row = self.rowAt(y)
            else:
                row += 1 if y > 0 else -1
            self._go(self.rows.index(row, max(self.currentIndex().column(), 0)), extend=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif event.key() in _MOVES:
            with_shift = bool(event.modifiers() & _SHIFT)
            self._go(self.moveCursor(_MOVES[Qt.Key(event.key())], event.modifiers()), with_shift)
        elif event.key() in _TRANSPORT:
            event.ignore()  # these move the playhead everywhere in the window
        else:
            super().keyPressEvent(event)
