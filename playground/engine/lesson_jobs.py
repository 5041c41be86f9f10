"""What a lesson has worked out beside the run: its pinned runs, and whether an answer is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from playground.engine.once import Once
from playground.engine.run import Run
from playground.engine.worker import Pause

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.lesson import Lesson, Prediction
    from playground.core.lesson_answers import Answer, Verdict

PAGE_FIRST_S = 0.2  # for the formulas of the page that is shown


class RunningAside(Once):
    """A job, used once: descends each experiment; `runs` are there when it is `finished`.

    A run that failed says so itself.
    """

    def __init__(self, experiments: Sequence[Experiment]) -> None:
        super().__init__()
        self.runs = [Run(experiment) for experiment in experiments]

    def work(self) -> Iterator[object]:
        """Descend one after the other."""
        for run in self.runs:
            try:
                yield from run.work()
            except Exception as error:
                run.fail(error)
        self.finished = True


class CheckingFormulas(Once):
    """A job, used once: typesets every formula of a lesson; `faults` has a line for each bad one.

    Whoever opened the lesson drops the job by beginning another.
    """

    def __init__(self, lesson: Lesson, source: str) -> None:
        super().__init__()
        self._given = lesson, source
        self.faults: tuple[str, ...] = ()

    def work(self) -> Iterator[object]:
        """Typeset one after the other, those of the page on screen in between."""
        from playground.core.lesson_formulas import checking_formulas, in_order

        found: list[tuple[int, str]] = []
        yield Pause(PAGE_FIRST_S)
        for faults in checking_formulas(*self._given):
            found += faults
            yield self
        self.faults = in_order(found)
        self.finished = True


class Judging(Once):
    """A job, used once: compares a prediction with a finished run; `verdict` or `failure`.

    Where there is no answer, `truth` says what would have been right.
    """

    def __init__(self, prediction: Prediction, answer: Answer | None, run: Run) -> None:
        super().__init__()
        self._asked = prediction, answer, run
        self.verdict: Verdict | None = None
        self.truth = ""

    def _do(self) -> None:
        from playground.core.lesson_answers import judge, truth  # here: only lessons need it

        prediction, answer, run = self._asked
        if run.failure or run.trajectory is None:
            raise ValueError(run.failure or "there is no run")
        if answer is None:
            self.truth = truth(prediction, run.experiment, run.trajectory)
        else:
            self.verdict = judge(prediction, answer, run.experiment, run.trajectory)
