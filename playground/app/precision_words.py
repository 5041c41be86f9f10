"""What number formats make of one run, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from playground.app.numbers_text import count_text, short_text
from playground.app.table.columns import DIGITS

if TYPE_CHECKING:
    from playground.core.precision import Precise

_FIRST = "float32"  # what torch takes where nobody says otherwise: it is named first

_FEW, _MANY = 2, 8  # components of theta in a cell, and in its tool tip


def precision_text(shown: Sequence[Precise]) -> str:
    """Return what the class sees, in one sentence; float64 is among the runs."""
    exact = next(one for one in shown if one.dtype == "float64")
    others = sorted((one for one in shown if one is not exact), key=lambda one: one.dtype != _FIRST)
    if not others:
        return ""
    lost = [one for one in others if one.epoch]
    if lost:
        return f"{_lost_text(lost)}; {_rest_text(exact, [o for o in others if not o.epoch])}."
    if exact.epoch:
        return f"float64 {_ends(exact)} at {_lost_at(exact)}; the others go on."
    still = [one for one in others if _stands_still(one, exact)]
    if still:
        return f"{_names(still)} {_stay(still)}: each step is less than the gap between numbers."
    first, *more = others
    kept = [f"{one.dtype} {_digits(one)}" for one in more]
    return ", ".join([f"Of theta, {first.dtype} keeps {_digits(first)}", *kept]) + "."


def digits_text(one: Precise) -> str:
    """Return how many digits of the final theta are those of float64."""
    if one.digits is None:
        return "—"
    return "all" if math.isinf(one.digits) else f"{one.digits:.1f}"


def step_text(one: Precise) -> str:
    """Return the first step that is no number."""
    return count_text(one.epoch - 1) if one.epoch else "none"


def _lost_at(one: Precise) -> str:
    # As everywhere else by its step, and as a loop counts that prints before each update.
    return f"step {step_text(one)} (epoch {count_text(one.epoch)})"


def theta_texts(one: Precise) -> tuple[str, ...]:
    """Return the final theta in few digits, or its first components; then shorter and shorter."""
    theta = one.trajectory.theta[-1]
    digits = min(DIGITS[one.dtype], 5 if len(theta) == 1 else 4)
    shorter = [(count, fewer) for count in (_FEW, 1) for fewer in range(digits, 1, -1)]
    return tuple(
        ", ".join(short_text(float(value), fewer) for value in theta[:count])
        + (", …" if len(theta) > count else "")
        for count, fewer in shorter
    )


def whole_text(one: Precise) -> str:
    """Return the final theta with all the digits of the format."""
    theta = one.trajectory.theta[-1]
    parts = [short_text(float(value), DIGITS[one.dtype]) for value in theta[:_MANY]]
    return ", ".join(parts) + (", …" if len(theta) > _MANY else "")


def loss_text(one: Precise) -> str:
    """Return the final loss with the digits of the format, four at most."""
    return short_text(float(one.trajectory.loss[-1]), min(DIGITS[one.dtype], 4))


def _lost_text(lost: Sequence[Precise]) -> str:
    first, *more = lost
    said = [f"{first.dtype} {_ends(first)} at {_lost_at(first)}"]
    said += [f"{one.dtype} at {step_text(one)}" for one in more]
    return ", ".join(said)


def _rest_text(exact: Precise, going: Sequence[Precise]) -> str:
    """Return how far those go on that were not lost, or were later."""
    if exact.epoch:
        return f"float64 goes on to step {step_text(exact)}"
    verb = "go on" if going else "goes on"
    end = count_text(exact.trajectory.length - 1)
    return f"{_names([exact, *going])} {verb} to the end, step {end}"


def _ends(one: Precise) -> str:
    """Return what becomes of the run: a number too large, or none at all."""
    last = one.trajectory.length - 1
    row = (one.trajectory.loss[last], one.trajectory.gradient[last], one.trajectory.theta[last])
    return "overflows" if any(np.isinf(part).any() for part in row) else "ends in no number"


def _stands_still(one: Precise, exact: Precise) -> bool:
    mine, true = (each.trajectory.theta for each in (one, exact))
    return bool((mine == mine[0]).all()) and bool((true != true[0]).any())


def _stay(still: Sequence[Precise]) -> str:
    return "stays at the start" if len(still) == 1 else "stay at the start"


def _digits(one: Precise) -> str:
    digits = math.inf if one.digits is None else one.digits
    if math.isinf(digits):
        return "every digit"
    return f"{digits:.1f} digits" if digits >= 0.05 else "no digit"


def _names(runs: Sequence[Precise]) -> str:
    *before, last = [one.dtype for one in runs]
    return f"{', '.join(before)} and {last}" if before else last
