"""A field that keeps what was typed until it is right, and never writes over a person typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from playground.app.controls.complaint import Complaint
from playground.core.typed import LONGEST
from playground.core.typed import typed_number as typed_number
from playground.core.typed import typed_whole as typed_whole

Accept = Callable[[str], str]  # what was typed -> "" or what is wrong with it


class Entry(QLineEdit):
    """Hands what was typed to `accept` on Enter or when left; an error appears in the complaint.

    Escape brings back the value in force.
    """

    of_numbers = True

    def __init__(self, name: str, accept: Accept, complaint: Complaint) -> None:
        super().__init__()
        self.setAccessibleName(name)
        # Laying out 30,000 digits takes 50 ms. One more than may be typed, so that the rest of
        # what was pasted is refused and not dropped unseen.
        self.setMaxLength(LONGEST + 1)
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
