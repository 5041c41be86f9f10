"""The lesson that is open: which step is shown, and what it puts on screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from playground.app.concealing import OPEN
from playground.app.lesson.answering import Answering
from playground.app.lesson.before import Before
from playground.core import words
from playground.files import shown

if TYPE_CHECKING:
    from playground.app.session import Session
    from playground.core.lesson import Lesson
    from playground.engine.files import OpeningLesson
    from playground.engine.lesson_jobs import CheckingFormulas, RunningAside

LOOK_MS = 20


class Classroom(Answering):
    """What a lesson makes of a session. Every signal is emitted in the GUI thread.

    stepped: another step is shown, or no lesson any more: `lesson` is None then.
    refused: a file was, see `errors`.
    """

    stepped = Signal()
    refused = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.errors: tuple[str, ...] = ()  # of the file that was refused last
        self._left: tuple[Path, Lesson] | None = None  # what was closed last, at `number`
        self._before: Before | None = None  # what was on screen, while a lesson is open
        self._opening: OpeningLesson | None = None
        self._checking: CheckingFormulas | None = None
        self._aside: tuple[RunningAside, tuple[str, ...]] | None = None
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._look)

    # -- which lesson, which step ------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a lesson; if it cannot be, `errors` says why and the one before stays open."""
        self._opening = self._session.open_lesson(path)
        self._session.message.emit(f"Opening {shown(path)} …")
        self._looks.start()

    def leave(self) -> None:
        """Close the lesson: the pins are those of before it again.

        A run that was still to be predicted gives way to what was on screen then.
        """
        before, secret = self._before, self.is_predicting
        self._checking = None
        if self.path is not None and self.lesson is not None:
            self._left = self.path, self.lesson
        self._before = self.lesson = self.path = None
        self._drop_jobs()
        if before is not None:
            before.bring_back(self._session, run=secret)  # first: nothing of a secret is to be seen
        self._session.conceal(OPEN)
        self._session.keep(())
        self._session.stand_at(before.row if before is not None and secret else None)
        self.stepped.emit()

    @property
    def can_go_on(self) -> bool:
        """Whether there is a lesson to go on with: the open one, or that which was closed last."""
        return self.lesson is not None or self._left is not None

    def go_on(self) -> None:
        """Open the lesson that was closed last where it was, with all that was answered."""
        if self.lesson is None and self._left is not None:
            self._before = Before.noted(self._session)
            self.path, self.lesson = self._left
            self._show_step()

    def turn(self, steps: int) -> None:
        """Go so many steps on, or back, but not past a prediction, the first step and the last."""
        if self.lesson is None or (steps > 0 and self.is_predicting):
            return
        if 0 <= self.number + steps < len(self.lesson.steps):
            self.number += steps
            self._show_step()

    def reset(self) -> None:
        """Begin the lesson anew, as if nothing had been answered in it."""
        self._forget()
        self.number = 0
        self._show_step()

    def _show_step(self) -> None:
        self._drop_jobs()
        step, session = self.step, self._session
        session.rest_a_turn()  # first: nor is a run of another step to be seen
        session.conceal(self._kept_back())  # before there is a run
        session.history.beginMacro(f"Step {self.number + 1}")
        if session.pins.listed and not step.pinned:
            session.pins.put(())
        session.stage(step.experiment)
        session.history.endMacro()
        session.keep(step.hidden, session.history.index())
        if step.pinned:
            experiments = [pin.experiment for pin in step.pinned]
            names = tuple(pin.name for pin in step.pinned)
            self._aside = session.run_aside(experiments), names
            self._looks.start()
        session.stand_at(0 if session.concealed else step.playhead)
        self.stepped.emit()

    # -- what the workers do -----------------------------------------------------------------

    def stop(self) -> None:
        """Look for nothing any more: the session is closed."""
        self._looks.stop()

    def _drop_jobs(self) -> None:
        self._aside = None
        self._drop_judging()

    def _look(self) -> None:
        self._look_at_file()
        self._look_at_formulas()
        self._look_at_pins()
        self._look_at_verdict()
        if not any(self._under_way()):
            self._looks.stop()

    def _under_way(self) -> Iterator[bool]:
        yield self._opening is not None or self._checking is not None
        yield self._aside is not None
        yield self.waits or self.skipped is not None

    def _look_at_file(self) -> None:
        job = self._opening
        if job is None or not job.finished:
            return
        self._opening = None
        self.errors = job.errors
        self._session.message.emit("")
        if job.lesson is None:
            self._session.refused.emit(job.failure)
            self.refused.emit()
            return
        if self.lesson is None:
            self._before = Before.noted(self._session)
        self.path, self.lesson = job.path, job.lesson
        self._checking = self._session.check_formulas(job.lesson, job.source)
        self.reset()

    def _look_at_formulas(self) -> None:
        job = self._checking
        if job is None or not job.finished:
            return
        self._checking = None
        if job.faults:
            many = words.count(len(job.faults), "formula")
            self._session.refused.emit(f"{many} cannot be shown as meant; {job.faults[0]}")

    def _look_at_pins(self) -> None:
        if self._aside is None or not self._aside[0].finished:
            return
        (job, names), self._aside = self._aside, None
        made = [(name, run) for name, run in zip(names, job.runs, strict=True) if run.finished]
        failed = [run.failure for _, run in made if run.failure]
        self._session.pins.put([(name, run) for name, run in made if not run.failure])
        if job.failure or failed:
            self._session.refused.emit(f"not pinned: {job.failure or failed[0]}")
