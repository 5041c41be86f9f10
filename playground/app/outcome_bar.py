"""How the run goes and ended, in one sentence that is always visible; a line below for the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.concealing import PREDICT_FIRST
from playground.app.escape import tip
from playground.app.icons import icon, tinted
from playground.app.mistake_badge import MistakeBadge
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.app.whole_words import whole_words
from playground.core.mistakes import refusing

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
LARGE_PX = 16  # of the sentence
SIGN_PX = 14  # beside an error
BRIEF_S = 0.25  # a run that takes no longer is not worth saying that it is under way
LOADING = "Loading PyTorch …"
HINTS = {  # of what a person may do; not of what a lesson hides, nor while a prediction is open
    "learning_rate": "Drag the learning rate.",
    "transport": "Space plays, ← → step, Home and End jump.",
    "theta": "A click puts the start.",
}


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
        if text != self.whole:
            self.whole = text
            self.setAccessibleDescription(text)
            self.setToolTip(tip(text))
            self.fit()

    def set_role(self, role: str) -> None:
        """Take another style of the style sheet."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show as much of the text as there is room for."""
        self.setText(self._cut(self.width()))

    def _cut(self, width: int) -> str:
        return whole_words(self.whole, self.fontMetrics(), width)


class Sentence(OneLine):
    """A line in large type; what is too long is set smaller and may take two lines.

    grown: it takes two lines now (True), or one again.
    """

    grown = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__("outcome", name)
        self._long = False

    def fit(self) -> None:
        long = self._large().horizontalAdvance(self.whole) > self.width()
        self.set_role("outcome-long" if long else "outcome")
        # Words break early, so two full lines would not take as much as two widths.
        text = self._cut(round(1.9 * self.width())) if long else self.whole
        if long != self._long:
            self._long = long
            self.setWordWrap(long)
            self.grown.emit(long)
        self.setText(text)

    def _large(self) -> QFontMetrics:
        """The metrics of the type that a sentence has if it fits."""
        font = QFont(self.font())
        font.setPixelSize(current_theme().px(LARGE_PX))
        return QFontMetrics(font)


class OutcomeBar(QWidget):
    """The outcome sentence with an icon and a colour for its kind; below it, what there is to say.

    The line below is always there, so that nothing moves when a message comes and goes. It
    begins with the mistakes that are made on purpose.

    mistakes_asked: a person wants to see them.
    """

    mistakes_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._kind = ""
        self._message = ""
        self._wrong = False  # whether the message is an error
        self._mark, self._sign = QLabel(), QLabel()
        self.sentence = Sentence("Outcome")
        self.banner = OneLine("note", "Message")
        self.badge = MistakeBadge()
        self._session = session
        session.kept_changed.connect(self._renew_hint)
        session.concealment_changed.connect(self._renew_hint)
        # Placed by hand: a layout would lay the whole window out anew at each new text.
        for part in (self._mark, self._sign, self.sentence, self.banner, self.badge):
            part.setParent(self)
        self.sentence.say(LOADING)
        self.announce("")
        self.sentence.grown.connect(self._make_room)
        self.paint_with(current_theme())
        session.message.connect(self.announce)
        session.refused.connect(self.warn)
        session.failed.connect(self._say_failed)
        session.experiment_changed.connect(self._show_mistakes)
        self.badge.clicked.connect(self.mistakes_asked)

    def announce(self, line: str) -> None:
        """Say this below the sentence; "" returns to the hint."""
        self._say_below(line, "message" if line else "note")

    def warn(self, error: str) -> None:
        """Say below the sentence what is wrong, marked as errors are everywhere."""
        self._say_below(" ".join(error.split()), "error")

    def _renew_hint(self) -> None:
        if not self._message:
            self.announce("")

    def _say_below(self, line: str, role: str) -> None:
        self._message, self._wrong = line, role == "error"
        self.banner.set_role(role)
        session = self._session
        hints = (hint for name, hint in HINTS.items() if not session.kept(name))
        self.banner.say(line or ("" if session.concealed else " ".join(hints)))
        self._make_room()

    def draw(self, view: View) -> None:
        """Say how the run stands."""
        outcome = view.outcome
        if view.concealed:
            self._say("", PREDICT_FIRST)
        elif outcome is not None:
            self._say(outcome.kind, outcome.message)
        elif not view.finished and view.seconds > BRIEF_S:
            self._say("", f"Descending: {view.length - 1:,} of {view.steps:,} steps.")

    def forget(self) -> None:
        """Say nothing of an earlier run any more."""
        self._say("", "")

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setFixedHeight(theme.px(56))
        self.badge.paint_with(theme)
        size = theme.px(24)
        self._mark.setFixedSize(size, size)
        self._mark.clear()
        self._sign.setPixmap(tinted("warning", theme.explodes, theme.px(SIGN_PX)))
        if self._kind:
            name, colour = MARKS[self._kind]
            self._mark.setPixmap(icon(name, getattr(theme, colour)).pixmap(size, size))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Let a long sentence have the second line, unless there is something to say on it."""
        px = current_theme().px
        marked = not self.badge.isHidden()
        both = bool(self._message) or not self.sentence.wordWrap()
        self.banner.setVisible(both)
        self._sign.setVisible(both and self._wrong)
        left, width = px(12 + 24 + 8), max(self.width() - px(12 + 24 + 8 + 12), 1)
        aside = 0
        if marked:
            self.badge.fit(width if not self._message else width * 2 // 3, px(18))
            self.badge.move(left, self.height() - px(19))
            aside = self.badge.width() + px(8)
        self._sign.move(left + aside, self.height() - px(16))
        aside += px(SIGN_PX + 6) if self._wrong else 0
        both |= marked
        top, below = px(3), px(17) if both else 0
        height = self.height() - top - below
        self._mark.move(px(12), top + (height - self._mark.height()) // 2)
        self.sentence.setGeometry(left, top, width, height)
        self._sign.resize(px(SIGN_PX), px(SIGN_PX))
        self.banner.setGeometry(left + aside, self.height() - px(17), max(width - aside, 1), px(16))

    def _show_mistakes(self) -> None:
        self.badge.say(self._session.experiment.mistakes)
        self._make_room()

    def _say_failed(self, line: str) -> None:
        experiment = self._session.experiment if self._session.is_ready else None
        met = refusing(experiment.mistakes) if experiment is not None else None
        stopped = f"The descent stopped: {line}"
        if met is not None and line.startswith("torch refuses"):
            stopped = f"{line[:1].upper()}{line[1:].rstrip('.')}. {met.explanation}"
        self._say("undefined", stopped)

    def _say(self, kind: str, sentence: str) -> None:
        if sentence != self.sentence.whole:
            self.sentence.say(sentence)
        if kind != self._kind:
            self._kind = kind
            self.paint_with(current_theme())
