"""Arranges the window for the step of a lesson, and as it was when the lesson is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject

from playground.app.concealing import OPEN, OUTCOME, START
from playground.app.controls.column import ControlsColumn
from playground.app.docks import Docks
from playground.app.lesson.arrangement import LESSON
from playground.app.lesson.files import ask_for_lesson, ask_for_place
from playground.app.panel import NOTHING, THE_OUTCOME, THE_START
from playground.app.session import Session
from playground.app.top_bar import TopBar
from playground.core.lesson import PAGES, LessonStep

MAY_TELL = {OPEN: THE_OUTCOME, OUTCOME: THE_START, START: NOTHING}
AT_FIRST = ("landscape", "loss")  # where the first step of a lesson names no panels


@dataclass(frozen=True)
class _Opened:
    """Which page of each panel is open, and whether the mistakes are unfolded."""

    pages: Mapping[str, str]
    mistakes: bool


class Staging(QObject):
    """Shows what a step wants to be seen, and keeps back what is to be predicted."""

    def __init__(
        self, session: Session, docks: Docks, controls: ControlsColumn, top_bar: TopBar
    ) -> None:
        super().__init__(docks)
        self._session, self._docks = session, docks
        self._controls, self._top_bar = controls, top_bar
        self._opened: _Opened | None = None  # what is to be open again after the lesson
        session.classroom.stepped.connect(self._follow)
        session.concealment_changed.connect(self.conceal)
        session.classroom.refused.connect(lambda: docks.uncover(LESSON))
        docks.closed.connect(self._leave_if_closed)
        top_bar.lessons.open_asked.connect(self._open)
        top_bar.lessons.back_asked.connect(self._go_back)
        top_bar.lessons.new_asked.connect(self._begin_lesson)

    def _follow(self) -> None:
        classroom = self._session.classroom
        self._docks.keep_switches(bool(self._session.kept("switches")))
        if classroom.lesson is None:
            self._docks.end_lesson()
            self._controls.hide_some(())
            self._close_again()
        else:
            panels = classroom.step.panels
            self._docks.teach(panels or self._docks.taught or AT_FIRST)
            self._controls.hide_some(classroom.step.hidden)
            self._open_for(classroom.step)
        self._top_bar.teach(classroom.lesson is not None)

    def _open_for(self, step: LessonStep) -> None:
        """Open the pages that a step is about, and the mistakes that it makes."""
        panels = self._docks.panels
        if self._opened is None:
            pages = {name: panels[name].open_page for name in PAGES}
            self._opened = _Opened(pages, self._controls.mistakes.fold.isChecked())
        for name, known in PAGES.items():
            panels[name].turn_to(dict(step.pages).get(name, known[0]))
        if step.experiment.mistakes and not self._session.concealed:
            self._controls.show_mistakes()
        else:
            self._controls.mistakes.fold.setChecked(False)

    def _close_again(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            for name, page in opened.pages.items():
                self._docks.panels[name].turn_to(page)
            self._controls.mistakes.fold.setChecked(opened.mistakes)

    def conceal(self) -> None:
        """Cover the panels that would tell, and say nothing of theory."""
        if self._session.concealed:
            self._docks.begin_lesson()  # first: a cover leaves a panel another size
            for panel in self._docks.panels.values():
                panel.forget()
        most = MAY_TELL[self._session.concealment]
        panels = self._docks.panels.items()
        self._docks.cover(frozenset(name for name, panel in panels if panel.tells > most))
        self._controls.keep_quiet(self._session.concealed)
        if self._session.classroom.lesson is not None:
            self._open_for(self._session.classroom.step)

    def _open(self) -> None:
        ask_for_lesson(self._session, self._top_bar)

    def _begin_lesson(self) -> None:
        panels = {panel.name: panel.open_page for panel in self._docks.on_screen()}
        ask_for_place(self._session, self._top_bar, panels)

    def _go_back(self) -> None:
        self._session.classroom.go_on()
        self._docks.begin_lesson()  # where another panel has all the room, no more
        self._docks.uncover(LESSON)

    def _leave_if_closed(self, name: str) -> None:
        if name == LESSON and self._session.classroom.lesson is not None:
            self._session.classroom.leave()
