"""The header of the Code panel: which dialect, and what can be done with the program."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton

from playground.app.focus import by_tab
from playground.app.icons import IconButton

DIALECTS = {
    "loop": ("loop", "The update written by hand, as the source texts do"),
    "optim": ("torch.optim", "The update left to torch.optim, the schedule to its scheduler"),
}


class CodeButtons(QButtonGroup):
    """turned: another dialect was chosen."""

    turned = Signal()

    def __init__(self, row: QHBoxLayout) -> None:
        super().__init__()
        for number, (text, meaning) in enumerate(DIALECTS.values()):
            row.addWidget(self._choice(number, text, meaning))
        self.copy = _verb("copy", "Copy the program", "Copy")
        self.save = _verb("save", "Save the program as .py or as a notebook, .ipynb", "Save …")
        self.command = _verb("terminal", "Copy the command line that reproduces the run")
        row.addSpacing(8)
        for button in (self.copy, self.save, self.command):
            row.addWidget(button)
        self.buttons()[0].setChecked(True)
        self.buttonToggled.connect(lambda _, on: self.turned.emit() if on else None)

    @property
    def dialect(self) -> str:
        """The dialect that is chosen."""
        return list(DIALECTS)[self.checkedId()]

    def allow(self, program: bool) -> None:
        """Offer what needs a program, or do not."""
        self.copy.setEnabled(program)
        self.save.setEnabled(program)

    def _choice(self, number: int, text: str, meaning: str) -> QToolButton:
        button = by_tab(QToolButton())
        button.setText(text)
        button.setCheckable(True)
        button.setProperty("quiet", True)
        button.setToolTip(meaning)
        button.setAccessibleName(f"{text}: {meaning}")
        self.addButton(button, number)
        return button


def _verb(icon: str, tip: str, text: str = "") -> IconButton:
    button = IconButton(icon, tip)
    if text:
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
