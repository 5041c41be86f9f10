"""Where and why a curve breaks off, in the same words on every panel."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from playground.app.numbers_text import count_text
from playground.app.plots.columns import Array, Columns
from playground.app.plots.scale import StepScale, ValueScale
from playground.app.view import View

_WORDS = {"diverged": "diverged at step", "undefined": "undefined at step"}


class Cross(NamedTuple):
    """The mark where a curve ends: the row, its place on the plot, what is written beside it."""

    row: int  # the last of which anything is drawn
    x: float
    y: float
    text: str


def end_text(view: View) -> str:
    """Return what to write where the run goes wrong; "" if it does not."""
    outcome = view.outcome
    if outcome is not None and outcome.kind in _WORDS:
        if outcome.kind == "diverged" and not broken_off(view):
            return f"diverging since step {count_text(outcome.step)}"
        return f"{_WORDS[outcome.kind]} {count_text(outcome.step)}"
    if outcome is None and view.finished:
        return ""  # it failed; the outcome bar says how
    if not math.isfinite(view.loss[-1]):
        return f"diverged at step {count_text(view.length - 1)}"
    return ""


def broken_off(view: View) -> bool:
    """Whether the last row holds something that is no finite number."""
    last = (view.loss[-1:], view.theta[-1], view.gradient[-1])
    return not all(np.isfinite(part).all() for part in last)


def last_step(view: View) -> int:
    """Return where an axis of steps ends: there is nothing beyond the last row of a broken run."""
    if view.finished and view.length - 1 < view.steps:
        return max(view.length - 1, 1)
    return view.steps


def axis_end(view: View) -> int:
    """Return the last step of an axis that has room for the visible pinned runs of its loss too."""
    alike = (one.view for one in view.pinned if one.view.fitted == view.fitted)
    return max(last_step(one) for one in (view, *alike))


def cross(
    view: View, values: Array, columns: Columns, places: tuple[StepScale, ValueScale]
) -> Cross | None:
    """Return the mark where the values (rows, n) leave the axis or end; None if all is well."""
    text = end_text(view)
    scale = places[1]
    if scale.capped:
        out = (columns.high > scale.high) | (columns.low < scale.low)
        if out.any():
            return _leaving(values, columns, int(out.any(axis=1).argmax()), places, text)
    return _at_the_end(view, values, places, text) if text else None


def _leaving(
    values: Array, columns: Columns, column: int, places: tuple[StepScale, ValueScale], text: str
) -> Cross:
    """Put the mark where the line to the first value beyond the axis crosses its edge."""
    steps, scale = places
    first = int(columns.rows[column])
    rows = values[first : int(columns.lasts[column]) + 1]
    out = (rows > scale.high) | (rows < scale.low)
    row = first + int(out.any(axis=1).argmax())
    curve = int(out[row - first].argmax())
    edge = float(values[row, curve] > scale.high)
    # Of what is drawn: a value far beyond is drawn nearer than it is.
    before, after = scale.place(values[max(row - 1, 0) : row + 1, curve])[[0, -1]]
    part = (edge - before) / (after - before) if after != before else 1.0
    left, right = steps.place([max(row - 1, 0), row])
    said = f"off the axis at step {count_text(row)}"
    return Cross(row, float(left + part * (right - left)), edge, said + (text and f",\n{text}"))


def _at_the_end(
    view: View, values: Array, places: tuple[StepScale, ValueScale], text: str
) -> Cross | None:
    steps, scale = places
    for row in range(len(values) - 1, max(len(values) - 4, -1), -1):
        finite = np.isfinite(values[row])
        if finite.any():
            at = int(np.where(finite, np.abs(values[row]), -1.0).argmax())
            y = np.clip(scale.place(values[row, at]), *scale.range)
            return Cross(row, float(steps.place(row)), float(y), text)
    return None
