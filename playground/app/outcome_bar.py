"""How the run goes and ended, in one sentence that is always visible; and the banner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.icons import icon
from playground.app.session import Session
from playground.app.theme import Theme
from playground.app.view import View

# kind: (icon, colour of the theme)
MARKS = {
    "settled": ("settled", "good"),
    "slow": ("slow", "too_slow"),
    "oscillating": ("oscillating", "oscillates"),
    "cycling": ("cycling", "oscillates"),
    "diverged": ("diverged", "explodes"),
    "stuck": ("stuck", "too_slow"),
    "undefined": ("warning", "explodes"),
}
LOADING = "Loading PyTorch …"


class OutcomeBar(QWidget):
    """The outcome sentence, with an icon and a colour for its kind, and a banner above it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._shown: tuple[str, str] = ("", "")
        self._mark = QLabel()
        self._mark.setFixedSize(24, 24)
        self.sentence = _plain(LOADING, "outcome")
        self.sentence.setAccessibleName("Outcome")
        self.banner = _plain("", "banner")
        self.banner.setAccessibleName("Message")
        self.banner.hide()
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self.sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(row)
        session.message.connect(self.announce)

    def announce(self, line: str) -> None:
        """Show one line in the banner; "" takes it away."""
        self.banner.setText(line)
        self.banner.setVisible(bool(line))

    def draw(self, view: View) -> None:
        """Say how the run stands."""
        outcome = view.outcome
        if outcome is not None:
            self._say(outcome.kind, outcome.message)
        elif not view.finished:
            self._say("", f"Descending: {view.length - 1:,} of {view.steps:,} steps.")

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        kind, _ = self._shown
        self._mark.clear()
        if kind:
            name, colour = MARKS[kind]
            self._mark.setPixmap(icon(name, getattr(theme, colour)).pixmap(24, 24))

    def _say(self, kind: str, sentence: str) -> None:
        if (kind, sentence) == self._shown:
            return
        changed_kind = kind != self._shown[0]
        self._shown = (kind, sentence)
        self.sentence.setText(sentence)
        self.sentence.setToolTip(sentence)
        if changed_kind and self._theme is not None:
            self.paint_with(self._theme)


def _plain(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
