"""The curves of the Curvature panel: sharpness against its edge, and what each step multiplies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from playground.app.numbers_text import subscript
from playground.app.palette import Theme
from playground.app.plots import Curve
from playground.app.plots.arrays import Floats
from playground.app.view import View

if TYPE_CHECKING:
    from playground.core.sharpness import Sharpness

_DASHED = 2
_WILD = 10  # times what is predicted, and 1: the ratio to a gradient that is passing through 0


class Drawing(NamedTuple):
    """What is drawn of one answer: samples (K, n), their curves, the legend, dotted levels."""

    samples: Floats
    curves: Sequence[Curve]
    legend: Sequence[Curve]
    levels: Sequence[tuple[float, str]]
    title: str


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
    return Drawing(np.column_stack(columns), curves, curves, (), f"curvature{of}")


def contraction_drawing(view: View, known: Sharpness, theme: Theme) -> Drawing:
    """Return the size of what a step multiplies the error by, for each mode: theory and record."""
    predicted, observed = np.abs(known.predicted), np.abs(known.observed)
    observed[observed > _WILD * np.nan_to_num(np.maximum(predicted, 1.0), nan=1.0)] = np.nan
    count = predicted.shape[1]
    colours = (theme.text,) if count == 1 else theme.runs
    names = ["λ"] if count == 1 else [f"λ{subscript(k + 1)}" for k in range(count)]
    if count < known_count(view):
        names = ["λmin", "λmax"]
    theory = [
        Curve(k, f"{names[k]} predicted", colours[k % len(colours)], _DASHED) for k in range(count)
    ]
    record = [
        Curve(count + k, f"{names[k]} observed", colours[k % len(colours)]) for k in range(count)
    ]
    key = [curve._replace(name=name) for curve, name in zip(record, names, strict=True)]
    legend = [record[0]._replace(name="observed"), theory[0]._replace(name="predicted")]
    if count > 1:
        plain = [curve._replace(colour=theme.muted) for curve in legend]
        legend = [*key, *plain]
    samples = np.column_stack([predicted, observed])
    levels = ((1.0, theme.explodes),)
    return Drawing(samples, [*record, *theory], legend, levels, "error multiplied by, in size")


def known_count(view: View) -> int:
    """Return how many modes there are."""
    return len(view.parameters)


def edge_name(view: View) -> str:
    """Return what the edge of stability is for this optimizer."""
    experiment = view.experiment
    settings = experiment.optimizer_settings
    plain = experiment.optimizer == "sgd" and not (settings.momentum or settings.weight_decay)
    return "2/lr" if plain else "edge"
