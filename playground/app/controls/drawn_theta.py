"""The start of many parameters: drawn from a seed, at a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.controls.control import name_label, note_label
from playground.app.controls.entry import Entry, typed_number, typed_whole
from playground.app.focus import by_tab
from playground.app.icons import icon
from playground.app.numbers_text import exact_text
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.typed import quoted

if TYPE_CHECKING:
    from playground.core.experiment import Experiment


class DrawnTheta(QWidget):
    """A seed and a scale; "Draw" draws with the next seed."""

    def __init__(self, session: Session, complaint: Complaint) -> None:
        super().__init__()
        self._session = session
        self._complaint = complaint
        self._scale = 0.5
        self._loss = ""
        self.seed = Entry("Seed", self._take_seed, complaint)
        self.scale = Entry("Scale", self._take_scale, complaint)
        self.seed.setToolTip("The same seed draws the same start again.")
        self.scale.setToolTip("The standard deviation of the numbers drawn.")
        self.draw = by_tab(QPushButton(icon("dice"), "Draw"))
        self.draw.setToolTip("Draw another start, with the next seed.")
        self.draw.clicked.connect(self._draw_next)
        self.count = note_label()
        self._lay_out()

    def _lay_out(self) -> None:
        grid = spaced(QGridLayout(self), current_theme(), 4)
        grid.addWidget(self.count, 0, 0, 1, 3)
        grid.addWidget(name_label("S&eed", self.seed), 1, 0)
        grid.addWidget(self.seed, 1, 1)
        grid.addWidget(self.draw, 1, 2)
        grid.addWidget(name_label("Scale", self.scale), 2, 0)
        grid.addWidget(self.scale, 2, 1)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the seed and how many numbers there are."""
        entry = experiment.loss_entry
        if entry.name != self._loss:
            self._loss, self._scale = entry.name, entry.scale
        self.count.setText(f"{len(experiment.theta)} parameters, drawn from a normal distribution.")
        self.seed.show_value(str(experiment.seed))
        self.scale.show_value(exact_text(self._scale))

    def _take_seed(self, text: str) -> str:
        try:
            return self._session.draw_theta(typed_whole("seed", text), self._scale)
        except ValueError as error:
            return str(error)

    def _take_scale(self, text: str) -> str:
        try:
            scale = typed_number("scale", text)
        except ValueError as error:
            return str(error)
        if scale <= 0:
            return f"scale must be above 0, not {quoted(text)}"
        error_text = self._session.draw_theta(self._session.experiment.seed, scale)
        if not error_text:
            self._scale = scale
            self.scale.show_value(exact_text(scale))
        return error_text

    def _draw_next(self) -> None:
        seed = self._session.experiment.seed + 1
        self._complaint.say(self, self._session.draw_theta(seed, self._scale))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.draw.setIcon(icon("dice"))
