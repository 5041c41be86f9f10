"""What checks an answer: a prediction against the run itself, a question against its answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.core import words
from playground.core.lesson import (
    NumberQuestion,
    PredictCurve,
    Prediction,
    PredictOutcome,
    Question,
)
from playground.core.lesson_quantities import ending, value_of
from playground.core.typed import quoted
from playground.core.typed_answer import typed_answer

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.trajectory import Trajectory

Answer = str | Sequence[tuple[float, float]]
GOOD_CURVE = 0.8  # a drawn curve with this score counts as right


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, its points from 0 to 1, and a sentence with the truth.

    `truth` is the right one of the choices; "" where there were none, or none is right.
    """

    right: bool
    points: float
    words: str
    truth: str = ""


def judge(
    prediction: Prediction, answer: Answer, experiment: Experiment, trajectory: Trajectory
) -> Verdict:
    """Compare a prediction with the finished run; what was typed is read here.

    An outcome is answered by one of its choices, a number by the text that was typed, a curve by
    its points (step, loss). Raises ValueError in one line for what is no answer.
    """
    if isinstance(prediction, PredictCurve):
        if isinstance(answer, str):
            raise ValueError("answer must be a curve of points, not text")
        return _curve(prediction, answer, trajectory)
    text = _text(answer)
    if isinstance(prediction, PredictOutcome):
        return _outcome(prediction, text, trajectory)
    true = value_of(prediction.quantity, experiment, trajectory)
    return _number(text, true, prediction.tolerance)


def truth(prediction: Prediction, experiment: Experiment, trajectory: Trajectory) -> str:
    """Return what is right of a prediction that nobody made, "" of a curve, which is seen."""
    if isinstance(prediction, PredictCurve):
        return ""
    if isinstance(prediction, PredictOutcome):
        return _does(ending(trajectory))
    return _is(value_of(prediction.quantity, experiment, trajectory))


def judge_question(question: Question, answer: str) -> Verdict:
    """Compare an answer with the question's own. Raises ValueError for what is no answer."""
    if isinstance(question, NumberQuestion):
        return _number(answer, question.answer, question.tolerance)
    _require_offered(answer, question.choices)
    right = answer == question.answer
    return Verdict(right, float(right), f"{_say(right)}: {question.answer}.", question.answer)


def _outcome(prediction: PredictOutcome, answer: str, trajectory: Trajectory) -> Verdict:
    _require_offered(answer, prediction.choices)
    end = ending(trajectory)
    right = answer == end
    return Verdict(right, float(right), f"{_say(right)}: {_does(end)}.", end)


def _does(end: str) -> str:
    return f"it {'is ' if end.startswith('too') else ''}{end}" if end else "it does none of these"


def _number(answer: str, true: float, tolerance: float) -> Verdict:
    said = typed_answer(answer)
    # 0.3 is not 0.1 + 0.2; and what is no number is near to none
    right = bool(abs(said - true) <= tolerance * (1 + 1e-9))
    return Verdict(right, float(right), f"{_say(right)}: {_is(true)}.")


def _is(true: float) -> str:
    return "the run has no such number" if math.isnan(true) else f"it is {words.number(true, 5)}"


def _curve(
    prediction: PredictCurve, drawn: Sequence[tuple[float, float]], trajectory: Trajectory
) -> Verdict:
    # Here, since the window is on screen before numpy is there.
    import numpy as np

    from playground.core.lesson_curves import agreement

    loss = np.asarray(trajectory.loss, np.float64)
    points, within = agreement(drawn, loss[np.isfinite(loss)], prediction)
    right, where = points >= GOOD_CURVE, "" if within else " as far as they can be drawn"
    return Verdict(right, points, f"{_say(right)}: the curves agree by {points:.0%}{where}.")


def _text(answer: Answer) -> str:
    if not isinstance(answer, str):
        raise ValueError("answer must be text, not a curve")
    return answer


def _require_offered(answer: str, choices: Sequence[str]) -> None:
    if answer not in choices:
        raise ValueError(f"answer must be one of {', '.join(choices)}, not {quoted(answer)}")


def _say(right: bool) -> str:
    return "Right" if right else "Not so"
