"""The sign that a mistake is made on purpose, so that nobody wonders what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

from playground.app.focus import by_tab
from playground.app.icons import icon
from playground.app.theme import Theme
from playground.core.mistakes import MISTAKES

SIGN_PX = 12


class MistakeBadge(QPushButton):
    """Says which mistakes are on; hidden where none is. A click asks to see them."""

    def __init__(self) -> None:
        super().__init__()
        by_tab(self)
        self.setProperty("role", "mistake")
        self.setAutoDefault(False)
        self.whole = ""
        self.hide()

    def say(self, names: Sequence[str]) -> None:
        """Name these mistakes."""
        titles = [MISTAKES[name].title for name in names]
        spoken = ", ".join(title[:1].lower() + title[1:] for title in titles)
        count = "Mistake on" if len(names) == 1 else f"{len(names)} mistakes on"
        self.whole = f"{count}: {spoken}" if names else ""
        self.setText(self.whole)
        self.setAccessibleName(self.whole)
        self.setToolTip(f"{self.whole}. A click shows what each does and the line that mends it.")
        self.setVisible(bool(names))

    def fit(self, width: int, height: int) -> None:
        """Take no more than this room; what does not fit ends in …"""
        self.setText(self.whole)
        beside = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.whole)
        room = max(width - beside, 1)
        right = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self.whole, right, room))
        self.resize(min(self.sizeHint().width(), width), height)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIconSize(QSize(theme.px(SIGN_PX), theme.px(SIGN_PX)))
        self.setIcon(icon("warning", theme.oscillates))
