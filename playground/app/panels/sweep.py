"""The Sweep panel: which learning rate is right, and why that one?"""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QStackedWidget

from playground.app.controls.slider import CalmComboBox
from playground.app.focus import by_tab
from playground.app.panel import Panel
from playground.app.session import Session
from playground.app.sweep_plots.attractor_page import AttractorPage
from playground.app.sweep_plots.measures import MEASURES
from playground.app.sweep_plots.outcome_page import OutcomePage
from playground.app.sweep_plots.page import Page
from playground.app.sweep_plots.questions import Questions
from playground.app.sweep_plots.range_page import RangePage
from playground.app.theme import Theme
from playground.app.view import View

_MODES = (
    ("Outcome", "What becomes of each learning rate of the slider"),
    ("Final values", "Where theta ends up: one place, a cycle of several, or chaos"),
    ("Range test", "What a learning-rate range test suggests, beside the truth"),
)


class SweepPanel(Panel):
    """Hundreds of learning rates at once, in three pages; one of them is asked for at a time."""

    name = "sweep"
    title = "Sweep"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        questions = self._questions = Questions(session)
        self.outcome = OutcomePage(session, questions)
        self.attractors = AttractorPage(session, questions)
        self.range_test = RangePage(session, questions)
        self.pages: tuple[Page, ...] = (self.outcome, self.attractors, self.range_test)
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        self.body.addWidget(self.stack)
        self._group = QButtonGroup(self)
        self.modes = [self._button(number, *mode) for number, mode in enumerate(_MODES)]
        self.measures = CalmComboBox("What is measured of each run")
        self.parameters = CalmComboBox("The parameter whose final values are shown")
        for measure in MEASURES:
            self.measures.addItem(measure, measure)
        self.measures.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.measures.currentTextChanged.connect(self.outcome.show_measure)
        self.parameters.currentIndexChanged.connect(self._choose_parameter)
        self.switch_row.addWidget(self.measures)
        self.switch_row.addWidget(self.parameters)
        self._names: tuple[str, ...] = ()
        self._group.idClicked.connect(self._turn_to)
        self.modes[0].setChecked(True)
        self._turn_to(0)
        session.frame.connect(self._rest_if_covered)

    def draw(self, view: View) -> None:
        """Show the view."""
        if not self.session.is_ready:
            return
        if view.parameters != self._names:
            self._offer(view.parameters)
        self.pages[self.stack.currentIndex()].draw(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for page in self.pages:
            page.paint_with(theme)

    def _offer(self, names: tuple[str, ...]) -> None:
        self._names = names
        self.parameters.blockSignals(True)
        self.parameters.clear()
        self.parameters.addItems(list(names))
        self.parameters.setCurrentIndex(min(self.attractors.parameter, len(names) - 1))
        self.parameters.blockSignals(False)
        self._show_choices()

    def _choose_parameter(self, number: int) -> None:
        if number >= 0:
            self.attractors.show_parameter(number)

    def _turn_to(self, number: int) -> None:
        self._questions.rest()
        self.stack.setCurrentIndex(number)
        self._show_choices()
        if self.session.view is not None:
            self.draw(self.session.view)

    def _show_choices(self) -> None:
        mode = self.stack.currentIndex()
        self.measures.setVisible(mode == 0)
        self.parameters.setVisible(mode == 1 and len(self._names) > 1)

    def _rest_if_covered(self) -> None:
        """Compute nothing that nobody sees; it is asked for anew when it is seen."""
        if self.visibleRegion().isEmpty():
            self._questions.rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest_if_covered()

    def _button(self, number: int, text: str, tip: str) -> QPushButton:
        button = by_tab(QPushButton(text))
        button.setCheckable(True)
        button.setProperty("quiet", True)
        button.setToolTip(tip)
        button.setAccessibleName(f"{text}: {tip}")
        self._group.addButton(button, number)
        self.switch_row.addWidget(button)
        return button
