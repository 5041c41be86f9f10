"""Whether a lesson keeps its word: its steps run, its answers and its numbers hold."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.lesson import (
    Expectation,
    Lesson,
    LessonStep,
    NumberQuestion,
    PredictNumber,
    PredictOutcome,
)
from playground.core.lesson_quantities import THEORY, ending, value_of
from playground.core.lesson_repeats import shown_before
from playground.core.lesson_secrets import told_too_early
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test
from playground.core.theory import theory_at
from playground.core.trajectory import Trajectory

_SLACK = 1e-7  # of a number, which float32 rounds: 0.36 is held as 0.36000001


def checking(lesson: Lesson) -> Iterator[tuple[str, ...]]:
    """Yield, for each step, what does not hold of it: one line each, none if all is well."""
    for number, step in enumerate(lesson.steps, 1):
        trajectory, faults = _run(step.experiment, step.expects)
        if trajectory is not None:
            faults += _answer_faults(step, trajectory)
            faults += told_too_early(lesson, step, trajectory)
            faults += shown_before(lesson, step)
        elif step.predict is not None:
            faults.append("predict: there is no run to predict")
        for pin in step.pinned:
            said = f"pinned run {pin.name}".rstrip()
            faults += [f"{said}: {fault}" for fault in _run(pin.experiment, pin.expects)[1]]
        yield tuple(f"step {number} ({step.title}): {fault}" for fault in faults)


def _run(
    experiment: Experiment, expects: tuple[Expectation, ...]
) -> tuple[Trajectory | None, list[str]]:
    """Return the run, None where torch refuses it, and which expectations do not hold."""
    refusals = [expected.value for expected in expects if expected.quantity.name == "refusal"]
    try:
        trajectory = run(experiment)
    except ValueError as error:
        told = bool(refusals) and all(refusal in str(error) for refusal in refusals)
        return None, [] if told else [str(error)]
    faults = []
    for expected in expects:
        found = _found(expected, experiment, trajectory)
        if found:
            quantity = expected.quantity
            at = "" if quantity.step is None else f" at step {quantity.step}"
            faults.append(f"{quantity.name}{at} is {found}, not {expected.value}")
    return trajectory, faults


def _answer_faults(step: LessonStep, trajectory: Trajectory) -> Iterator[str]:
    predict = step.predict
    if isinstance(predict, PredictOutcome) and ending(trajectory) not in predict.choices:
        kind = trajectory.outcome.kind if trajectory.outcome is not None else "nothing"
        yield f"predict: the run is {kind}, which is none of its choices"
    if isinstance(predict, PredictNumber):
        value = value_of(predict.quantity, step.experiment, trajectory)
        if math.isnan(value):
            yield f"predict: the run has no {predict.quantity.name} there"
    for question in step.questions:
        if isinstance(question, NumberQuestion) and question.quantity is not None:
            value = value_of(question.quantity, step.experiment, trajectory)
            if not abs(value - question.answer) <= question.tolerance:
                yield f"question {question.ask!r}: the run says {value:g}, not {question.answer:g}"


def _found(expected: Expectation, experiment: Experiment, trajectory: Trajectory) -> str:
    """Return what the run says instead, "" if what is expected holds."""
    name = expected.quantity.name
    if name == "refusal":
        return "none"
    if name == "outcome":
        end = ending(trajectory)
        kind = trajectory.outcome.kind if trajectory.outcome is not None else ""
        return "" if end == expected.value else kind
    if name in THEORY:
        value = _theory(name, experiment, trajectory)
    else:
        value = value_of(expected.quantity, experiment, trajectory)
    return "" if rounds_to(value, expected.value) else f"{value:.8g}"


def rounds_to(value: float, text: str) -> bool:
    """Whether a number is the one that is written, rounded to as many digits."""
    written = Decimal(text)
    exponent = written.as_tuple().exponent
    assert isinstance(exponent, int)  # the schema lets only finite numbers in
    unit = 10.0 ** min(exponent, 300)
    return abs(value - float(written)) <= 0.5 * unit + _SLACK * abs(value)


def _theory(name: str, experiment: Experiment, trajectory: Trajectory) -> float:
    if name == "range_suggestion":
        low, high = experiment.loss_entry.learning_rates
        # Five times the best says nothing of losses below 0; the window's test goes on there.
        diverge = 5.0 if trajectory.loss[0] >= 0 else 0.0
        request = RangeRequest(low, high, smoothing=0.05, diverge=diverge)  # as in the window
        suggestion = range_test(experiment, request).suggestion
        return math.nan if suggestion is None else suggestion
    theory = theory_at(experiment, trajectory, "minimum")
    found, limits = theory.curvature, theory.stability
    if found is None or limits is None:
        return math.nan
    values = {
        "curvature": float(found.eigenvalues[-1]),
        "least_curvature": float(found.eigenvalues[0]),
        "condition_number": found.condition_number,
        "largest_stable_learning_rate": limits.largest,
        "best_learning_rate": limits.best,
    }
    value = values[name]
    return math.nan if value is None else value
