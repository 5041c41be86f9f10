"""A tick or a cross, right or wrong: in its full colour also where all around is disabled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.app.icons import tinted
from playground.app.theme import current_theme

SIGN_PX = 16


class Sign(QWidget):
    """Shows nothing until something is judged."""

    def __init__(self) -> None:
        super().__init__()
        self.right: bool | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_right(self, right: bool | None) -> None:
        """Show a tick (True), a cross (False) or nothing."""
        self.right = right
        self._fit()
        self.setVisible(right is not None)
        self.update()

    def _fit(self) -> None:
        size = current_theme().px(SIGN_PX)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        name, colour = ("settled", theme.good) if self.right else ("cross", theme.explodes)
        # Painted here: a label would take the colour from the picture where it is disabled.
        painter = QPainter(self)
        painter.drawPixmap(QPoint(0, 0), tinted(name, colour, self.width()))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._fit()
            self.update()
