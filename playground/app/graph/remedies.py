"""What can be done about a result of many numbers, which backward() refuses."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from playground.app.focus import by_tab
from playground.app.spacing import spaced
from playground.app.theme import current_theme

REMEDIES = {
    "sum": ("Sum, then backward", "out.sum().backward()"),
    "ones": ("Pass a vector of ones", "out.backward(torch.ones_like(out))"),
}


class Remedies(QWidget):
    """Two buttons, at most one of them down. chosen: a remedy, "none" without one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = self._row = spaced(QHBoxLayout(self), current_theme(), 8)
        self.buttons: dict[str, QPushButton] = {}
        for name, (text, code) in REMEDIES.items():
            button = by_tab(QPushButton(text))
            button.setCheckable(True)
            button.setToolTip(code)
            button.setAccessibleDescription(code)
            button.clicked.connect(self._press)
            row.addWidget(button)
            self.buttons[name] = button
        row.addStretch(1)

    def be_narrow(self, narrow: bool) -> None:
        """Put the buttons below one another, or beside."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if narrow else across)

    def show_remedy(self, remedy: str) -> None:
        """Show the remedy in force."""
        for name, button in self.buttons.items():
            with QSignalBlocker(button):
                button.setChecked(name == remedy)

    def _press(self) -> None:
        pressed = self.sender()
        for name, button in self.buttons.items():
            if button is pressed:
                self.chosen.emit(name if button.isChecked() else "none")
