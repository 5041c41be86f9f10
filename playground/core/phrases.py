"""The parts that sentences on the end of a run are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.core import words
from playground.core.forecast import factor_holds
from playground.core.rate import Rate

if TYPE_CHECKING:
    from playground.core.ending import End

_STEADY = 1e-6  # a factor this near to 1 neither shrinks nor grows
_TRAIL = 400  # rows at the end that a range of irregular values is taken from, at most


def subject(end: End) -> str:
    """What moves: "x", "(x, y)", or θ where the names are too many."""
    return words.names(end.experiment.parameters)


def when(end: End) -> str:
    """The words before what each step does at the end of the run."""
    if end.stretch.steady and not end.stretch.first and not factor_holds(end):
        return "lately each step"
    return end.stretch.when(end.updates)


def pace(rate: Rate | None, what: str, when: str) -> str:
    """What each step multiplies by; empty without a rate."""
    if rate is None:
        return ""
    if rate.swing is None:
        return f"{when} multiplies {what} by {words.factor(rate.value)}"
    turn = words.count(round(rate.swing))
    return f"{when} multiplies the swing by {words.factor(rate.value)}, one swing in {turn}"


def sentence(words: str) -> str:
    """The words with a capital letter."""
    return words[:1].upper() + words[1:]


def fate(rate: Rate) -> str:
    """What becomes of swings."""
    size = abs(rate.value)
    if abs(size - 1) < _STEADY:
        return "stay as wide"
    return "shrink" if size < 1 else "grow"


def at(end: End) -> str:
    """Where theta is at the end, or the loss there if theta is long."""
    place = words.place(end.experiment.parameters, end.theta.tolist())
    return place or f"the loss is {words.number(float(end.trajectory.loss[-1]))}"


def trail(end: End) -> int:
    """How many rows at the end tell the range of irregular values."""
    return min(max(end.updates // 4, 2), _TRAIL)


def widest(end: End, rows: int) -> tuple[str, str]:
    """The name of the parameter that moved most in the last rows, and "between a and b"."""
    tail = end.trajectory.theta[-rows:].astype(np.float64)
    low, high = tail.min(axis=0), tail.max(axis=0)
    most = int(np.argmax(high - low))
    between = f"between {words.number(float(low[most]))} and {words.number(float(high[most]))}"
    return end.experiment.parameters[most], between


def last_jump(end: End) -> tuple[str, str, str]:
    """The name of the parameter that the last update moved most, its value before and after."""
    before, after = end.trajectory.theta[-2:].astype(np.float64)
    most = int(np.argmax(np.abs(after - before)))
    values = words.number(float(before[most])), words.number(float(after[most]))
    return end.experiment.parameters[most], *values


def change(first: float, last: float) -> str:
    """How the loss changed."""
    if first == last:
        return f"the loss stays at {words.number(last)}"
    verb = "fell" if last < first else "grew"
    return f"the loss {verb} from {words.number(first)} to {words.number(last)}"
