"""How a run ended: its sign, and its word where there is room."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from playground.app.runs.model import RunsModel


class OutcomeCells(QStyledItemDelegate):
    """Paints the outcome of each row of a RunsModel; with `brief` only its sign."""

    brief = False

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        assert isinstance(model, RunsModel)
        if self.brief:
            option.text = "" if model.rows[index.row()].figures.kind else "…"
