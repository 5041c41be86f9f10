"""A small button that shows the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from playground.app.focus import by_tab
from playground.app.theme import current_theme


class FactorButton(QPushButton):
    """A short text, and the key in its corner."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__(text)
        by_tab(self)
        self._key = key
        self.setProperty("column", "factor")
        self.setAutoDefault(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(theme.px(9))
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        inside = self.rect().adjusted(0, theme.px(2), -theme.px(4), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, self._key)
        painter.end()
