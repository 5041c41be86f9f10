"""How a cell is painted: numbers stand with their decimal points below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from playground.app.palette import Theme
from playground.app.table.columns import Column, digits_of
from playground.app.table.rows_model import RowsModel
from playground.app.view import View

CELL_PX, ROW_PX, PAD = 12, 22, 6  # pixels of the design
_WHOLE_FULL, _WHOLE_BRIEF = "−9999", "−99"  # for which there is room left of the point
_MOST_DIGITS, _LEAST_DIGITS = 12, 3
_FEW_DIGITS = 7  # of which a brief column shows nearly all
_NINES = ((99, "99"), (999, "999"), (9_999, "9,999"))  # a number of steps, and its room
_WHOLE = re.compile(r"[^.×]*")


class Cells(QStyledItemDelegate):
    """Paints numbers of a RowsModel; `now` is the playhead's row, `chosen` are those selected."""

    def __init__(self, parent: QWidget, model: RowsModel, theme: Theme) -> None:
        super().__init__(parent)
        self._model = model
        self.now = -1
        self.brief = False
        self.chosen = range(0)
        self.paint_with(theme)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.font = QFont()
        self.font.setPixelSize(theme.px(CELL_PX))
        self.font.setFeature(QFont.Tag("tnum"), 1)
        self._metrics = QFontMetricsF(self.font)
        self._pad = theme.px(PAD)
        self._digit = self._metrics.horizontalAdvance("0")
        self._text, self._on_accent = QColor(theme.text), QColor(theme.on_accent)
        self._accent, self._tint = QColor(theme.accent), QColor(theme.accent)
        self._tint.setAlpha(46)

    def widths(self, columns: Sequence[Column], view: View, room: int) -> list[int]:
        """Return how wide columns are: that depends on the room, never on the values.

        Where all digits of all columns do not fit, the table is `brief`: fewer of each, so that
        more columns are in sight. Where it has to be scrolled all the same, float64 keeps its own.
        """
        brief = [self._brief_width(column, view.steps) for column in columns]
        full = [self._full_width(column, digits_of(view)) for column in columns]
        fits = sum(brief) <= room or digits_of(view) <= _FEW_DIGITS
        self.brief = sum(full) > room and fits
        widths = brief if self.brief else full
        # What is left over is shared out, so that the marked row is as wide as the table; of
        # brief columns the numbers get it, which can use it.
        sharing = [at for at, column in enumerate(columns) if not self._is_count(column)]
        left = max(room - sum(widths), 0)
        for place, at in enumerate(sharing):
            widths[at] += left * (place + 1) // len(sharing) - left * place // len(sharing)
        return widths

    def _is_count(self, column: Column) -> bool:
        return self.brief and column.kind == "step"

    def _full_width(self, column: Column, digits: int) -> int:
        header = self._metrics.horizontalAdvance(column.title) * 1.1 + 2 * self._pad
        if column.kind == "step":
            return round(max(header, self._metrics.horizontalAdvance("100,000") + 2 * self._pad))
        plain = (digits + 2) * self._digit
        power = (digits - 1) * self._digit + self._metrics.horizontalAdvance("×10⁻³⁸")
        left = self._metrics.horizontalAdvance(_WHOLE_FULL)
        point = self._metrics.horizontalAdvance(".")
        return round(max(header, left + point + max(plain, power) + 2 * self._pad))

    def _brief_width(self, column: Column, steps: int) -> int:
        sample = "1.23×10⁻⁵" if column.kind == "rate" else f"{_WHOLE_BRIEF}.23×10⁻³⁸"
        if column.kind == "step":
            sample = next((nines for most, nines in _NINES if steps <= most), "100,000")
        header = self._metrics.horizontalAdvance(column.title) * 1.1
        return round(max(header, self._metrics.horizontalAdvance(sample)) + 2 * self._pad)

    def placed(self, row: int, column: int, width: int) -> tuple[str, float]:
        """Return what a cell of this width shows, and how far from its left edge it begins.

        In a brief table that is as many digits as fit, and no fewer than three.
        """
        room = width - 2 * self._pad
        text = self._model.text(row, column)
        begins = self._begins(text, column, room)
        digits = _MOST_DIGITS if self.brief and column else 0
        while digits > _LEAST_DIGITS and begins + self._metrics.horizontalAdvance(text) > room:
            digits -= 1
            text = self._model.text(row, column, digits)
            begins = self._begins(text, column, room)
        return text, self._pad + begins

    def _begins(self, text: str, column: int, room: int) -> float:
        """How far to the right a number begins, so that points stand below each other."""
        match = _WHOLE.match(text)
        whole = self._metrics.horizontalAdvance(match.group() if match is not None else "")
        if not column:
            return room - whole
        sample = _WHOLE_FULL
        if self.brief:
            sample = "9" if self._model.columns[column].kind == "rate" else _WHOLE_BRIEF
        return max(self._metrics.horizontalAdvance(sample) - whole, 0.0)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say a number whole that is shown with fewer digits."""
        text = self._model.text(index.row(), index.column())
        cut = text != self.placed(index.row(), index.column(), option.rect.width())[0]
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return cut

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
        text, begins = self.placed(row, column, box.width())
        if not text:
            return
        painter.setFont(self.font)
        painter.setPen(self._on_accent if row == self.now else self._text)
        rise = (box.height() + self._metrics.ascent() - self._metrics.descent()) / 2
        painter.drawText(QPointF(box.x() + begins, box.y() + rise), text)
