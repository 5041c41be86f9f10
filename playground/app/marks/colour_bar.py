"""What the colours of the bands mean: a narrow column of them, with the loss at the borders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.marks.levels import Levels
from playground.app.numbers_text import short_text
from playground.app.theme import Theme, current_theme

_BAR = 12
_TEXT_PX = 11
_WIDEST = "−1.5×10⁻¹⁰"  # the width of a label, always: nothing moves when values change
_NARROW = 260  # a panel in which there is no room for the bar
_ROOM = 22  # pixels from one label to the next, at least


class ColourBar(QWidget):
    """Bands from the lowest, at the bottom, to the highest; all equally tall."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Colours of the loss")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._theme = current_theme()
        self._levels: Levels | None = None
        self._colours: NDArray[np.uint8] = np.empty((0, 3), np.uint8)

    def show_levels(self, levels: Levels, colours: NDArray[np.uint8]) -> None:
        """Show the bands of these levels, (bands, 3) colours."""
        self._levels, self._colours = levels, colours
        self.update()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        parent = self.parentWidget()
        if parent is not None and parent.width() < self._theme.px(_NARROW):
            return QSize(0, 100)  # the landscape itself needs the room
        wide = QFontMetrics(self._font()).horizontalAdvance(_WIDEST)
        return QSize(self._theme.px(_BAR + 5) + wide + 2, 100)

    def event(self, event: QEvent) -> bool:
        parent = self.parentWidget()
        if event.type() == QEvent.Type.ParentChange and parent is not None:
            parent.installEventFilter(self)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(_TEXT_PX))
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._levels is not None:
            with QPainter(self) as painter:
                self._paint(painter, self._levels)

    def _paint(self, painter: QPainter, levels: Levels) -> None:
        theme = self._theme
        painter.setFont(self._font())
        count, above = levels.bands, theme.px(20)
        tall = (self.height() - above - theme.px(34)) / count
        for band, colour in enumerate(self._colours):
            top = above + (count - 1 - band) * tall
            painter.fillRect(QRectF(0, top, theme.px(_BAR), tall + 0.5), QColor(*map(int, colour)))
        painter.setPen(QColor(theme.muted))
        stride = max(1, -(-theme.px(_ROOM) // max(int(tall), 1)))
        for border in range(1, count, stride):
            y = above + (count - border) * tall
            text = short_text(float(levels.borders[border]), 3)
            place = QRectF(theme.px(_BAR + 5), y - 10, self.width(), 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        painter.drawText(QRectF(0, 0, self.width(), above - 4), Qt.AlignmentFlag.AlignTop, "loss")
