"""The base of every group of the column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.studio import Catalogue


class Control(QWidget):
    """Shows one part of the experiment and edits it through the session."""

    _hidden = False  # by a lesson
    _suits = True  # the experiment

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.complaint = Complaint()
        self.rows = spaced(QVBoxLayout(self), current_theme(), 4)

    def keep_hidden(self, hidden: bool) -> None:
        """Hide this control whatever the experiment is, or leave that to the experiment again."""
        self._hidden = hidden
        self.setVisible(self._suits)

    def setVisible(self, visible: bool) -> None:
        self._suits = visible
        super().setVisible(visible and not self._hidden)

    def fill(self, catalogue: Catalogue) -> None:
        """Take what there is to choose from; called once."""

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the experiment in force; never edits it."""
        raise NotImplementedError

    def row(self, *widgets: QWidget, stretch: int = -1, gap: int = 8) -> None:
        """Add a row of widgets; the one numbered `stretch` takes the room left over."""
        line = spaced(QHBoxLayout(), current_theme(), gap)
        for number, widget in enumerate(widgets):
            line.addWidget(widget, int(number == stretch))
        self.rows.addLayout(line)


def name_label(text: str, buddy: QWidget | None = None) -> QLabel:
    """Return the name of a control, of the width that all names have."""
    label = QLabel(text)
    label.setTextFormat(label.textFormat().PlainText)
    label.setProperty("column", "name")
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def note_label(text: str = "") -> QLabel:
    """Return a quiet line that wraps, shown as plain text."""
    label = QLabel(text)
    label.setTextFormat(label.textFormat().PlainText)
    label.setProperty("role", "note")
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
