"""What a gradient check found, and what the number format has to do with it, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.app.numbers_text import short_text
from playground.app.view import View
from playground.core.mistakes import IN_THE_LOSS

if TYPE_CHECKING:
    from playground.core.gradient_check import GradientCheck
    from playground.core.gradient_compared import Compared

# The gap above 1, by which every number of the format is off: torch.finfo(dtype).eps.
EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}
CLOSE = 1e-3  # an error of a central difference that is no reason to doubt a gradient
_NONE = 1e-9  # a truncation that is none but rounding in float64


def error_at(check: GradientCheck, h: float) -> float:
    """Return the error of the central differences at the width of the curve nearest to h."""
    return float(check.errors[np.abs(np.log(check.widths / h)).argmin()])


def truncates(check: GradientCheck) -> bool:
    """Whether a wide h makes an error that is not of rounding; on a parabola it does not."""
    return not check.truncation <= _NONE  # where it is no number it is seen as well


def check_text(check: GradientCheck, view: View) -> str:
    """Return what the check found: of the typed derivative, else of the one by hand, else of h."""
    remark = _remark(check, view)
    if check.typed is not None:
        return f"Typed: {check.typed.says}{remark}"
    if check.by_hand is not None:
        return f"{_both_text(check.by_hand, view) or f'By hand: {check.by_hand.says}'}{remark}"
    return f"{width_text(check)}{remark} {format_text(view.experiment.dtype)}"


def _remark(check: GradientCheck, view: View) -> str:
    """Return of which rows the check is, and that the run takes another gradient than this."""
    found = ""
    if check.rows:
        rows = "row" if check.rows == 1 else "rows"
        found = f" On the minibatch of step {view.playhead:,}: {check.rows:,} {rows}."
    if set(view.experiment.mistakes) - IN_THE_LOSS:
        found += " This is the loss's own gradient, without the mistakes of the run's code."
    return found


def width_text(check: GradientCheck) -> str:
    """Return how good the central difference is at this h, and which way a better one lies."""
    error, h = error_at(check, check.h), f"h = {short_text(check.h, 3)}"
    said, best = "Central difference:", short_text(check.best, 1)
    if not math.isfinite(error):
        return f"{said} no number at {h}, where the loss is none."
    if error > CLOSE:
        kind = "too narrow: rounding" if check.h < check.best else "too wide: truncation"
        kind = kind if truncates(check) else "rounding"
        return f"{said} off by {_percent(error)} at {h} ({kind}); best at {best}."
    if not truncates(check):
        return f"{said} as good as autograd. No third derivative, so no truncation."
    return f"{said} {_digits(error)} at {h}; best at {best}."


def format_text(dtype: str) -> str:
    """Return where rounding begins in this number format, and where it would in another.

    The error of a central difference is least near h = ε^⅓, where it is near ε^⅔: Nocedal and
    Wright (2006), section 8.1.
    """
    other = other_format(dtype)
    width, least = (short_text(EPSILON[other] ** power, 1) for power in (1 / 3, 2 / 3))
    here = short_text(EPSILON[dtype] ** (1 / 3), 1)
    return f"{dtype} rounds below h ≈ {here}; {other} below {width} (error {least})."


def other_format(dtype: str) -> str:
    """Return the number format to compare with."""
    return "float32" if dtype == "float64" else "float64"


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
