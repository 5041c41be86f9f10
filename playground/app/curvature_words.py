"""What the curvature at the playhead says of the learning rate, in a line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.app.curvature_curves import edge_name
from playground.app.numbers_text import count_text
from playground.app.plots.arrays import Floats
from playground.app.view import View
from playground.core import words
from playground.core.rules import Rule, rule_of

if TYPE_CHECKING:
    from playground.core.sharpness import Sharpness

_LEVEL = 1e-12  # of the largest curvature: below, a direction is flat
_CLOSE = 0.02  # of a factor or 1: what is observed is what was predicted


def sharpness_text(view: View, known: Sharpness) -> str:
    """Return the curvature and its limit, at the row nearest to the playhead."""
    at = _nearest(view, known)
    values = known.eigenvalues[at]
    if not np.isfinite(values).all():
        return _at(view, known, at) + "the curvature is no number."
    rule = _rule(view)
    where, curvature = _at(view, known, at), _curvature(known, at)
    said = where + curvature
    if rule.iteration is None:
        return f"{said}. {rule.why}"
    if values[0] < -_LEVEL * np.abs(values).max():
        return f"{said}: curved downwards, so no learning rate is stable here."
    if values[-1] <= 0:
        return f"{said}: flat, so there is no limit here."
    edge, limit = float(known.edge[at]), rule.iteration.limit(float(values[-1]))
    stable = values[-1] <= edge
    sign, verdict = ("<", "stable") if stable else (">", "too sharp")
    # The verdict first: where there is little room, the rest is cut.
    told = f"{where.removesuffix(': ')}, {verdict}" if where else f"{verdict.capitalize()} here"
    now, most = words.apart(_rate(view, known, at), limit)
    return (
        f"{told}: {curvature} {sign} {edge_name(view)} {_number(edge)}; "
        f"largest stable lr {most}, now {now}."
    )


def contraction_text(view: View, known: Sharpness) -> str:
    """Return what the step that leaves the row nearest to the playhead does to the error."""
    at = _nearest(view, known)
    last = at > 0 and int(known.rows[at]) == view.length - 1  # no step leaves it
    at -= last
    predicted, observed = known.predicted[at], known.observed[at]
    if not np.isfinite(predicted).all():
        rule = _rule(view)
        return _at(view, known, at) + (rule.why if rule.iteration is None else "no prediction.")
    where = "" if last else _at(view, known, at)
    return where + _fates(predicted, observed)


def _rule(view: View) -> Rule:
    one = view.experiment
    return rule_of(one.optimizer, one.optimizer_settings, one.mistakes)


def _fates(predicted: Floats, observed: Floats) -> str:
    """Say what becomes of the error: of many modes along the two ends."""
    if len(predicted) == 1:
        factor = float(predicted[0])
        over = "overshoots and " if factor < 0 else ""
        said = f"Error × {words.factor(factor)} a step: it {over}{_fate(factor)}"
        return f"{said}{_observed(predicted, observed)}."
    ends = [-1, 0]
    high, low = (float(predicted[mode]) for mode in ends)
    by_high, by_low = (f"× {words.factor(factor)}" for factor in (high, low))
    if _fate(high) == _fate(low):
        said = f"Error {_fate(high)}: {by_high} along λmax, {by_low} along λmin"
    else:
        said = f"Error {_fate(high)} along λmax ({by_high}), {_fate(low)} along λmin ({by_low})"
    return f"{said}{_observed(predicted[ends], observed[ends])}."


def _observed(predicted: Floats, observed: Floats) -> str:
    if not np.isfinite(observed).any():
        return ""
    near = np.abs(observed - predicted) <= _CLOSE * np.maximum(np.abs(predicted), 1.0)
    if near[np.isfinite(observed)].all():
        return ", as observed"
    return "; observed " + ", ".join(
        f"× {words.factor(float(value))}" if np.isfinite(value) else "unclear" for value in observed
    )


def _fate(factor: float) -> str:
    """What becomes of the size of an error that each step multiplies by this."""
    if math.isclose(abs(factor), 1.0, rel_tol=1e-12):
        return "stays"
    return "shrinks" if abs(factor) < 1 else "grows"


def _nearest(view: View, known: Sharpness) -> int:
    return int(np.abs(known.rows - view.playhead).argmin())


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


def _rate(view: View, known: Sharpness, at: int) -> float:
    rates = view.learning_rate
    row = min(int(known.rows[at]), len(rates) - 1)
    return float(rates[row]) if len(rates) else view.experiment.learning_rate


def _number(value: float) -> str:
    return words.number(float(value), 4 if abs(value) >= 1e3 else 3)
