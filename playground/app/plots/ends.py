"""Where and why a curve breaks off."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from playground.app.plots.columns import Array, Columns
from playground.app.plots.scale import ValueScale
from playground.app.view import View

_WORDS = {"diverged": "diverged at step", "undefined": "undefined at step"}


class Cross(NamedTuple):
    """The mark where a curve ends: the row, the value there, and what is written beside it."""

    row: int
    value: float
    text: str


def end_text(view: View) -> str:
    """Return what to write where the run breaks off; "" if it does not."""
    outcome = view.outcome
    if outcome is not None and outcome.kind in _WORDS:
        if outcome.kind == "diverged" and math.isfinite(view.loss[-1]):
            return f"diverging since step {outcome.step:,}"
        return f"{_WORDS[outcome.kind]} {outcome.step:,}"
    if not math.isfinite(view.loss[-1]):
        return f"diverged at step {view.length - 1:,}"
    return ""


def cross(view: View, values: Array, columns: Columns, scale: ValueScale) -> Cross | None:
    """Return the mark where the values (rows, n) leave the scale or end; None if all is well."""
    text = end_text(view)
    if scale.capped:
        out = (columns.high > scale.high) | (columns.low < scale.low)
        if out.any():
            column = int(out.any(axis=1).argmax())
            curve = int(out[column].argmax())
            above = columns.high[column, curve] > scale.high
            edge = scale.high if above else scale.low
            return Cross(int(columns.rows[column]), edge, text or "beyond this range")
    if not text:
        return None
    return _at_the_end(view, values, text)


def _at_the_end(view: View, values: Array, text: str) -> Cross | None:
    for row in range(view.length - 1, max(view.length - 4, -1), -1):
        finite = np.isfinite(values[row])
        if finite.any():
            at = int(np.where(finite, np.abs(values[row]), -1.0).argmax())
            return Cross(row, float(values[row, at]), text)
    return None
