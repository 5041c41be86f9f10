"""Where a number is typed as an answer, and the button that commits to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.focus import by_tab
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.typed import LONGEST


class AnswerField(QWidget):
    """Hands what was typed to `accept` on Enter or by the button; what is wrong stands below."""

    def __init__(self, name: str, button: str, accept: Callable[[str], str]) -> None:
        super().__init__()
        self._accept = accept
        self.field = NumberField(name)
        self.field.returnPressed.connect(self.commit)
        self.button = by_tab(QPushButton(button))
        self.button.setProperty("role", "commit")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.commit)
        self.complaint = Complaint()
        column = spaced(QVBoxLayout(self), current_theme(), 4)
        row = spaced(QHBoxLayout(), current_theme(), 8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column.addLayout(row)
        column.addWidget(self.complaint)

    def commit(self) -> None:
        """Hand over what stands there."""
        error = self._accept(self.field.text())
        self.complaint.say(self, error)
        if not error:
            self.window().setFocus()  # done here: the keys play and step again

    def say(self, text: str) -> None:
        """Show what was said."""
        if self.field.text() != text:
            self.field.setText(text)


class NumberField(QLineEdit):
    """A field for a number; Escape leaves it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText("a number")
        self.setMaxLength(LONGEST + 1)
        self.setProperty("role", "lesson")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.window().setFocus()
        else:
            super().keyPressEvent(event)
