"""What a gradient check found, and what the number format has to do with it, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.app.numbers_text import short_text
from playground.app.view import View
from playground.core.mistakes import beyond_the_loss
from playground.core.written_out.formats import other_format

if TYPE_CHECKING:
    from playground.core.gradient_check import GradientCheck
    from playground.core.gradient_compared import Compared
    from playground.core.least_error import Least

# The gap above 1, by which every number of the format is off: torch.finfo(dtype).eps.
EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}
LEAST_H, MOST_H = 1e-16, 10.0  # that can be chosen, and are looked at
CLOSE = 1e-3  # an error of a central difference that is no reason to doubt a gradient
_NEAR = 30.0  # a range of widths no wider than so many times its lowest is one place


def error_at(check: GradientCheck, h: float) -> float:
    """Return the error of the central differences at the width of the curve nearest to h."""
    return float(check.errors[np.abs(np.log(check.widths / h)).argmin()])


def sides(check: GradientCheck) -> tuple[str, str]:
    """Return what makes the error of a narrower and of a wider h than the best; "" for nothing."""
    if check.truncates:
        return "rounding", "truncation"
    return "rounding", "rounding" if check.least.high < MOST_H else ""


def check_text(check: GradientCheck, view: View) -> str:
    """Return what the check found: of the typed derivative, else of the one by hand, else of h."""
    remark = _remark(check, view)
    if check.typed is not None:
        return f"Typed: {check.typed.says}{remark}"
    if check.by_hand is not None:
        return f"{_both_text(check.by_hand, view) or f'By hand: {check.by_hand.says}'}{remark}"
    return f"{width_text(check)}{remark} {other_text(check, view.experiment.dtype)}"


def _remark(check: GradientCheck, view: View) -> str:
    """Return of which rows the check is, and that the run takes another gradient than this."""
    found = ""
    if check.rows:
        rows = "row" if check.rows == 1 else "rows"
        found = f" On the minibatch of step {view.playhead:,}: {check.rows:,} {rows}."
    which = beyond_the_loss(view.experiment.mistakes)
    if which:
        found += f" This is the loss's own gradient, without the {which} of the run's code."
    return found


def width_text(check: GradientCheck) -> str:
    """Return how good the central difference is at this h, and which way a better one lies."""
    error, h = error_at(check, check.h), f"h = {short_text(check.h, 3)}"
    said = "Central difference:"
    if not math.isfinite(error):
        return f"{said} no number at {h}, where the loss is none."
    good = _digits(error)
    if error > CLOSE:
        narrow = check.h < check.least.h
        why = f"{'too narrow' if narrow else 'too wide'}: {sides(check)[not narrow]}"
        good = f"off by {_percent(error)}"
        h = f"{h} ({why})"
    return f"{said} {good} at {h}; {best_text(check.least)}.{_third(check)}"


def _third(check: GradientCheck) -> str:
    """Return what the lack of a third derivative means for this curve; "" if there is one."""
    if check.truncates:
        return ""
    if sides(check)[1]:
        return " No truncation: a wider h rounds a larger loss."
    return " No third derivative, so no truncation."


def best_text(least: Least) -> str:
    """Return for which h the error is least, as the curve has it."""
    low, high = (short_text(end, 1) for end in (least.low, least.high))
    if least.high >= MOST_H:
        return f"best from {low} on" if least.low > LEAST_H else "every h is as good"
    if least.high <= _NEAR * least.low:
        return f"best near {short_text(least.h, 1)}"
    return f"best from {low} to {high}"


def other_text(check: GradientCheck, dtype: str) -> str:
    """Return where the error would be least in the other number format, and how small."""
    least = check.other_least
    error = f" (error {short_text(least.error, 1)})" if least.error else ""
    return f"In {other_format(dtype)} {best_text(least)}{error}."


def _both_text(by_hand: Compared, view: View) -> str:
    """Return what a step leaves of the error by hand and with autograd; "" if one is not there."""
    runs = [view, *(one.view for one in view.pinned if one.same_loss)]
    factors = {one.experiment.gradient: _factor(one) for one in reversed(runs)}
    here, there = factors.get("by-hand"), factors.get("autograd")
    if here is None or there is None or by_hand.ratio is None:
        return ""
    return (
        f"By hand the gradient is {short_text(by_hand.ratio)} times autograd's: a step leaves "
        f"{short_text(here, 3)} of the error, with autograd {short_text(there, 3)}."
    )


def _factor(view: View) -> float | None:
    """What the first step multiplies the error by, for one parameter with a known minimum."""
    if view.length < 2 or view.theta.shape[1] != 1 or len(view.minima) != 1:
        return None
    before, after = view.theta[:2, 0].astype(np.float64) - view.minima[0][0]
    return float(after / before) if before else None


def _digits(error: float) -> str:
    return f"{math.floor(-math.log10(error))} digits" if error else "every digit right"


def _percent(error: float) -> str:
    return f"{short_text(100 * error, 2)} %" if error < 10 else f"{short_text(error, 2)} times it"
