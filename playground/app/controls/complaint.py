"""The line below a control that says what is wrong with what was typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.app.icons import tinted
from playground.app.spacing import spaced
from playground.app.theme import current_theme


class Complaint(QWidget):
    """Hidden while all is well; else a sign and one sentence. Several fields may share one."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[object, str] = {}
        self._sign = QLabel()
        self._line = QLabel()
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setWordWrap(True)
        self._line.setProperty("role", "error")
        self._line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        row = spaced(QHBoxLayout(self), current_theme(), 6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._line, 1)
        self._draw_sign()
        self.hide()

    @property
    def text(self) -> str:
        """What stands there; empty while all is well."""
        return next(iter(self._said.values()), "")

    def say(self, source: object, text: str) -> None:
        """Show what is wrong with one source; "" takes it back."""
        self._said.pop(source, None)
        if text:
            self._said = {source: sentence(text), **self._said}
        if self._line.text() != self.text:
            self._line.setText(self.text)
            self.setAccessibleName(self.text)
        self.setVisible(bool(self.text))

    def clear(self) -> None:
        """All is well again."""
        self._said.clear()
        self.hide()

    def _draw_sign(self) -> None:
        theme = current_theme()
        self._sign.setPixmap(tinted("warning", theme.explodes, theme.px(14)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_sign()


def sentence(error: str) -> str:
    """Return an error as a person reads it: learning_rate must … becomes Learning rate must …"""
    line = " ".join(error.split())
    name, _, rest = line.partition(" ")
    if name.isidentifier():
        name = name.replace("_", " ")
    if name[:1].isascii() and name[1:]:  # β and c are the names of constants
        name = f"{name[:1].upper()}{name[1:]}"
    return f"{name} {rest}".strip()
