"""What the class says about the step of a lesson that is shown, and how that is judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.concealing import OPEN, OUTCOME, START
from playground.core.lesson import (
    Lesson,
    LessonStep,
    NumberQuestion,
    PredictCurve,
    PredictNumber,
)
from playground.core.lesson_answers import Answer, Verdict, judge_question
from playground.core.score import Place, Score
from playground.core.typed_answer import typed_answer

if TYPE_CHECKING:
    from playground.app.session import Session
    from playground.engine.lesson_jobs import Judging
    from playground.engine.run import Run

PREDICTION = -1  # its place among the questions of a step
UNANSWERED = "Shown without a prediction"


class Answering(QObject):
    """The part of a classroom that takes answers and keeps the score.

    told: something within the step was answered.
    """

    told = Signal()

    _looks: QTimer  # runs while a verdict, or anything else of the workers, is to come

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.path: Path | None = None
        self.lesson: Lesson | None = None
        self.number = 0  # of the step, from 0
        self.score = Score()
        self.waits = False  # for the verdict on a prediction
        self.skipped: Run | None = None  # of a prediction nobody made, until its truth is told
        self.answers: dict[Place, Answer] = {}
        self.verdicts: dict[Place, Verdict] = {}
        self.problems: dict[Place, str] = {}  # why a prediction could not be judged
        self._seen: set[Place] = set()  # predictions after which the run was shown
        self._judging: Judging | None = None

    # -- what is asked -----------------------------------------------------------------------

    @property
    def step(self) -> LessonStep:
        """The step that is shown; only while there is a lesson."""
        assert self.lesson is not None
        return self.lesson.steps[self.number]

    @property
    def is_predicting(self) -> bool:
        """Whether the class is still to commit to an answer."""
        return self.lesson is not None and self._kept_back() != OPEN

    def place(self, question: int = PREDICTION) -> Place:
        """Return where the score keeps a question of this step."""
        return (self._name, self.number, question)

    @property
    def asks_for_a_number(self) -> bool:
        """Whether a question of this step still waits for one."""
        asked = enumerate(self.step.questions)
        numbers = (at for at, question in asked if isinstance(question, NumberQuestion))
        return any(self.place(at) not in self.verdicts for at in numbers)

    @property
    def own_score(self) -> Score:
        """The score of this lesson alone."""
        own = {at: v for at, v in self.score.verdicts.items() if at[0] == self._name}
        return Score(own)

    @property
    def _name(self) -> str:
        return str(self.path)

    @property
    def is_begun(self) -> bool:
        """Whether anything was answered in this lesson, or shown without an answer."""
        touched = {*self.answers, *self.verdicts, *self.problems, *self._seen}
        return any(place[0] == self._name for place in touched)

    def _kept_back(self) -> int:
        asked = self.step.predict
        if asked is None or self.place() in self._seen:
            return OPEN
        at_start = isinstance(asked, PredictNumber) and asked.quantity.step == 0
        return START if at_start else OUTCOME

    # -- what is said ------------------------------------------------------------------------

    def predict(self, answer: Answer) -> str:
        """Commit to a prediction; the run is shown when it is judged. "" or what is wrong."""
        asked = self.step.predict
        if asked is None or self.waits or self.place() in self._seen:
            return ""
        try:
            if isinstance(asked, PredictNumber):
                typed_answer(str(answer))
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
        self.problems[self.place()] = f"{UNANSWERED}."
        self.skipped = self._session.run
        self._looks.start()
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

    def _forget(self) -> None:
        """Hold nothing that was said in this lesson any longer."""
        kept = {at: verdict for at, verdict in self.score.verdicts.items() if at[0] != self._name}
        self.score = Score(kept)
        for answered in (self.answers, self.verdicts, self.problems):
            for place in [place for place in answered if place[0] == self._name]:
                del answered[place]
        self._seen = {place for place in self._seen if place[0] != self._name}

    # -- how it is judged --------------------------------------------------------------------

    def _drop_judging(self) -> None:
        self._judging = None
        self.waits, self.skipped = False, None

    def _look_at_verdict(self) -> None:
        if self.skipped not in (None, self._session.run):
            self._drop_judging()  # what is on screen is another one by now
        if self._judging is None:
            if (self.waits or self.skipped) and self._session.run.finished:
                asked = self.step.predict
                assert asked is not None
                self._judging = self._session.judge(asked, self.answers.get(self.place()))
            return
        if not self._judging.finished:
            return
        job, self._judging = self._judging, None
        if self.skipped:
            self._tell(job.truth)
        else:
            self._take(job)

    def _tell(self, truth: str) -> None:
        """Say what would have been right."""
        self.skipped = None
        if truth:
            self.problems[self.place()] = f"{UNANSWERED}: {truth}."
            self.told.emit()

    def _take(self, job: Judging) -> None:
        if job.verdict is not None:
            self.verdicts[self.place()] = job.verdict
            self.score = self.score.with_answer(self.place(), job.verdict)
        else:
            self.problems[self.place()] = job.failure
        self._reveal()
