"""What an optimizer carries on of the gradients so far: a direction, and sizes to divide by."""

from __future__ import annotations

import numpy as np

from playground.app.view import Array, View
from playground.core.pictures import Floats

MOMENTUM = ("velocity", "exp_avg")
SECOND_MOMENT = {
    "max_exp_avg_sq": "√second moment",
    "exp_avg_sq": "√second moment",
    "square_avg": "√second moment",
    "variance": "√second moment",
    "sum": "√sum of squares",
    "exp_inf": "largest gradient",
}
_NO_SQUARE = ("exp_inf",)


def momentum(view: View) -> Array | None:
    """Return what the optimizer keeps of the directions before, (rows, n); None if nothing.

    It points uphill, as a gradient does.
    """
    typed = view.experiment.optimizer_entry.momentum
    if typed is not None and typed.name in view.memory:
        kept = view.memory[typed.name]
        return kept if typed.uphill else -kept
    return next((view.memory[name] for name in MOMENTUM if name in view.memory), None)


def second_moment(view: View, row: int) -> Floats | None:
    """Return the sizes, (n,), that the optimizer divides by at a row; None if it does not."""
    name = next((name for name in SECOND_MOMENT if name in view.memory), "")
    if not name:
        return None
    kept = view.memory[name][row].astype(np.float64)
    with np.errstate(all="ignore"):
        sizes: Floats = kept if name in _NO_SQUARE else np.sqrt(kept)
    return sizes


def step_words(view: View) -> str:
    """Return what the next step is made of, where the optimizer has a second moment."""
    divisor = next((SECOND_MOMENT[name] for name in SECOND_MOMENT if name in view.memory), "")
    if not divisor:
        return "next step"
    return f"next step: {'momentum' if 'exp_avg' in view.memory else 'gradient'} ÷ {divisor}"
