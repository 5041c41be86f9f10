"""Where a table is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from playground.app.concealing import PREDICT_FIRST
from playground.app.controls.complaint import Complaint
from playground.app.controls.control import note_label
from playground.app.controls.table_text import TableText
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.engine.files import Pasting

MOST_CHARACTERS = 1_000_000  # a moment to read; a larger table is opened as a file
LOOK_MS = 16
USE, READING = "Use this table", "Reading …"


class PasteDialog(QDialog):
    """Takes a table with a header line; stays open while something is wrong with it.

    The table is read in a thread. It is dropped if the dialog is left or the text is changed
    meanwhile.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Pasting | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._take)
        self.setWindowTitle("Paste a table")
        self.text = TableText()
        self.text.setPlaceholderText("x,y\n1,2\n2,4.1\n3,5.9")
        self.text.textChanged.connect(self._begin_anew)
        self.complaint = Complaint()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = self.buttons.addButton(USE, QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setDefault(True)
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAutoDefault(False)  # or it would be Enter's button while the other is disabled
        cancel.setIcon(QIcon())  # the style's own is none of ours
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        parent.window().installEventFilter(self)

    def _lay_out(self) -> None:
        theme = current_theme()
        rows = spaced(QVBoxLayout(self), theme, 8, (16, 16, 16, 16))
        rows.addWidget(
            note_label(
                "A header line and rows of numbers, separated by commas, semicolons or tabs."
            )
        )
        rows.addWidget(self.text, 1)
        rows.addWidget(self.complaint)
        rows.addWidget(self.buttons)
        self.resize(theme.px(460), theme.px(340))

    def ask(self) -> None:
        """Open, empty."""
        self.text.empty()
        self.complaint.clear()
        self.open()
        self.text.setFocus()

    def accept(self) -> None:
        """Begin to read the table; it is used if it is one, or else it says what is wrong."""
        if self._reading is not None:
            return
        text = self.text.whole
        if len(text) > MOST_CHARACTERS:
            most = f"{MOST_CHARACTERS:,} characters"
            self.complaint.say(self, f"a pasted table may have {most}; open it as a file")
            return
        self.complaint.clear()
        self._reading = self._session.paste(text)
        self.use.setText(READING)
        self.use.setEnabled(False)
        self._look.start()

    def _take(self) -> None:
        """Use the table once it is read."""
        reading = self._reading
        if reading is None or not reading.finished:
            return
        self._drop()
        self.complaint.say(self, reading.failure)
        if reading.experiment is None:
            return
        if self._session.show(reading.experiment):
            super().accept()
        else:
            self.complaint.say(self, PREDICT_FIRST)

    def _begin_anew(self) -> None:
        """The text is another one: what was said of the old one no longer holds."""
        self._drop()
        self.complaint.clear()

    def _drop(self) -> None:
        self._look.stop()
        self._reading = None
        self.use.setText(USE)
        self.use.setEnabled(True)
        self.use.setDefault(True)

    # -- Qt --------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        self._drop()
        self.text.empty()  # which may be large
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A dialog would outlive the window that is closed from outside, as by an interrupt.
        if event.type() == QEvent.Type.Close and watched is not self and self.isVisible():
            self.reject()
        return super().eventFilter(watched, event)
