"""The rows of a run for Qt's table view, read from the view's arrays when they are painted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from playground.app.table.columns import Column, cell_text, columns_of
from playground.app.view import View

NOTE = (
    "Row k is the state after k updates. A text that prints the loss of epoch k before its "
    "update shows our row k − 1."
)
RATE_NOTE = f"lr is the learning rate of the step that leaves row k. {NOTE}"
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Every row the run will have, those not yet there empty, so that nothing moves as it grows.

    Once the run has ended the table is as long as the run.
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: View | None = None
        self.columns: tuple[Column, ...] = ()
        self._rows = 0

    def show(self, view: View) -> bool:
        """Read from this view from now on; True if the table has another shape."""
        rows = view.length if view.finished else view.steps + 1
        old = self.view
        same = (
            old is not None and old.parameters == view.parameters
            and old.experiment.dtype == view.experiment.dtype and rows == self._rows
        )  # fmt: skip
        if same:
            self.view = view
            return False
        self.beginResetModel()
        self.view, self._rows, self.columns = view, rows, columns_of(view)
        self.endResetModel()
        return True

    def text(self, row: int, column: int, digits: int = 0) -> str:
        """Return what a cell shows, with every digit there is or only so many."""
        if self.view is None:
            return ""
        return cell_text(self.view, self.columns[column], row, digits)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt's variant
        if role == Qt.ItemDataRole.DisplayRole and index.isValid():
            return self.text(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # Qt's variant
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return RATE_NOTE if self.columns[section].kind == "rate" else NOTE
        return None
