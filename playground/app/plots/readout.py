"""A small box of plain text beside the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.palette import Theme

GAP = 12


class Readout(QLabel):
    """Shows lines of text near a point of its parent, always wholly inside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, point: QPoint, text: str) -> None:
        """Show the text to the right of the point, or to its left where there is no room."""
        if text != self.text():
            self.setText(text)
            self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        room = parent.rect()
        x, y = point.x() + GAP, point.y() - self.height() - GAP
        if x + self.width() > room.right():
            x = point.x() - GAP - self.width()
        self.move(max(x, 0), min(max(y, 0), room.height() - self.height()))
        self.show()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.setStyleSheet(
            f"background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.muted};"
            f"border-radius: {theme.px(4)}px; padding: {theme.px(3)}px {theme.px(6)}px;"
            f"font-size: {theme.px(12)}px;"
        )
        self.adjustSize()
