"""The graphs that can be asked for: of a run, of a preset, of a typed function at many points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.autograd_graph import function_graph, loss_graph
from playground.core.experiment import Experiment
from playground.core.graph_parts import MOST_KEPT, Graph
from playground.core.graph_presets import GRAPH_PRESETS, Spread
from playground.core.graph_steps import Moment, moments
from playground.core.losses import LOSSES
from playground.core.minibatch import kept_batches
from playground.core.settings import settle, unknown
from playground.core.tensors import DTYPES
from playground.core.typed import is_finite, quoted

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Curve:
    """A function at N points and, once backward has passed, its derivative from autograd.

    `points`, `values` and `derivative` are (N,); `derivative` is None where torch refused.
    """

    points: Floats
    values: Floats
    derivative: Floats | None


@dataclass(frozen=True, eq=False)
class GraphAnswer:
    """A graph with every step through it, and the curve of a function at many points."""

    graph: Graph
    steps: tuple[Moment, ...]
    curve: Curve | None = None


def run_answer(
    experiment: Experiment, theta: Sequence[float], step: int
) -> Iterator[GraphAnswer | None]:
    """Yield None while the minibatch of a late step is drawn, then the graph at theta, (n,)."""
    loss = experiment.bound_loss()
    if experiment.batch_size:
        batch = kept_batches(loss.rows, experiment.batch_size, experiment.seed)
        for _ in batch.reach(step):
            yield None
        rows = batch(step)
        loss = loss if rows is None else loss.on(rows)
    here = torch.tensor(tuple(theta), dtype=DTYPES[experiment.dtype])
    names = experiment.loss_entry.names(len(here))
    yield _answer(loss_graph(loss, here, names))


def preset_answer(name: str, remedy: str = "") -> GraphAnswer:
    """Return the graph of a preset, with its own remedy or another. Raises ValueError."""
    if name not in GRAPH_PRESETS:
        raise unknown("preset", name, GRAPH_PRESETS)
    preset = GRAPH_PRESETS[name]
    if preset.spread is not None:
        return function_answer(preset.function, *preset.spread, remedy or preset.remedy)
    points = torch.tensor(preset.points, dtype=DTYPES[preset.dtype])
    if not preset.loss:
        return _answer(function_graph(preset.function, points, remedy or preset.remedy))
    entry = LOSSES[preset.loss]
    loss = entry.bind(settle(entry.settings, {}), points.dtype)
    return _answer(loss_graph(loss, points, entry.names(len(points))))


def function_answer(
    text: str, low: float, high: float, count: int, remedy: str = ""
) -> GraphAnswer:
    """Return a typed function of one name at evenly spaced points, in float64.

    Raises ValueError naming the field, and FormulaError.
    """
    points = _evenly(*_checked(low, high, count))
    graph = function_graph(text, points, remedy or "none")
    function = function_graph(text, points) if remedy == "sum" else graph
    derivative = None if graph.grad is None else graph.grad.array
    return _answer(graph, Curve(points.numpy(), function.output.value.array, derivative))


def _evenly(low: float, high: float, count: int) -> Tensor:
    """Return so many points from low to high, and 0 itself where one of them is to stand there."""
    # Of the halves: high - low could be too large a number.
    points = 2 * torch.linspace(low / 2, high / 2, count, dtype=torch.float64)
    apart = high / (count - 1) - low / (count - 1)
    points[points.abs() < 1e-9 * apart] = 0.0  # beside it, log and where have another value
    return points


def _answer(graph: Graph, curve: Curve | None = None) -> GraphAnswer:
    return GraphAnswer(graph, moments(graph), curve)


def _checked(low: float, high: float, count: int) -> Spread:
    if not (is_finite(low) and is_finite(high) and low < high):
        raise ValueError(
            f"low and high must be finite numbers, low the smaller, not {low!r} and {high!r}"
        )
    if not isinstance(count, int) or not 2 <= count <= MOST_KEPT:
        raise ValueError(f"count must be a whole number from 2 to {MOST_KEPT}, not {quoted(count)}")
    return low, high, count
