"""The curves of the Curvature panel: sharpness against its edge, and what each step multiplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from playground.app.curvature_plot import Samples
from playground.app.numbers_text import subscript
from playground.app.palette import Theme, mixed
from playground.app.plots import Curve, free_colours
from playground.app.plots.arrays import Floats
from playground.app.view import View

if TYPE_CHECKING:
    from playground.core.sharpness import Sharpness

_DASHED, _DOTTED = 2, 6
_WIDE, _PALE = 3.5, 0.4  # a prediction, so that a record that lies on it is seen on it
_WILD = 10  # times what is predicted, and 1: the ratio to a gradient that is passing through 0
_SMALL = 0.1  # factors below are as good as 0
_SPAN = 100  # the largest over the smallest value that a linear axis can show


class Drawing(NamedTuple):
    """What is drawn of one answer: its samples, their curves, the legend, dotted levels."""

    samples: Samples
    curves: Sequence[Curve]
    legend: Sequence[Curve]
    levels: Sequence[tuple[float, str]]
    title: str
    log: bool  # whether a logarithmic axis suits it


def sharpness_drawing(view: View, known: Sharpness, theme: Theme) -> Drawing:
    """Return λmax, λmin and the curvature of which the learning rate is the limit."""
    values = known.eigenvalues
    columns = [values[:, -1], known.edge]
    of = " of P⁻¹H" if known.preconditioned else ""
    curves = [
        Curve(0, f"λmax{of}", theme.text),
        Curve(1, edge_name(view), theme.explodes, _DASHED),
    ]
    if values.shape[1] > 1:
        columns.append(values[:, 0])
        curves.append(Curve(2, "λmin", theme.too_slow))
    samples = Samples(known.rows, np.column_stack(columns))
    log = suits_log(samples.values)
    return Drawing(samples, curves, curves, (), f"curvature{of}", log)


def pinned_samples(known: Sharpness) -> Samples:
    """Return λmax and its edge of a pinned run."""
    return Samples(known.rows, np.column_stack([known.eigenvalues[:, -1], known.edge]))


def contraction_drawing(view: View, known: Sharpness, theme: Theme) -> Drawing:
    """Return the size of what a step multiplies the error by, for each mode: theory and record."""
    predicted, observed = np.abs(known.predicted), np.abs(known.observed)
    observed[observed > _WILD * np.nan_to_num(np.maximum(predicted, 1.0), nan=1.0)] = np.nan
    names = _names(view, predicted.shape[1])
    theory, record = [], []
    for mode, (name, colour) in enumerate(zip(names, _colours(view, theme), strict=False)):
        pale = mixed(colour, theme.surface, _PALE)
        theory.append(Curve(mode, f"{name} predicted", pale, 0, _WIDE))
        record.append(Curve(len(names) + mode, f"{name} observed", colour))
    samples = Samples(known.rows, np.column_stack([predicted, observed]))
    levels = ((1.0, theme.explodes),)
    title = "|1 − lr·λ|" if _is_plain(view) else "factor of a step"
    legend = [
        *_legend(names, theory, record, theme),
        Curve(0, "> 1: grows", theme.explodes, _DOTTED),
    ]
    # A factor that passes through 0 is small there, and not of another size.
    log = suits_log(np.maximum(samples.values, _SMALL))
    return Drawing(samples, [*theory, *record], legend, levels, title, log)


def suits_log(values: Floats) -> bool:
    """Whether values are all above 0 and so far apart that a linear axis would hide the small."""
    finite = values[np.isfinite(values)]
    if not len(finite) or finite.min() <= 0:
        return False
    return bool(finite.max() / _SPAN > finite.min())


def edge_name(view: View) -> str:
    """Return what the edge of stability is for this optimizer."""
    return "2/lr" if _is_plain(view) else "edge"


def _is_plain(view: View) -> bool:
    experiment = view.experiment
    settings = experiment.optimizer_settings
    return experiment.optimizer == "sgd" and not (settings.momentum or settings.weight_decay)


def _names(view: View, count: int) -> list[str]:
    if count == 1:
        return ["λ"]
    if count < len(view.parameters):
        return ["λmin", "λmax"]
    return [f"λ{subscript(k + 1)}" for k in range(count)]


def _colours(view: View, theme: Theme) -> Sequence[str]:
    """The colours of the modes; a lone one needs none."""
    if len(view.parameters) == 1:
        return (theme.text,)
    return free_colours(view, theme)


def _legend(
    names: Sequence[str], theory: Sequence[Curve], record: Sequence[Curve], theme: Theme
) -> list[Curve]:
    if len(names) == 1:
        return [theory[0]._replace(name="predicted"), record[0]._replace(name="observed")]
    key = [curve._replace(name=name) for curve, name in zip(record, names, strict=True)]
    pale = mixed(theme.muted, theme.surface, _PALE)
    return [
        *key,
        Curve(0, "predicted", pale, 0, _WIDE),
        Curve(0, "observed", theme.muted),
    ]
