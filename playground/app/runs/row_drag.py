"""A row that is drawn by the mouse to another place of its table."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QTableView

from playground.app.theme import current_theme

THICK = 2  # pixels of the design: of the line where the row would be put


class RowDrag:
    """Knows which row is held, and before which one it would be put; rows above `first` stay.

    Not Qt's own drag and drop: that would stop the window's other events until the row is let go.
    """

    def __init__(self, table: QTableView, first: int) -> None:
        self._table, self._first = table, first
        self._pressed = QPoint()
        self._row = -1  # the one that was pressed, −1 if none
        self._gap = -1  # the row is to be put before this one, −1 until it has been drawn away

    @property
    def held(self) -> bool:
        """Whether a row was pressed and not yet let go."""
        return self._row >= 0

    @property
    def under_way(self) -> bool:
        """Whether a row has been drawn away from where it was pressed."""
        return self._gap >= 0

    def press(self, row: int, place: QPoint) -> None:
        """Take hold of a row at a place of the viewport."""
        self._row, self._gap, self._pressed = row, -1, place

    def move(self, place: QPoint) -> None:
        """Follow the mouse."""
        far = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if not (self.under_way or far):
            return
        self._table.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._gap = self._gap_at(place.y())
        if not 0 <= place.y() < self._table.viewport().height():
            row = min(self._gap, self._table.model().rowCount() - 1)
            self._table.scrollTo(self._table.model().index(row, 0))
        self._table.viewport().update()

    def let_go(self) -> int:
        """Return how many places down the row is to go, and hold it no longer."""
        row, gap = self._row, self._gap
        self.cancel()
        return gap - row - (gap > row) if gap >= 0 else 0

    def cancel(self) -> None:
        """Leave the row where it is."""
        self._row = self._gap = -1
        self._table.viewport().unsetCursor()
        self._table.viewport().update()

    def paint(self) -> None:
        """Draw the line where the row would be put."""
        if not self.under_way:
            return
        theme, viewport = current_theme(), self._table.viewport()
        last = self._table.model().rowCount() - 1
        y = self._table.rowViewportPosition(min(self._gap, last))
        if self._gap > last:
            y += self._table.rowHeight(last)
        thick = theme.px(THICK)
        with QPainter(viewport) as painter:
            line = QRect(0, min(y, viewport.height()) - thick, viewport.width(), thick)
            painter.fillRect(line, QColor(theme.accent))

    def _gap_at(self, y: int) -> int:
        row = self._table.rowAt(y)
        if row < 0:
            return self._first if y < 0 else self._table.model().rowCount()
        middle = self._table.rowViewportPosition(row) + self._table.rowHeight(row) // 2
        return max(row + (y >= middle), self._first)
