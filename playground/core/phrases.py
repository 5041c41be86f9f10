"""The parts that sentences on the end of a run are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.core import words
from playground.core.hessian import Floats
from playground.core.optimizers import is_typed
from playground.core.rate import Rate
from playground.core.told import Told
from playground.core.trajectory import Array

if TYPE_CHECKING:
    from playground.core.end import End

_STEADY = 1e-6  # a factor this near to 1 neither shrinks nor grows
_LATELY = 3  # updates that tell where the loss is going
_TRAIL = 400  # rows at the end that a range of irregular values is taken from, at most


def subject(end: End) -> str:
    """What moves: "x", "(x, y)", or θ where the names are too many."""
    return words.names(end.experiment.parameters)


def uphill(end: End) -> bool:
    """Whether a run that is on its way goes up, or has come up and does not come down again."""
    experiment = end.experiment
    plain = end.plain or (
        is_typed(experiment.optimizer) and experiment.optimizer_entry.momentum is None
    )
    # Momentum climbs a little way on its way down, too; gradients that add up are one.
    climbs = plain and "not-zeroed" not in experiment.mistakes and rises(end)
    return climbs or (higher(end) and not bool((_changes(end) < 0).all()))


def higher(end: End) -> bool:
    """Whether the loss is above that of the start."""
    return bool(end.trajectory.loss[-1] > end.trajectory.loss[0]) and not end.noisy


def rises(end: End) -> bool:
    """Whether the last updates went uphill, each of them."""
    return not end.noisy and bool((_changes(end) > 0).all())


def _changes(end: End) -> Floats:
    """How each of the last updates changed the loss."""
    return np.diff(end.trajectory.loss[-_LATELY - 1 :].astype(np.float64))


def pace(told: Told | None, what: str) -> str:
    """What each step multiplies by, "each step multiplies the error by 0.6"; empty for None."""
    if told is None:
        return ""
    rate, when = told.rate, told.when
    if rate.swing is None:
        return f"{when} multiplies {what} by {words.factor(rate.value)}"
    value = 1.0 if abs(rate.value - 1) < _STEADY else rate.value
    turn = round(rate.swing)
    # A turn of 2 steps would be a jump back and forth that no beat changes.
    often = f", one swing in {words.count(turn)}" if turn > 2 else ""
    return f"{when} multiplies the swing by {words.factor(value)}{often}"


def sentence(words: str) -> str:
    """The words with a capital letter."""
    return words[:1].upper() + words[1:]


def fate(rate: Rate) -> str:
    """What becomes of swings."""
    size = abs(rate.value)
    if abs(size - 1) < _STEADY:
        return "stay as wide"
    return "shrink" if size < 1 else "grow"


def at(end: End, goal: Floats | None = None) -> str:
    """Where theta is at the end, or the loss there if theta is long."""
    return place(end, goal) or f"the loss is {loss_now(end)}"


def place(end: End, goal: Floats | None = None) -> str:
    """Theta at the end by its names; "" if it is long.

    With as many digits as show that it is not at the goal yet, (n,), unless that is rounding.
    """
    theta, digits = end.theta.tolist(), [words.DIGITS] * len(end.theta)
    if goal is not None:
        least = end.motion.rounding
        digits = [words.digits_short_of(*pair, least) for pair in zip(theta, goal, strict=True)]
    return words.place(end.experiment.parameters, theta, digits)


def loss_now(end: End) -> str:
    """The loss at the end."""
    return words.number(float(end.trajectory.loss[-1]))


def trail(end: End) -> int:
    """How many rows at the end tell the range of irregular values."""
    return min(max(end.updates // 4, 2), _TRAIL)


def widest(end: End, rows: int) -> tuple[str, str]:
    """The name of the parameter that moved most in the last rows, and "between a and b"."""
    tail = end.trajectory.theta[-rows:].astype(np.float64)
    most = int(np.argmax(tail.max(axis=0) - tail.min(axis=0)))
    return end.experiment.parameters[most], between(tail[:, most])


def between(values: Array) -> str:
    """The words "between −1 and 1" for values of that range, (rows,)."""
    return f"between {words.number(float(values.min()))} and {words.number(float(values.max()))}"


def last_turns(end: End, rows: int) -> tuple[int, list[int]]:
    """Which parameter went most to and fro in the last rows, and where it turned.

    The turns are the steps from which on it went the other way.
    """
    first = max(len(end.trajectory.theta) - rows, 0)
    moves = np.diff(end.trajectory.theta[first:].astype(np.float64), axis=0)
    most = int(np.argmax(np.abs(moves).sum(axis=0) - np.abs(moves.sum(axis=0))))
    moved = np.flatnonzero(moves[:, most])
    turned = moved[1:][np.diff(np.sign(moves[moved, most])) != 0]
    return most, [first + int(step) for step in turned]


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
