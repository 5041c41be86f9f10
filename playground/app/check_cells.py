"""How a component is painted: decimal points below each other, a cross at what is wrong."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.app.check_model import CheckModel
from playground.app.icons import tinted
from playground.app.palette import Theme
from playground.app.theme import current_theme

_CELL_PX, _PAD, _SIGN = 12, 4, 11  # pixels of the design
_WHOLE = "−9"  # for which there is room left of the point
_BEFORE_POINT = re.compile(r"[^.×]*")


class CheckCells(QStyledItemDelegate):
    """Paints the cells of a CheckModel."""

    def __init__(self, parent: QWidget, model: CheckModel) -> None:
        super().__init__(parent)
        self._model = model
        self.paint_with(current_theme())

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._font = QFont()
        self._font.setPixelSize(theme.px(_CELL_PX))
        self._font.setFeature(QFont.Tag("tnum"), 1)
        self._metrics = QFontMetricsF(self._font)
        self._pad, self._sign = theme.px(_PAD), theme.px(_SIGN)
        self._text, self._wrong = QColor(theme.text), QColor(theme.explodes)

    def width_of(self, text: str, signed: bool = False) -> int:
        """Return how wide a cell with this text is, with room for a cross or without."""
        sign = self._sign if signed else 0
        return round(self._metrics.horizontalAdvance(text) + 2 * self._pad + sign)

    def pointed_width_of(self, text: str, signed: bool) -> int:
        """Return how wide a cell with this number is, its point below those of the others."""
        return self.width_of(text, signed) + round(self._before(text))

    def _before(self, text: str) -> float:
        """What is left free before a number so that its point stands below the others."""
        match = _BEFORE_POINT.match(text)
        whole = self._metrics.horizontalAdvance(match.group() if match is not None else "")
        return max(self._metrics.horizontalAdvance(_WHOLE) - whole, 0.0)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        box, text, column = option.rect, str(index.data()), index.column()
        wrong = self._model.is_wrong(index.row(), column)
        begins = float(self._pad)
        if column:
            begins += self._sign * self._model.has_signs(column) + self._before(text)
        painter.setFont(self._font)
        painter.setPen(self._wrong if wrong else self._text)
        rise = (box.height() + self._metrics.ascent() - self._metrics.descent()) / 2
        painter.drawText(QPointF(box.x() + begins, box.y() + rise), text)
        if wrong:
            sign = tinted("cross", self._wrong.name(), self._sign)
            top = box.y() + (box.height() - self._sign) // 2
            painter.drawPixmap(round(box.x() + begins - self._sign - 2), top, sign)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, 0)  # sizes are fixed by the table
