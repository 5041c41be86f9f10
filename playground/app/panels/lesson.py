"""The Lesson panel: a lesson step by step, with predictions that are made before a run is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from playground.app.controls.zone_words import limits_texts
from playground.app.lesson.chooser import Chooser
from playground.app.lesson.lesson_page import LessonPage
from playground.app.panel import NOTHING, Panel
from playground.app.session import Session
from playground.app.view import View
from playground.core.asks import MinimumAsk

ANY_RATE = (0.0, float("inf"))


class LessonPanel(Panel):
    """Chooses a lesson, then shows its steps."""

    name = "lesson"
    title = "Lesson"
    tells = NOTHING

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.chooser, self.page = Chooser(session), LessonPage(session)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.chooser)
        self.pages.addWidget(self.page)
        self.body.addWidget(self.pages)
        self.switch_row.addWidget(self.page.score)
        self.switch_row.addWidget(self.page.reset)
        self.page.follow()
        session.classroom.stepped.connect(self._show_step)
        session.classroom.told.connect(self._follow)
        session.classroom.refused.connect(self._show_errors)
        self.chooser.back.clicked.connect(self._return)
        session.ready.connect(self.chooser.offer)
        if session.is_ready:
            self.chooser.offer()

    def draw(self, view: View) -> None:
        """Show what the view tells of the step's prediction."""
        newest = view.run == self.session.run_number  # another is of the step before
        if newest and self.session.classroom.lesson is not None:
            self.page.draw(view, self._theory(view))

    def _theory(self, view: View) -> str:
        """Return what the theory expects of the learning rate, "" if it expects nothing.

        While a number is still asked for nothing is said, since it may be the one.
        """
        classroom = self.session.classroom
        asked = classroom.step.predict is not None and not classroom.asks_for_a_number
        if not asked or view.concealed or not view.finished:
            return ""
        theory = self.session.derive(MinimumAsk()).result
        if theory is None or theory.stability is None:
            return ""
        if not theory.zones and theory.lack:  # the slider shows those of the path in its place
            return f"Theory: {theory.lack}"
        return f"Theory: {limits_texts(theory, ANY_RATE)[0]}."

    def _show_step(self) -> None:
        classroom = self.session.classroom
        if classroom.lesson is None:
            self.chooser.follow()
            self.page.follow()
            self.pages.setCurrentWidget(self.chooser)
            return
        self.page.show_step()
        self.pages.setCurrentWidget(self.page)
        if self.session.view is not None:
            self.draw(self.session.view)

    def _show_errors(self) -> None:
        self.chooser.follow()
        self.pages.setCurrentWidget(self.chooser)

    def _return(self) -> None:
        self.session.classroom.go_on()
        self.pages.setCurrentWidget(self.page)

    def _follow(self) -> None:
        self.page.follow()
        if self.session.view is not None:
            self.draw(self.session.view)
