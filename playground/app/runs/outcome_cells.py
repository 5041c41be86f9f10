"""How a run ended: its sign, and its word where there is room."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.app.icons import tinted
from playground.app.outcome_bar import MARKS
from playground.app.runs.model import RunsModel
from playground.app.theme import current_theme


class OutcomeCells(QStyledItemDelegate):
    """Paints the outcome of each row of a RunsModel; with `brief` only its sign."""

    brief = False

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        assert isinstance(model, RunsModel)
        kind = model.rows[index.row()].figures.kind
        if self.brief:
            option.text = "" if kind else "…"
        if kind and option.state & QStyle.StateFlag.State_Selected:
            # Its own colour can hardly be seen on that of what is chosen.
            theme = current_theme()
            sign = tinted(MARKS[kind][0], theme.on_accent, theme.px(16))
            shown = QIcon(sign)
            shown.addPixmap(sign, QIcon.Mode.Selected)
            option.icon = shown
