"""Where a table is pasted."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.controls.control import note_label
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme

MOST_CHARACTERS = 1_000_000  # a moment to read; a larger table is opened as a file


class PasteDialog(QDialog):
    """Takes a table with a header line; stays open while something is wrong with it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Paste a table")
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("x,y\n1,2\n2,4.1\n3,5.9")
        self.text.setAccessibleName("Table")
        self.text.setTabChangesFocus(True)
        self.complaint = Complaint()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        use = self.buttons.addButton("Use this table", QDialogButtonBox.ButtonRole.AcceptRole)
        use.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        theme = current_theme()
        rows = spaced(QVBoxLayout(self), theme, 8, (16, 16, 16, 16))
        rows.addWidget(
            note_label("A header line and rows of numbers, apart by commas, semicolons or tabs.")
        )
        rows.addWidget(self.text, 1)
        rows.addWidget(self.complaint)
        rows.addWidget(self.buttons)
        self.resize(theme.px(460), theme.px(340))

    def accept(self) -> None:
        """Use the table if it is one; else say what is wrong with it and stay."""
        error = self._use(self.text.toPlainText())
        self.complaint.say(self, error)
        if not error:
            super().accept()

    def _use(self, text: str) -> str:
        from playground.core.table_file import parse_table  # here, as the window comes first

        if len(text) > MOST_CHARACTERS:
            return f"a pasted table may have {MOST_CHARACTERS:,} characters; open it as a file"
        try:
            table = parse_table(text, "pasted table")
        except ValueError as error:
            return str(error)
        return self._session.use_table(table)
