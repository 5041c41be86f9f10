"""How an answer was judged: a sign, a sentence, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.icons import tinted
from playground.app.lesson.text import LessonText
from playground.app.spacing import spaced
from playground.app.theme import current_theme

SIGN_PX = 20


class VerdictBox(QWidget):
    """Hidden until something was judged."""

    def __init__(self, is_typeset: Callable[[str], bool]) -> None:
        super().__init__()
        self._right: bool | None = None
        self._sign = QLabel()
        self.line = _line("verdict")
        self.explanation = LessonText(is_typeset)
        self.outcome, self.theory = _line("lesson"), _line("lesson-note")
        column = spaced(QVBoxLayout(self), current_theme(), 8)
        row = spaced(QHBoxLayout(), current_theme(), 8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.line, 1)
        column.addLayout(row)
        for part in (self.explanation, self.outcome, self.theory):
            column.addWidget(part)
            part.hide()
        self.hide()

    def show_verdict(self, right: bool | None, words: str, explanation: str) -> None:
        """Say whether it was right (None: neither), and why."""
        self._right = right
        self.line.setText(words)
        self.line.setAccessibleName(words)
        self.explanation.show_markdown(explanation)
        self._draw_sign()
        self.show()

    def tell_run(self, outcome: str, theory: str) -> None:
        """Say what the run did and what the theory says of it; "" leaves either out."""
        for part, text in ((self.outcome, outcome), (self.theory, theory)):
            if part.text() != text:
                part.setText(text)
                part.setAccessibleName(text)
            part.setVisible(bool(text))

    def _draw_sign(self) -> None:
        theme = current_theme()
        name, colour = {
            True: ("settled", theme.good),
            False: ("cross", theme.explodes),
            None: ("open", theme.muted),
        }[self._right]
        self._sign.setPixmap(tinted(name, colour, theme.px(SIGN_PX)))
        self._sign.setVisible(self._right is not None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_sign()


def _line(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
