"""A choice to click: its text wraps, and once judged a sign says whether it was right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy

from playground.app.focus import by_tab
from playground.app.icons import tinted
from playground.app.spacing import spaced
from playground.app.theme import current_theme

SIGN_PX = 16


class AnswerButton(QPushButton):
    """One of the choices of a question."""

    def __init__(self, text: str) -> None:
        super().__init__()
        by_tab(self)
        self.said = text
        self._right: bool | None = None
        self.setProperty("role", "answer")
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self._line = QLabel(text)
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setProperty("role", "lesson")
        self._line.setWordWrap(True)
        self._line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sign = QLabel()
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = spaced(QHBoxLayout(self), current_theme(), 8, (12, 6, 12, 6))
        self._row.addWidget(self._line, 1)
        self._row.addWidget(self._sign)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._draw_sign()

    def mark(self, right: bool | None) -> None:
        """Show that this choice was said, and whether it was right; None: it was not said."""
        self._right = right
        self.setProperty("right", "" if right is None else str(right).lower())
        said = {None: "", True: "Your answer: right", False: "Your answer: not so"}[right]
        self.setAccessibleDescription(said)
        self.style().unpolish(self)
        self.style().polish(self)
        self._draw_sign()

    def _draw_sign(self) -> None:
        theme = current_theme()
        self._sign.setVisible(self._right is not None)
        if self._right is not None:
            name, colour = ("settled", theme.good) if self._right else ("cross", theme.explodes)
            self._sign.setPixmap(tinted(name, colour, theme.px(SIGN_PX)))

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._row.minimumSize().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.totalHeightForWidth(width)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_sign()
