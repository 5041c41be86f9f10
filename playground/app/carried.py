"""What an optimizer carries on of the gradients so far: a direction, and sizes to divide by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from playground.app.view import Array, View
from playground.core.pictures import Floats


class Carried(NamedTuple):
    """A direction that the optimizer keeps, (rows, n), as a gradient points: uphill.

    row: the one that the step from the playhead on uses. tip: a sentence about it.
    """

    kept: Array
    row: int
    name: str
    tip: str


_MOMENTUM = "momentum", "the momentum that the step uses, this gradient included."
_DIRECTIONS = {
    "velocity": _MOMENTUM,
    "exp_avg": _MOMENTUM,
    "grad_avg": ("mean gradient", "the mean of the gradients, whose square is taken off theirs."),
    "direction": ("direction", "the way of the search, turned from downhill by the curvature."),
    "prev": ("last gradient", "against the gradient before; where the sign turns, steps shrink."),
    "ax": ("to the average", "the way to the average of all thetas, which ASGD is after."),
}
SECOND_MOMENT = {
    "max_exp_avg_sq": "√second moment",
    "exp_avg_sq": "√second moment",
    "square_avg": "√second moment",
    "variance": "√second moment",
    "sum": "√sum of squares",
    "exp_inf": "largest gradient",
}
_SIZES = {**SECOND_MOMENT, "step_size": "step size"}
_NO_SQUARE = ("exp_inf", "step_size")
GRADIENT_SIZE, STEP_SIZE = "gradient size", "step size"
_SIZE_TIPS = {
    "": "",
    GRADIENT_SIZE: "how large the gradients have been along each axis, which divides the step.",
    STEP_SIZE: "how far the step goes along each axis, whatever the gradient's size.",
}


def used_row(view: View) -> int:
    """Return the row whose memory the step from the playhead on uses: with this gradient in it."""
    return min(view.playhead + 1, view.length - 1)


def carried(view: View) -> Carried | None:
    """Return what the optimizer keeps of the directions before; None if nothing."""
    typed = view.experiment.optimizer_entry.momentum
    if typed is not None and typed.name in view.memory:
        kept = view.memory[typed.name]
        return Carried(kept if typed.uphill else -kept, used_row(view), *_MOMENTUM)
    name = _kept(view, _DIRECTIONS)
    if not name:
        return None
    kept, row = view.memory[name], used_row(view)
    if name == "direction":
        kept = -kept
    elif name == "ax":
        kept = view.theta[: len(kept)] - kept
    elif name == "prev":
        row = view.playhead
    return Carried(kept, row, *_DIRECTIONS[name])


def sizes_name(view: View) -> str:
    """Return what the sizes along the axes are of; "" where the optimizer has none."""
    if view.experiment.optimizer_entry.sizes is not None:
        return GRADIENT_SIZE
    name = _kept(view, _SIZES)
    return name and (STEP_SIZE if name == "step_size" else GRADIENT_SIZE)


def sizes_tip(name: str) -> str:
    """Return a sentence about the sizes of that name."""
    return _SIZE_TIPS[name]


def axis_sizes(view: View, row: int) -> Floats | None:
    """Return the sizes, (n,), that scale the axes at a row: see `sizes_name`; None if none."""
    typed = view.experiment.optimizer_entry.sizes
    name = typed.name if typed is not None else _kept(view, _SIZES)
    if name not in view.memory:
        return None
    squared = typed.squared if typed is not None else name not in _NO_SQUARE
    kept = view.memory[name][row].astype(np.float64)
    with np.errstate(all="ignore"):
        sizes: Floats = np.sqrt(kept) if squared else kept
    return sizes


def _kept(view: View, names: Iterable[str]) -> str:
    """Return the first of torch's own names that is kept; in a typed rule they mean nothing."""
    if "=" in view.experiment.optimizer:
        return ""
    return next((name for name in names if name in view.memory), "")


def step_words(view: View) -> str:
    """Return what the next step is made of, where the optimizer has a second moment."""
    divisor = SECOND_MOMENT.get(_kept(view, SECOND_MOMENT), "")
    if not divisor:
        return "next step"
    return f"next step: {'momentum' if 'exp_avg' in view.memory else 'gradient'} ÷ {divisor}"
