"""What the curvature at the playhead says of the learning rate, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.app.numbers_text import count_text
from playground.app.view import View
from playground.core import words
from playground.core.rules import rule_of

if TYPE_CHECKING:
    from playground.core.iteration import Iteration
    from playground.core.sharpness import Sharpness

_LEVEL = 1e-12  # of the largest curvature: below, a direction is flat


def row_text(view: View, known: Sharpness) -> str:
    """Return the curvature, its limit and what a step does, at the row nearest to the playhead."""
    at = int(np.abs(known.rows - view.playhead).argmin())
    values = known.eigenvalues[at]
    if not np.isfinite(values).all():
        return _at(view, known, at) + "the curvature is no number."
    rule = rule_of(
        view.experiment.optimizer, view.experiment.optimizer_settings, view.experiment.mistakes
    )
    said = _at(view, known, at) + _curvature(known, at)
    if rule.iteration is None:
        return f"{said}. {rule.why}"
    if values[0] < -_LEVEL * np.abs(values).max():
        return f"{said}: curved downwards, so no learning rate is stable here."
    if values[-1] <= 0:
        return f"{said}: flat, so there is no limit here."
    return said + _limit(view, known, at, rule.iteration)


def _at(view: View, known: Sharpness, at: int) -> str:
    """Name the row, where it is not that of the playhead itself."""
    row = int(known.rows[at])
    return "" if row == view.playhead else f"Near, at step {count_text(row)}: "


def _curvature(known: Sharpness, at: int) -> str:
    values = known.eigenvalues[at]
    of = " of P⁻¹H" if known.preconditioned else ""
    said = f"λmax{of} {_number(values[-1])}"
    if values[0] < 0 and len(values) > 1:
        said += f", λmin {_number(values[0])}"
    return said


def _limit(view: View, known: Sharpness, at: int, iteration: Iteration) -> str:
    rates = view.learning_rate
    row = int(known.rows[at])
    rate = float(rates[min(row, len(rates) - 1)]) if len(rates) else view.experiment.learning_rate
    limit = words.number(iteration.limit(float(known.eigenvalues[at, -1])))
    said = f", stable below {limit}; now {words.number(rate)}"
    predicted, observed = known.predicted[at], known.observed[at]
    if not np.isfinite(predicted).all():
        return said + "."
    mode = int(np.abs(predicted).argmax())
    said += f": each step multiplies the error by {words.factor(float(predicted[mode]))}"
    if np.isfinite(observed[mode]):
        said += f" (observed {words.factor(float(observed[mode]))})"
    if len(predicted) > 1:
        said += f" along λ {_number(known.eigenvalues[at, mode])}"
    return said + "."


def _number(value: float) -> str:
    return words.number(float(value), 4 if abs(value) >= 1e3 else 3)
