"""Draws one loss of the list: its title, its formula on the right, what it teaches below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.app.theme import current_theme

MOST_WIDTH = 0.66  # of a row that a formula may take
LEAST_SHARE = 0.8  # of its size, to which a tall one may shrink and be read
CHOICE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class LossDelegate(QStyledItemDelegate):
    """`typeset` gives the picture of a formula, or None while there is none."""

    def __init__(self, typeset: Callable[[str], QPixmap | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._typeset = typeset

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(theme.px(200), theme.px(50 if index.data(CHOICE).name else 26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme, offered = current_theme(), index.data(CHOICE)
        rect: QRect = option.rect
        state = option.state
        inside = rect.adjusted(theme.px(8), theme.px(4), -theme.px(8), -theme.px(4))
        if not offered.name:
            self._write(painter, inside, offered.title, theme.muted, 11, bold=True)
            painter.restore()
            return
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            self._fill(painter, rect, bool(state & QStyle.StateFlag.State_Selected))
        picture = self._typeset(offered.formula)
        top = QRect(inside.topLeft(), QSize(inside.width(), theme.px(24)))
        taken = self._draw_formula(painter, top, picture)
        top.setWidth(top.width() - taken)
        self._write(painter, top, offered.title, theme.text, 13, bold=True)
        below = QRect(inside.left(), top.bottom(), inside.width(), inside.bottom() - top.bottom())
        self._write(painter, below, offered.teaches, theme.muted, 12)
        painter.restore()

    def _fill(self, painter: QPainter, rect: QRect, selected: bool) -> None:
        theme = current_theme()
        painter.fillRect(rect, QColor(theme.hover))
        if selected:
            painter.fillRect(
                QRect(rect.topLeft(), QSize(theme.px(3), rect.height())), QColor(theme.accent)
            )

    def _draw_formula(self, painter: QPainter, top: QRect, picture: QPixmap | None) -> int:
        """Draw it at the right if it fits beside the title; return the width it takes."""
        if picture is None:
            return 0
        size = picture.deviceIndependentSize()
        if size.height() > top.height():
            size *= top.height() / size.height()
        small = size.height() < LEAST_SHARE * picture.deviceIndependentSize().height()
        if small or size.width() > top.width() * MOST_WIDTH:
            return 0
        place = QRectF(
            top.right() - size.width(), top.center().y() - size.height() / 2,
            size.width(), size.height(),
        )  # fmt: skip
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        return int(size.width()) + current_theme().px(8)

    def _write(
        self, painter: QPainter, rect: QRect, text: str, colour: str, size: int, bold: bool = False
    ) -> None:
        font = QFont(painter.font())
        font.setPixelSize(current_theme().px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, short)
