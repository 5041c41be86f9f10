"""What there is before a lesson is open: the lessons of the program, and what a file has wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.app.focus import by_tab
from playground.app.lesson.answer_button import AnswerButton
from playground.app.lesson.files import ask_for_lesson
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme

MOST_ERRORS = 200  # of a file that are listed


class Chooser(QWidget):
    """A button a lesson, one for any file, and below them every mistake of one that was refused."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.buttons: list[AnswerButton] = []
        self.open = by_tab(QPushButton("Open a lesson …"))
        self.open.setAutoDefault(False)
        self.open.clicked.connect(lambda: ask_for_lesson(session, self))
        self.back = by_tab(QPushButton("Back to the lesson"))
        self.back.setAutoDefault(False)
        self.refused = QLabel("This file is no lesson yet. In it:")
        self.refused.setProperty("role", "error")
        self.errors = QPlainTextEdit()
        self.errors.setReadOnly(True)
        self.errors.setTabChangesFocus(True)
        self.errors.setAccessibleName("What is wrong with the lesson")
        self._list = QWidget()
        self._rows = spaced(QVBoxLayout(self._list), current_theme(), 6)
        self._rows.addStretch(1)
        scrolling = QScrollArea()
        scrolling.setWidgetResizable(True)
        scrolling.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolling.setWidget(self._list)
        column = spaced(QVBoxLayout(self), current_theme(), 8)
        column.addWidget(scrolling, 2)
        column.addWidget(self.back)
        column.addWidget(self.open)
        column.addWidget(self.refused)
        column.addWidget(self.errors, 1)
        self.follow()

    def offer(self) -> None:
        """List the lessons that come with the program; only once the session is ready."""
        if self.buttons:
            return
        for place, shelved in enumerate(self._session.lessons):
            button = AnswerButton(shelved.title, f"{shelved.level}, {shelved.minutes} minutes")
            button.clicked.connect(partial(self._session.classroom.open, shelved.path))
            self.buttons.append(button)
            self._rows.insertWidget(place, button)

    def follow(self) -> None:
        """Show what was wrong with the file that was opened last."""
        errors = self._session.classroom.errors
        self.back.setVisible(self._session.classroom.can_go_on)
        self.refused.setVisible(bool(errors))
        self.errors.setVisible(bool(errors))
        more = len(errors) - MOST_ERRORS
        lines = [*errors[:MOST_ERRORS], *([f"and {more} more"] if more > 0 else [])]
        self.errors.setPlainText("\n".join(lines))
