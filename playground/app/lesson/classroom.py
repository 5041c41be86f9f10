"""The lesson that is open: its step, what the class said, and how that was judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.concealing import OPEN, OUTCOME, START
from playground.app.lesson.before import Before
from playground.core.lesson import Lesson, LessonStep, PredictCurve, PredictNumber
from playground.core.lesson_answers import Answer, Verdict, judge_question
from playground.core.score import Place, Score
from playground.core.typed import typed_number
from playground.files import shown

if TYPE_CHECKING:
    from playground.app.session import Session
    from playground.engine.files import OpeningLesson
    from playground.engine.lesson_jobs import Judging, RunningAside

LOOK_MS = 20
PREDICTION = -1  # its place among the questions of a step
UNANSWERED = "Shown without a prediction."


class Classroom(QObject):
    """What a lesson makes of a session. Every signal is emitted in the GUI thread.

    stepped: another step is shown, or no lesson any more: `lesson` is None then.
    told: something within the step was answered. refused: a file was, see `errors`.
    """

    stepped = Signal()
    told = Signal()
    refused = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.path: Path | None = None
        self.lesson: Lesson | None = None
        self.number = 0  # of the step, from 0
        self.score = Score()
        self.errors: tuple[str, ...] = ()  # of the file that was refused last
        self.waits = False  # for the verdict on a prediction
        self.answers: dict[Place, Answer] = {}
        self.verdicts: dict[Place, Verdict] = {}
        self.problems: dict[Place, str] = {}  # why a prediction could not be judged
        self._seen: set[Place] = set()  # predictions after which the run was shown
        self._before: Before | None = None  # what was on screen, while a lesson is open
        self._opening: OpeningLesson | None = None
        self._aside: tuple[RunningAside, tuple[str, ...]] | None = None
        self._judging: Judging | None = None
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._look)

    # -- which lesson, which step ------------------------------------------------------------

    @property
    def step(self) -> LessonStep:
        """The step that is shown; only while there is a lesson."""
        assert self.lesson is not None
        return self.lesson.steps[self.number]

    def open(self, path: Path) -> None:
        """Open a lesson; if it cannot be, `errors` says why and the one before stays open."""
        self._opening = self._session.open_lesson(path)
        self._session.message.emit(f"Opening {shown(path)} …")
        self._looks.start()

    def leave(self) -> None:
        """Close the lesson; what was answered counts when it is opened again.

        A run that was still to be predicted gives way to what was on screen before the lesson.
        """
        before = self._before if self.is_predicting else None
        self._before = self.lesson = self.path = None
        self._drop_jobs()
        if before is not None:
            before.bring_back(self._session)  # first: of the other run nothing is to be seen
        self._session.conceal(OPEN)
        self._session.stand_at(None if before is None else before.row)
        self.stepped.emit()

    def turn(self, steps: int) -> None:
        """Go so many steps on, or back, but not past a prediction, the first step and the last."""
        if self.lesson is None or (steps > 0 and self.is_predicting):
            return
        if 0 <= self.number + steps < len(self.lesson.steps):
            self.number += steps
            self._show_step()

    def reset(self) -> None:
        """Begin the lesson anew, as if nothing had been answered in it."""
        kept = {at: verdict for at, verdict in self.score.verdicts.items() if at[0] != self._name}
        self.score = Score(kept)
        for answered in (self.answers, self.verdicts, self.problems):
            for place in [place for place in answered if place[0] == self._name]:
                del answered[place]
        self._seen = {place for place in self._seen if place[0] != self._name}
        self.number = 0
        self._show_step()

    @property
    def is_predicting(self) -> bool:
        """Whether the class is still to commit to an answer."""
        return self.lesson is not None and self._kept_back() != OPEN

    def place(self, question: int = PREDICTION) -> Place:
        """Return where the score keeps a question of this step."""
        return (self._name, self.number, question)

    @property
    def own_score(self) -> Score:
        """The score of this lesson alone."""
        own = {at: v for at, v in self.score.verdicts.items() if at[0] == self._name}
        return Score(own)

    @property
    def _name(self) -> str:
        return str(self.path)

    def _show_step(self) -> None:
        self._drop_jobs()
        step, session = self.step, self._session
        session.conceal(self._kept_back())  # before there is a run
        session.history.beginMacro(f"Step {self.number + 1}")
        if session.pins.listed and not step.pinned:
            session.pins.put(())
        session.stage(step.experiment)
        session.history.endMacro()
        if step.pinned:
            experiments = [pin.experiment for pin in step.pinned]
            names = tuple(pin.name for pin in step.pinned)
            self._aside = session.run_aside(experiments), names
            self._looks.start()
        session.stand_at(0 if session.concealed else step.playhead)
        self.stepped.emit()

    def _kept_back(self) -> int:
        asked = self.step.predict
        if asked is None or self.place() in self._seen:
            return OPEN
        at_start = isinstance(asked, PredictNumber) and asked.quantity.step == 0
        return START if at_start else OUTCOME

    # -- what the class says -----------------------------------------------------------------

    def predict(self, answer: Answer) -> str:
        """Commit to a prediction; the run is shown when it is judged. "" or what is wrong."""
        asked = self.step.predict
        if asked is None or self.waits or self.place() in self._seen:
            return ""
        try:
            if isinstance(asked, PredictNumber):
                typed_number("answer", str(answer))
        except ValueError as error:
            return str(error)
        if isinstance(asked, PredictCurve) and len(answer) < 2:
            return "answer must be a curve: draw one first"
        self.answers[self.place()] = answer
        self.waits = True
        self._looks.start()
        self.told.emit()
        return ""

    def give_up(self) -> None:
        """Show the run although nobody said what it will do; that question is not asked again."""
        self.problems[self.place()] = UNANSWERED
        self._reveal()

    def answer(self, question: int, said: str) -> str:
        """Answer a question of the step; "" or what is wrong with what was said."""
        try:
            verdict = judge_question(self.step.questions[question], said)
        except ValueError as error:
            return str(error)
        place = self.place(question)
        self.answers[place], self.verdicts[place] = said, verdict
        self.score = self.score.with_answer(place, verdict)
        self.told.emit()
        return ""

    def _reveal(self) -> None:
        self.waits = False
        self._seen.add(self.place())
        self._session.conceal(OPEN)
        self._session.stand_at(self.step.playhead)
        self.told.emit()

    # -- what the workers do -----------------------------------------------------------------

    def stop(self) -> None:
        """Look for nothing any more: the session is closed."""
        self._looks.stop()

    def _drop_jobs(self) -> None:
        self._aside = self._judging = None
        self.waits = False

    def _look(self) -> None:
        for look in (self._look_at_file, self._look_at_pins, self._look_at_verdict):
            look()
        if not any(self._under_way()):
            self._looks.stop()

    def _under_way(self) -> Iterator[bool]:
        yield self._opening is not None
        yield self._aside is not None
        yield self.waits

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
        self.path, self.lesson, self.number = job.path, job.lesson, 0
        self._show_step()

    def _look_at_pins(self) -> None:
        if self._aside is None or not self._aside[0].finished:
            return
        (job, names), self._aside = self._aside, None
        made = [(name, run) for name, run in zip(names, job.runs, strict=True) if run.finished]
        failed = [run.failure for _, run in made if run.failure]
        self._session.pins.put([(name, run) for name, run in made if not run.failure])
        if job.failure or failed:
            self._session.refused.emit(f"not pinned: {job.failure or failed[0]}")

    def _look_at_verdict(self) -> None:
        if self._judging is None:
            if self.waits and self._session.run.finished:
                asked = self.step.predict
                assert asked is not None
                self._judging = self._session.judge(asked, self.answers[self.place()])
            return
        if not self._judging.finished:
            return
        job, self._judging = self._judging, None
        if job.verdict is not None:
            self.verdicts[self.place()] = job.verdict
            self.score = self.score.with_answer(self.place(), job.verdict)
        else:
            self.problems[self.place()] = job.failure
        self._reveal()
