"""A field that keeps what was typed until it is right, and never writes over a person typing."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from playground.app.controls.complaint import Complaint

Accept = Callable[[str], str]  # what was typed -> "" or what is wrong with it


class Entry(QLineEdit):
    """Hands what was typed to `accept` on Enter or when left; an error appears in the complaint.

    Escape brings back the value in force.
    """

    of_numbers = True

    def __init__(self, name: str, accept: Accept, complaint: Complaint) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._accept = accept
        self._complaint = complaint
        self._in_force = ""
        self.returnPressed.connect(self._enter)
        self.textEdited.connect(self._calm)

    @property
    def is_wrong(self) -> bool:
        """Whether what stands there was refused."""
        return bool(self.property("wrong"))

    def show_value(self, text: str) -> None:
        """Show the value in force, unless a person is typing or an error still stands."""
        if text == self._in_force:
            return
        self._in_force = text
        if not (self.isModified() and self.hasFocus()):
            self._put(text)

    def commit(self) -> None:
        """Hand over what was typed; nothing happens if nothing was."""
        if not self.isModified():
            return
        error = self._accept(self.text())
        self._mark(error)
        if not error:
            self._put(self._in_force)

    def revert(self) -> None:
        """Drop what was typed."""
        self._put(self._in_force)

    def _put(self, text: str) -> None:
        self.setText(text)  # also forgets what was typed, so that nothing brings it back
        self.setCursorPosition(0)
        self.setModified(False)
        self._mark("")

    def _calm(self) -> None:
        if self.is_wrong and self.text() == self._in_force:
            self.revert()

    def _mark(self, error: str) -> None:
        self._complaint.say(self, error)
        if self.is_wrong != bool(error):
            self.setProperty("wrong", bool(error))
            self.setAccessibleDescription(error)
            self.style().unpolish(self)
            self.style().polish(self)

    def _enter(self) -> None:
        self.commit()
        if not self.is_wrong:
            self.clearFocus()  # done here: the keys play and step again

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            # Where nothing is being typed, undo is the experiment's; and a bracket is no part of
            # a number, but a key of the learning rate.
            bracket = self.of_numbers and event.text() in tuple("[]{}")
            if ((undo or redo) and not self.isModified()) or bracket:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.revert()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()


def typed_number(name: str, text: str) -> float:
    """Return the number that was typed, with a point whatever the language of the system.

    Raises ValueError naming the field, the rule and what was typed.
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if not plain:
        raise ValueError(f"{name} must be a number such as 0.1 or 1e-3, not empty")
    try:
        number = float(plain) if plain.isascii() and "_" not in plain else None
    except ValueError:
        number = None
    if number is None:
        raise ValueError(f"{name} must be a number such as 0.1 or 1e-3, not {shown(text)}")
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number, not {shown(text)}")
    return number


def typed_whole(name: str, text: str) -> int:
    """Return the whole number that was typed; 1e3 is one too. Raises ValueError."""
    if text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 30:
        return int(text)
    number = typed_number(name, text)
    if not number.is_integer() or abs(number) > 2**63:
        raise ValueError(f"{name} must be a whole number, not {shown(text)}")
    return int(number)


def shown(text: str) -> str:
    """Return what was typed, in quotes and cut if long, for a one-line error."""
    line = " ".join(text.split())
    return f"'{line if len(line) <= 24 else line[:23] + '…'}'"
