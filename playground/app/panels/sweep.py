"""The Sweep panel: which learning rate is right, and why that one?"""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget

from playground.app.panel import Panel
from playground.app.session import Session
from playground.app.sweep_plots.attractor_page import AttractorPage
from playground.app.sweep_plots.mode_switch import ModeSwitch
from playground.app.sweep_plots.outcome_page import OutcomePage
from playground.app.sweep_plots.page import Page
from playground.app.sweep_plots.questions import Questions
from playground.app.sweep_plots.range_page import RangePage
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.lesson import PAGES

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
        self.modes = ModeSwitch(_MODES)
        self.modes.turned.connect(self._turn_to)
        self.switch_row.addWidget(self.modes)
        session.frame.connect(self._rest_if_covered)

    def draw(self, view: View) -> None:
        """Show the view."""
        if self.session.is_ready:
            self.pages[self.modes.mode].draw(view)

    @property
    def open_page(self) -> str:
        return PAGES[self.name][self.modes.mode]

    def turn_to(self, page: str) -> None:
        self.modes.turn(PAGES[self.name].index(page))

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more."""
        for page in self.pages:
            page.plot.summarize("")

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for page in self.pages:
            page.paint_with(theme)

    def _turn_to(self, mode: int) -> None:
        self._questions.rest()
        self.stack.setCurrentIndex(mode)
        if self.session.view is not None:
            self.draw(self.session.view)

    def _rest_if_covered(self) -> None:
        """Compute nothing that nobody sees; it is asked for anew when it is seen."""
        if self.visibleRegion().isEmpty():
            self._questions.rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest_if_covered()
