"""How a cell is painted: numbers stand with their decimal points below each other."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.app.palette import Theme
from playground.app.table.rows_model import RowsModel

CELL_PX, ROW_PX, PAD = 12, 22, 6  # pixels of the design
_WHOLE = re.compile(r"[^.×]*")


class Cells(QStyledItemDelegate):
    """Paints numbers of a RowsModel; `now` is the playhead's row, `chosen` are those selected."""

    def __init__(self, parent: QWidget, model: RowsModel, theme: Theme) -> None:
        super().__init__(parent)
        self._model = model
        self.now = -1
        self.chosen = range(0)
        self.paint_with(theme)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.font = QFont()
        self.font.setPixelSize(theme.px(CELL_PX))
        self.font.setFeature(QFont.Tag("tnum"), 1)
        self._metrics = QFontMetricsF(self.font)
        self._pad = theme.px(PAD)
        self._whole = self._metrics.horizontalAdvance("−9999")
        self._digit = self._metrics.horizontalAdvance("0")
        self._text, self._on_accent = QColor(theme.text), QColor(theme.on_accent)
        self._accent, self._tint = QColor(theme.accent), QColor(theme.accent)
        self._tint.setAlpha(46)

    def width(self, kind: str, digits: int, title: str) -> int:
        """Return how wide a column is, from sample texts: it never changes with the values."""
        header = self._metrics.horizontalAdvance(title) * 1.1 + 2 * self._pad
        if kind == "step":
            return round(max(header, self._metrics.horizontalAdvance("100,000") + 2 * self._pad))
        plain = (digits + 2) * self._digit
        power = (digits - 1) * self._digit + self._metrics.horizontalAdvance("×10⁻³⁸")
        point = self._metrics.horizontalAdvance(".")
        return round(max(header, self._whole + point + max(plain, power) + 2 * self._pad))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, 0)  # sizes are fixed by the table

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        # Qt's way asks the model for ten roles a cell; here a cell is one rectangle and one text.
        box = option.rect
        row, column = index.row(), index.column()
        if row == self.now:
            painter.fillRect(box, self._accent)
        elif row in self.chosen:
            painter.fillRect(box, self._tint)
        text = self._model.text(row, column)
        if not text:
            return
        painter.setFont(self.font)
        painter.setPen(self._on_accent if row == self.now else self._text)
        match = _WHOLE.match(text)
        whole = match.group() if match is not None else ""
        room = self._whole if column else box.width() - 2 * self._pad
        x = box.x() + self._pad + room - self._metrics.horizontalAdvance(whole)
        rise = (box.height() + self._metrics.ascent() - self._metrics.descent()) / 2
        painter.drawText(QPointF(x, box.y() + rise), text)
