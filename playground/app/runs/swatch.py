"""The sample of a run's line: its colour and its dash."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.app.palette import Theme
from playground.app.plots.curves import DASHES
from playground.app.runs.model import RunsModel
from playground.app.theme import current_theme

LONG, THICK = 22, 2.5  # pixels of the design


def draw_swatch(painter: QPainter, area: QRectF, slot: int, visible: bool, theme: Theme) -> None:
    """Draw the line of a slot in the middle of an area; −1 is the run on screen.

    That of a hidden run is only dots in a quiet colour.
    """
    pen = QPen(QColor(theme.text if slot < 0 else theme.runs[slot]), THICK * theme.scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if not visible:
        pen = QPen(QColor(theme.muted), theme.scale, Qt.PenStyle.DotLine)
    elif slot >= 0 and DASHES[slot]:
        pen.setDashPattern(DASHES[slot])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    half, middle = LONG * theme.scale / 2, area.center()
    painter.drawLine(
        QLineF(middle.x() - half, middle.y(), middle.x() + half, middle.y()),
    )


def swatch_icon(slot: int) -> QIcon:
    """Return the line of a slot as an icon for a menu."""
    theme = current_theme()
    picture = QPixmap(theme.px(LONG + 4), theme.px(16))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_swatch(painter, QRectF(picture.rect()), slot, True, theme)
    painter.end()
    return QIcon(picture)


def _draw_plate(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """Give the line the ground that its colour is made for, on the colour of what is chosen."""
    edge = theme.px(3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(area.adjusted(1, edge, -1, -edge), edge, edge)


class SwatchCells(QStyledItemDelegate):
    """Paints the swatch of each row of a RunsModel."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        model = index.model()
        assert isinstance(model, RunsModel)
        row = model.rows[index.row()]
        area = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            _draw_plate(painter, QRectF(area), current_theme())
        draw_swatch(painter, QRectF(area), row.slot, row.visible, current_theme())
        painter.restore()
