"""How the run goes and ended, in one sentence that is always visible; a line below for the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
HINT = "Drag the learning rate. Space plays, the arrows step, Home and End jump; drag the start."


class OneLine(QLabel):
    """Plain text on one line; what does not fit ends in … and is whole in the tool tip.

    A text too long for a role's size is first tried in the smaller `second` role.
    """

    def __init__(self, role: str, name: str, second: str = "") -> None:
        super().__init__()
        self.whole = ""
        self._roles = (role, second or role)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for role in self._roles:
            if self.property("role") != role:
                self.setProperty("role", role)
                self.style().polish(self)
            if self.fontMetrics().horizontalAdvance(self.whole) <= self.width():
                break
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))


class OutcomeBar(QWidget):
    """The outcome sentence with an icon and a colour for its kind; below it, what there is to say.

    The line below is always there, so that nothing moves when a message comes and goes.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._kind = ""
        self._mark = QLabel()
        self.sentence = OneLine("outcome", "Outcome", second="outcome-long")
        self.banner = OneLine("note", "Message")
        grid = spaced(QGridLayout(self), current_theme(), 2, (12, 6, 12, 0))
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(self.sentence, 0, 1)
        grid.addWidget(self.banner, 1, 1)
        self.sentence.setMinimumHeight(current_theme().px(22))
        self.sentence.say(LOADING)
        self.announce("")
        self.paint_with(current_theme())
        session.message.connect(self.announce)
        session.failed.connect(self._say_failed)

    def announce(self, line: str) -> None:
        """Say this below the sentence; "" returns to the hint."""
        self.banner.say(line or HINT)

    def draw(self, view: View) -> None:
        """Say how the run stands."""
        outcome = view.outcome
        if outcome is not None:
            self._say(outcome.kind, outcome.message)
        elif not view.finished:
            self._say("", f"Descending: {view.length - 1:,} of {view.steps:,} steps.")

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        size = theme.px(24)
        self._mark.setFixedSize(size, size)
        self._mark.clear()
        if self._kind:
            name, colour = MARKS[self._kind]
            self._mark.setPixmap(icon(name, getattr(theme, colour)).pixmap(size, size))

    def _say_failed(self, line: str) -> None:
        self._say("undefined", f"The descent stopped: {line}")

    def _say(self, kind: str, sentence: str) -> None:
        if sentence != self.sentence.whole:
            self.sentence.say(sentence)
        if kind != self._kind:
            self._kind = kind
            self.paint_with(current_theme())
