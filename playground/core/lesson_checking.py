"""Whether a lesson keeps its word: its steps run, its answers and its numbers hold."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.lesson import (
    Expectation,
    Lesson,
    LessonStep,
    NumberQuestion,
    PredictCurve,
    PredictNumber,
    PredictOutcome,
)
from playground.core.lesson_curves import canvas_fault
from playground.core.lesson_quantities import ending, kind_of, value_of
from playground.core.lesson_repeats import shown_before
from playground.core.lesson_secrets import told_too_early
from playground.core.lesson_theory import stated
from playground.core.lesson_tolerance import prediction_fault, question_fault
from playground.core.schema_errors import Fault, Location
from playground.core.trajectory import Trajectory

_SLACK = 1e-7  # of a number, which float32 rounds: 0.36 is held as 0.36000001


def checking(lesson: Lesson) -> Iterator[tuple[Fault, ...]]:
    """Yield, for each step, what does not hold: the path to the field and one line for each."""
    for number, step in enumerate(lesson.steps):
        yield tuple(_faults(lesson, step, ("steps", number)))


def unchecked(lesson: Lesson) -> Iterator[Location]:
    """Yield the path of each answer that is a number with no quantity to hold it to."""
    for number, step in enumerate(lesson.steps):
        for place, question in enumerate(step.questions):
            if isinstance(question, NumberQuestion) and question.quantity is None:
                yield "steps", number, "questions", place, "answer"


def _faults(lesson: Lesson, step: LessonStep, at: Location) -> Iterator[Fault]:
    trajectory, faults = _run(step.experiment, step.expects)
    yield from (((*at, *where), said) for where, said in faults)
    if trajectory is not None:
        yield from (((*at, *where), said) for where, said in _answer_faults(step, trajectory))
        yield from told_too_early(lesson, step, at, trajectory)
        yield from (((*at, "predict"), said) for said in shown_before(lesson, step))
    elif step.predict is not None:
        yield (*at, "predict"), "there is no run to predict"
    for number, pin in enumerate(step.pinned):
        for where, said in _run(pin.experiment, pin.expects)[1]:
            yield (*at, "pinned", number, *where), said


def _run(
    experiment: Experiment, expects: tuple[Expectation, ...]
) -> tuple[Trajectory | None, list[Fault]]:
    """Return the run, None where torch refuses it, and which expectations do not hold."""
    refusals = [expected.value for expected in expects if expected.quantity.name == "refusal"]
    try:
        trajectory = run(experiment)
    except ValueError as error:
        told = bool(refusals) and all(refusal in str(error) for refusal in refusals)
        return None, [] if told else [((), str(error))]
    faults: list[Fault] = []
    for number, expected in enumerate(expects):
        found = _found(expected, experiment, trajectory)
        if found:
            quantity = expected.quantity
            at = "" if quantity.step is None else f" at step {quantity.step}"
            said = f"{quantity.name}{at} is {found}, not {expected.value}"
            faults.append((("expects", number, "is"), said))
    return trajectory, faults


def _answer_faults(step: LessonStep, trajectory: Trajectory) -> Iterator[Fault]:
    predict = step.predict
    if isinstance(predict, PredictOutcome) and ending(trajectory) not in predict.choices:
        kind = kind_of(trajectory) or "nothing"
        yield ("predict",), f"the run is {kind}, which is none of its choices"
    if isinstance(predict, PredictNumber):
        value = value_of(predict.quantity, step.experiment, trajectory)
        if math.isnan(value):
            yield ("predict",), f"the run has no {predict.quantity.name} there"
        wide = prediction_fault(predict, step.experiment, trajectory)
        if wide:
            yield ("predict", "tolerance"), wide
    if isinstance(predict, PredictCurve):
        beyond = canvas_fault(predict, np.asarray(trajectory.loss, np.float64))
        if beyond:
            yield ("predict",), beyond
    for number, question in enumerate(step.questions):
        wide = question_fault(question) if isinstance(question, NumberQuestion) else ""
        if wide:
            yield ("questions", number, "tolerance"), wide
        if isinstance(question, NumberQuestion) and question.quantity is not None:
            value = stated(question.quantity, step.experiment, trajectory)
            if not abs(value - question.answer) <= question.tolerance:
                said = f"{question.quantity.name} is {_told(value, 6)}, not {question.answer:g}"
                yield ("questions", number, "answer"), said


def _found(expected: Expectation, experiment: Experiment, trajectory: Trajectory) -> str:
    """Return what the run says instead, "" if what is expected holds."""
    name = expected.quantity.name
    if name == "refusal":
        return "none"
    if name == "outcome":
        return "" if ending(trajectory) == expected.value else kind_of(trajectory)
    value = stated(expected.quantity, experiment, trajectory)
    return "" if rounds_to(value, expected.value) else _told(value, 8)


def _told(value: float, digits: int) -> str:
    return "none" if math.isnan(value) else f"{value:.{digits}g}"


def rounds_to(value: float, text: str) -> bool:
    """Whether a number is the one that is written, rounded to as many digits."""
    written = Decimal(text)
    exponent = written.as_tuple().exponent
    assert isinstance(exponent, int)  # the schema lets only finite numbers in
    unit = 10.0 ** min(exponent, 300)
    return abs(value - float(written)) <= 0.5 * unit + _SLACK * abs(value)
