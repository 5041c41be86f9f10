"""A choice to click: its text wraps, and once judged a sign says whether it was right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from playground.app.focus import by_tab
from playground.app.lesson.sign import Sign
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.lesson_answers import Answer, Verdict

SAID_RIGHT, SAID_WRONG, NOT_SAID = "said-right", "said-wrong", "not-said"
TELLS = {
    "": "",
    SAID_RIGHT: "Your answer: right",
    SAID_WRONG: "Your answer: not so",
    NOT_SAID: "This is right",
}


class AnswerButton(QPushButton):
    """One of the choices of a question, or with a note the name of what it opens."""

    def __init__(self, text: str, note: str = "") -> None:
        super().__init__()
        by_tab(self)
        self.said = text
        self.setProperty("role", "answer")
        self.setAutoDefault(False)
        self.setAccessibleName(f"{text}, {note}" if note else text)
        self._line = _line(text, "lesson-name" if note else "lesson")
        self._sign = Sign()
        self._row = spaced(QHBoxLayout(self), current_theme(), 8, (12, 6, 12, 6))
        lines = spaced(QVBoxLayout(), current_theme(), 0)
        lines.addWidget(self._line)
        if note:
            lines.addWidget(_line(note, "lesson-note"))
        self._row.addLayout(lines, 1)
        self._row.addWidget(self._sign)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def judge(self, verdict: Verdict | None, said: Answer | None) -> None:
        """Show whether this choice was said and whether it is right; None: nothing is judged."""
        chosen = verdict is not None and self.said == said
        if verdict is None:
            self._mark("")
        elif self.said == verdict.truth:
            self._mark(SAID_RIGHT if chosen else NOT_SAID)
        else:
            self._mark(SAID_WRONG if chosen else "")

    def _mark(self, judged: str) -> None:
        if judged == (self.property("judged") or ""):
            return
        self.setProperty("judged", judged)
        self.setAccessibleDescription(TELLS[judged])
        self._sign.show_right(None if not judged else judged != SAID_WRONG)
        for part in (self, self._line):
            self.style().unpolish(part)
            self.style().polish(part)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._row.minimumSize().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.totalHeightForWidth(width)


def _line(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
