"""The field that a table is pasted into; of a large one it shows the beginning."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

MOST_SHOWN = 5_000  # characters; Qt takes half a second to lay out a megabyte
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TableText(QPlainTextEdit):
    """Text to be edited; what is too large to be shown whole is kept aside and is not edited.

    Delete, or pasting again, takes it away.
    """

    def __init__(self) -> None:
        super().__init__()
        self._large = ""
        self.setAccessibleName("Table")
        self.setTabChangesFocus(True)

    @property
    def whole(self) -> str:
        """All of the table."""
        return self._large or self.toPlainText()

    def empty(self) -> None:
        """Take everything away."""
        self._large = ""
        self.setReadOnly(False)
        self.clear()

    def _keep_aside(self, text: str) -> None:
        head = text[:MOST_SHOWN].rpartition("\n")[0] or text[:MOST_SHOWN]
        more = text.count("\n", len(head))
        self.empty()
        self.setPlainText(f"{head}\n… {len(text) - len(head):,} more characters, {more:,} lines")
        self._large = text
        self.setReadOnly(True)

    # -- Qt --------------------------------------------------------------------------------

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) > MOST_SHOWN:
            self._keep_aside(text)
        else:
            super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._large and event.matches(QKeySequence.StandardKey.Paste):
            self.empty()
            self.paste()
        elif self._large and Qt.Key(event.key()) in _EMPTYING:
            self.empty()
        else:
            super().keyPressEvent(event)
