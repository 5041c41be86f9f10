"""What says that a scrolled column goes on below: its last lines fade out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from playground.app.icons import tinted
from playground.app.theme import current_theme

HEIGHT_PX = 28
ARROW_PX = 12


class Fade(QWidget):
    """Lies over the lower edge of a scrolled area while there is more below it."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self._look)
        bar.rangeChanged.connect(self._look)
        area.installEventFilter(self)
        self._look()

    def _look(self) -> None:
        bar = self._area.verticalScrollBar()
        place, height = self._area.viewport().geometry(), current_theme().px(HEIGHT_PX)
        self.setGeometry(place.x(), place.bottom() + 1 - height, place.width(), height)
        # The lowest lines are the margin of the column, where nothing is to be seen.
        self.setVisible(bar.value() < bar.maximum() - current_theme().px(ARROW_PX))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._look()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        ground, clear = QColor(theme.window), QColor(theme.window)
        clear.setAlpha(0)
        fade = QLinearGradient(0.0, 0.0, 0.0, self.height())
        fade.setColorAt(0.0, clear)
        fade.setColorAt(0.6, ground)
        painter = QPainter(self)
        painter.fillRect(self.rect(), fade)
        size = theme.px(ARROW_PX)
        arrow = tinted("collapse", theme.muted, size)
        painter.drawPixmap((self.width() - size) // 2, self.height() - size, size, size, arrow)
        painter.end()
