"""A field that keeps what was typed until it is right, and never writes over a person typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip

from playground.app.controls.complaint import Complaint
from playground.app.numbers_text import rounded_texts
from playground.core.typed import LONGEST
from playground.core.typed import typed_number as typed_number
from playground.core.typed import typed_whole as typed_whole

_SIDE = 2  # pixels that Qt leaves free at either side of the text

Accept = Callable[[str], str]  # what was typed -> "" or what is wrong with it


class Entry(QLineEdit):
    """Hands what was typed to `accept` on Enter or when left; an error appears in the complaint.

    Escape brings back the value in force. A number that is too long for the field is shown
    rounded, and whole in the tool tip and while a person is in the field.
    """

    of_numbers = True
    _in_force = ""

    def __init__(self, name: str, accept: Accept, complaint: Complaint) -> None:
        super().__init__()
        self.setAccessibleName(name)
        # Laying out 30,000 digits takes 50 ms. One more than may be typed, so that the rest of
        # what was pasted is refused and not dropped unseen.
        self.setMaxLength(LONGEST + 1)
        self._accept = accept
        self._complaint = complaint
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
        # This also forgets what was typed, so that nothing brings it back.
        self.setText(text if self.hasFocus() else self._fitting(text))
        self.setCursorPosition(0)
        self.setModified(False)
        self._mark("")

    def _fitting(self, text: str) -> str:
        """Return the text, or the number rounded as little as the width of the field asks for."""
        if not self.of_numbers or not self.isVisible():
            return text  # what has no width yet is fitted when it gets one
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = QStyle.SubElement.SE_LineEditContents
        room = self.style().subElementRect(inside, option, self).width() - 2 * _SIDE
        shown = text
        for shown in rounded_texts(text):
            if self.fontMetrics().horizontalAdvance(shown) <= room:
                break
        return shown

    @property
    def _is_rounded(self) -> bool:
        return self.of_numbers and not self.isModified() and self.text() != self._in_force

    def _fit(self) -> None:
        """Show the value in force as there is room for it, unless something was typed."""
        if self.of_numbers and not self.isModified():
            text = self._in_force if self.hasFocus() else self._fitting(self._in_force)
            if text != self.text():
                self.setText(text)
                self.setCursorPosition(0)

    def _calm(self) -> None:
        if self.is_wrong and self.text() == self._in_force:
            self.setModified(False)  # the cursor stays: a person may go on to a longer text
            self._mark("")

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
        if isinstance(event, QHelpEvent) and self._is_rounded:
            said = f"{self._in_force}\n{self.toolTip()}".strip()
            QToolTip.showText(event.globalPos(), said, self)
            return True
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._fit()  # first, so that all of it is selected
        super().focusInEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
            self._fit()
