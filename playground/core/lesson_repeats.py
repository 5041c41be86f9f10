"""Whether a lesson asks a class to predict a run that it has shown already."""

from __future__ import annotations

from collections.abc import Iterator

from playground.core.beginnings import begin_alike
from playground.core.experiment import Experiment
from playground.core.lesson import Lesson, LessonStep, PredictNumber


def shown_before(lesson: Lesson, step: LessonStep) -> Iterator[str]:
    """Yield at which earlier step the answer to a step's prediction was to be seen, if at any.

    There a run that begins alike, the step's own or a pinned one, went as far as is asked about.
    """
    if step.predict is None:
        return
    asked = _last_row(step)
    for number, earlier in enumerate(lesson.steps, 1):
        if earlier is step:
            return
        runs = (earlier.experiment, *(pin.experiment for pin in earlier.pinned))
        if any(_shows(run, step.experiment, asked) for run in runs):
            yield f"step {number} ({earlier.title}) has shown this run already"


def _last_row(step: LessonStep) -> int:
    asked = step.predict
    row = asked.quantity.step if isinstance(asked, PredictNumber) else None
    return step.experiment.steps if row is None else row


def _shows(shown: Experiment, asked: Experiment, row: int) -> bool:
    return shown.steps >= row and begin_alike(shown, asked)
