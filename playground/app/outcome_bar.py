"""How the run goes and ended, in one sentence that is always visible; a line below for the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.app.icons import icon
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import Theme, current_theme
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
HINT = "Drag the learning rate. Space plays, ← → step, Home and End jump. A click puts the start."


class OneLine(QLabel):
    """Plain text on one line; what does not fit ends in … and is whole in the tool tip."""

    def __init__(self, role: str, name: str) -> None:
        super().__init__()
        self.whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setAccessibleName(name)
        self.setMinimumWidth(1)

    def say(self, text: str) -> None:
        """Show the text."""
        self.whole = text
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self._fit()

    def set_role(self, role: str) -> None:
        """Take another style of the style sheet."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self._cut(self.width()))

    def _cut(self, width: int) -> str:
        metrics = self.fontMetrics()
        return metrics.elidedText(self.whole, Qt.TextElideMode.ElideRight, width)


class Sentence(OneLine):
    """A line in large type; what is too long is set smaller and may take two lines.

    grown: it takes two lines now (True), or one again.
    """

    grown = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__("outcome", name)
        self._long = False

    def _fit(self) -> None:
        self.set_role("outcome")
        long = self.fontMetrics().horizontalAdvance(self.whole) > self.width()
        if long:
            self.set_role("outcome-long")
        self.setWordWrap(long)
        # Words break early, so two full lines would not take as much as two widths.
        self.setText(self._cut(round(1.9 * self.width())) if long else self.whole)
        if long != self._long:
            self._long = long
            self.grown.emit(long)


class OutcomeBar(QWidget):
    """The outcome sentence with an icon and a colour for its kind; below it, what there is to say.

    The line below is always there, so that nothing moves when a message comes and goes.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._kind = ""
        self._message = ""
        self._mark = QLabel()
        self.sentence = Sentence("Outcome")
        self.banner = OneLine("note", "Message")
        grid = spaced(QGridLayout(self), current_theme(), 2, (12, 6, 12, 0))
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(self.sentence, 0, 1)
        grid.addWidget(self.banner, 1, 1)
        self.sentence.say(LOADING)
        self.announce("")
        self.sentence.grown.connect(self._make_room)
        self.paint_with(current_theme())
        session.message.connect(self.announce)
        session.failed.connect(self._say_failed)

    def announce(self, line: str) -> None:
        """Say this below the sentence; "" returns to the hint."""
        self._message = line
        self.banner.set_role("message" if line else "note")
        self.banner.say(line or HINT)
        self._make_room()

    def draw(self, view: View) -> None:
        """Say how the run stands."""
        outcome = view.outcome
        if outcome is not None:
            self._say(outcome.kind, outcome.message)
        elif not view.finished:
            self._say("", f"Descending: {view.length - 1:,} of {view.steps:,} steps.")

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setFixedHeight(theme.px(50))
        size = theme.px(24)
        self._mark.setFixedSize(size, size)
        self._mark.clear()
        if self._kind:
            name, colour = MARKS[self._kind]
            self._mark.setPixmap(icon(name, getattr(theme, colour)).pixmap(size, size))

    def _make_room(self) -> None:
        """Let a long sentence have the second line, unless there is a message for it."""
        self.banner.setVisible(bool(self._message) or not self.sentence.wordWrap())

    def _say_failed(self, line: str) -> None:
        self._say("undefined", f"The descent stopped: {line}")

    def _say(self, kind: str, sentence: str) -> None:
        if sentence != self.sentence.whole:
            self.sentence.say(sentence)
        if kind != self._kind:
            self._kind = kind
            self.paint_with(current_theme())
