"""Whether the tolerance of a number in a lesson lets through what everybody would answer."""

from __future__ import annotations

import math
from dataclasses import replace

from playground.core.experiment import Experiment
from playground.core.lesson import NumberQuestion, PredictNumber
from playground.core.lesson_quantities import BY_ROW, value_of
from playground.core.trajectory import Trajectory
from playground.core.typed import plain

_OF_NOTHING = 1.0  # what a number that is 0 is counted as


def prediction_fault(predict: PredictNumber, experiment: Experiment, trajectory: Trajectory) -> str:
    """Return what is wrong with the tolerance of a prediction of this run, "" if nothing.

    What moves from its start towards 0, as theta often does, is as large as it was at the start.
    """
    quantity = predict.quantity
    size, what = abs(value_of(quantity, experiment, trajectory)), "the number itself"
    if quantity.name in BY_ROW:
        start = abs(value_of(replace(quantity, step=0), experiment, trajectory))
        if start > size:
            size, what = start, f"{quantity.name} at the start".replace("_", " ")
    return _fault(predict.tolerance, size, what)


def question_fault(question: NumberQuestion) -> str:
    """Return what is wrong with the tolerance of a question, "" if nothing."""
    return _fault(question.tolerance, abs(question.answer), "the answer itself")


def _fault(tolerance: float, size: float, what: str) -> str:
    if math.isnan(size) or tolerance < size or (not size and tolerance <= _OF_NOTHING):
        return ""
    if not size:
        return f"must be at most 1 where the number is 0, not {plain(tolerance)}"
    told = plain(float(f"{size:.6g}"))
    return f"must be below {told}, {what}, not {plain(tolerance)}: 0 would be right as well"
