"""The base of every panel: a title line with its switches, and one thing that draws."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.app.theme import Theme
from playground.app.view import View

# Nothing at all; no more than the start, if that is all that its view has; how the run goes on.
NOTHING, THE_START, THE_OUTCOME = 0, 1, 2


class Panel(QWidget):
    """One plot or table of the run. A subclass names itself, fills `body` and draws the view.

    `switches` is the right side of the header; the window shows title and switches in the
    panel's title bar. A panel remembers nothing of the run.
    """

    name = ""  # used in the layout file
    title = ""
    patient = False  # a few pictures a second are enough while a run grows
    tells = THE_OUTCOME  # of a run; until a prediction is made, only less is to be seen
    eager = False  # shows the first rows of a run at once, when nothing else does yet

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName(self.name)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.title)
        self.switches = QWidget()
        self.switch_row = QHBoxLayout(self.switches)
        self.switch_row.setContentsMargins(0, 0, 0, 0)
        self.switch_row.setSpacing(4)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 4, 12, 8)
        self.body.setSpacing(4)

    def suits(self, view: View) -> bool:
        """Whether this panel has anything to show of such a run; if not it says so itself."""
        return True

    def draw(self, view: View) -> None:
        """Show the view; called at most once a frame, and only while the panel is on screen."""
        raise NotImplementedError

    @property
    def open_page(self) -> str:
        """The page that is open, of those that a lesson can name; "" if there are none."""
        return ""

    def turn_to(self, page: str) -> None:
        """Open a page."""

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more, also while not on screen."""

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme; called at the start and at every change of it."""


def note(text: str) -> QLabel:
    """Return a quiet line of explanation, shown as plain text."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "note")
    label.setWordWrap(True)
    return label
