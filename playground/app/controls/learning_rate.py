"""The learning rate: the largest control of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout

from playground.app.controls.control import Control
from playground.app.controls.entry import Entry, typed_number
from playground.app.controls.factor_button import FactorButton
from playground.app.controls.rate_slider import RateSlider
from playground.app.controls.scales import times
from playground.app.controls.zones import Zones
from playground.app.numbers_text import exact_text
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.later_rates import later_rates, later_text

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

# The key, what the learning rate is multiplied by, how the button says it, and in words.
FACTORS = (
    ("{", "0.1", "÷10", "Divide the learning rate by 10"),
    ("[", "0.5", "÷2", "Halve the learning rate"),
    ("]", "2", "×2", "Double the learning rate"),
    ("}", "10", "×10", "Multiply the learning rate by 10"),
)


class LearningRateControl(Control):
    """An exact field, four factors with keys of their own, and a log slider with zones below."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        spaced(self.rows, current_theme(), 3)  # a column of two parameters is to fit at 1280 × 720
        title = QLabel("Learning &rate")
        title.setProperty("role", "title")
        self.entry = Entry("Learning rate", self._take, self.complaint)
        self.entry.setProperty("role", "value")
        self.entry.setToolTip("How far each step goes, as a share of the gradient. Takes 1e-3 too.")
        title.setBuddy(self.entry)
        self.slider = RateSlider(session.rates.scale)
        self.slider.setToolTip(
            "Drag, or use the arrows; Page Up and Page Down multiply and divide by 10."
        )
        self.slider.moved.connect(self._put)
        self.slider.factor_asked.connect(self.multiply)
        self.buttons = [self._factor_button(*factor) for factor in FACTORS]
        self.zones = Zones(session, self.slider)
        self.row(title, self.zones.limits, stretch=1)
        self.row(self.entry, *self.buttons, stretch=0, gap=4)
        together = spaced(QVBoxLayout(), current_theme(), 0)
        together.addWidget(self.slider)
        together.addWidget(self.zones.picker)
        self.rows.addLayout(together)
        self.rows.addWidget(self.complaint)

    def multiply(self, factor: str) -> None:
        """Multiply the learning rate, exactly as a person would on paper."""
        if self.session.is_ready:
            self._put(times(self.session.experiment.learning_rate, factor))

    def keep_to_few(self, few: bool) -> None:
        """Show the factors of two only, and the limits one below the other; the keys stay."""
        for button in (self.buttons[0], self.buttons[-1]):
            button.setVisible(not few)
        self.zones.limits.break_up(few)

    def show_experiment(self, experiment: Experiment) -> None:
        self.slider.cover(self.session.rates.scale)
        self.slider.show_value(experiment.learning_rate)
        rates = tuple(later.rate for later in later_rates(experiment))
        self.slider.show_later(rates, later_text(experiment))
        self.entry.show_value(exact_text(experiment.learning_rate))

    def _factor_button(self, key: str, factor: str, text: str, words: str) -> FactorButton:
        button = FactorButton(text, key)
        button.setAccessibleName(words)
        button.setToolTip(f"{words}. Key: {key}")
        button.clicked.connect(lambda: self.multiply(factor))
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: self.multiply(factor))
        return button

    def _take(self, text: str) -> str:
        try:
            rate = typed_number("learning_rate", text)
        except ValueError as error:
            return str(error)
        return self.session.edit(learning_rate=rate)

    def _put(self, rate: float) -> None:
        self.complaint.say(self, self.session.move_rate(rate))
