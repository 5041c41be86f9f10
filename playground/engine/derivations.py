"""How each ask is answered: a generator of pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from playground.core.asks import (
    Ask,
    AttractorsAsk,
    CheckAsk,
    CodeAsk,
    CompareAsk,
    CurvatureAsk,
    FitAsk,
    GraphAsk,
    MapAsk,
    MinimumAsk,
    ParabolaAsk,
    PinnedSharpnessAsk,
    PrecisionAsk,
    RangeAsk,
    RescaleAsk,
    SharpnessAsk,
    SweepAsk,
)
from playground.core.attractors import attractors
from playground.core.basin_map import basin_mapping, mapping_items
from playground.core.fair_runs import fair_running
from playground.core.gradient_check import gradient_check
from playground.core.graph_asked import function_answer, preset_answer, run_answer
from playground.core.map_request import MapRequest
from playground.core.minibatch import kept_batches
from playground.core.precision import precisions
from playground.core.programs import written_run
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_testing
from playground.core.rescaled_landscapes import rescaled_landscapes
from playground.core.sharpness import sharpness
from playground.core.sweep import sweeping
from playground.core.theory import theory_at, theory_or_next
from playground.engine import ask_keys as keys
from playground.engine.ask_keys import map_axis
from playground.engine.fitting import fitting_of
from playground.engine.run import Run


class Piece(NamedTuple):
    """The newest result, None if there is none yet, and which share of the work is done."""

    result: object
    share: float


@dataclass(frozen=True)
class Derivation:
    """How one kind of ask is answered.

    `pieces` works it out for a run; `key` is what its answer depends on of that run: another
    key is another answer. One that `needs_run` waits for the end of the run. A `brief` one is
    quick: it is finished before the next is begun, so that in a drag each shows something.
    One that `gives_way` makes long pauses while a descent is under way, which would have little
    of the processor and of the interpreter otherwise.
    """

    # Any: the ask of this kind.
    pieces: Callable[[Run, Any], Iterator[Piece]]
    key: Callable[[Run, Any], object]
    needs_run: bool = False
    brief: bool = False
    gives_way: bool = False


def _sweep(run: Run, ask: SweepAsk) -> Iterator[Piece]:
    for done, whole, result in sweeping(run.experiment, ask.rates, tolerance=ask.tolerance):
        yield Piece(result, done / whole)


def _attractors(run: Run, ask: AttractorsAsk) -> Iterator[Piece]:
    rates = np.linspace(ask.low, ask.high, ask.count)
    for picture in attractors(run.experiment, rates, parameter=ask.parameter):
        yield Piece(picture, picture.done / ask.count)


def _map(run: Run, ask: MapAsk) -> Iterator[Piece]:
    request = MapRequest(map_axis(ask.x), map_axis(ask.y), ask.size)
    whole = mapping_items(run.experiment, request)
    for done, picture in enumerate(basin_mapping(run.experiment, request)):
        there = picture.share if picture is not None else 0.0  # more, where descents end early
        yield Piece(picture, min(max(done / whole, there), 1.0))


def _range(run: Run, ask: RangeAsk) -> Iterator[Piece]:
    request = RangeRequest(ask.low, ask.high, ask.count, ask.smoothing, ask.diverge)
    for done, test in enumerate(range_testing(run.experiment, request)):
        yield Piece(test, done / ask.count)


def _sharpness(run: Run, ask: SharpnessAsk) -> Iterator[Piece]:
    assert run.trajectory is not None  # it needs a run that has ended
    for part in sharpness(run.experiment, run.trajectory, ask.most):
        yield Piece(part, part.done)


def _pinned_sharpness(_run: Run, ask: PinnedSharpnessAsk) -> Iterator[Piece]:
    for part in sharpness(ask.experiment, ask.trajectory, ask.most):
        yield Piece(part, part.done)


def _curvature(run: Run, ask: CurvatureAsk) -> Iterator[Piece]:
    assert run.trajectory is not None  # it needs a run that has ended
    yield Piece(theory_or_next(run.experiment, run.trajectory, ask.where, ask.row), 1.0)


def _minimum(run: Run, _ask: MinimumAsk) -> Iterator[Piece]:
    assert run.trajectory is not None  # it needs a run that has ended
    yield Piece(theory_at(run.experiment, run.trajectory, "minimum"), 1.0)


def _parabola(run: Run, ask: ParabolaAsk) -> Iterator[Piece]:
    assert run.trajectory is not None  # it needs a run that has ended
    # One with a gradient by hand would not touch the loss.
    own = replace(run.experiment, gradient="autograd")
    yield Piece(theory_at(own, run.trajectory, "row", ask.row), 1.0)


def _rescale(run: Run, ask: RescaleAsk) -> Iterator[Piece]:
    for done, landscapes in rescaled_landscapes(run.experiment, ask.scale, ask.size):
        yield Piece(landscapes, done)


def _compare(run: Run, ask: CompareAsk) -> Iterator[Piece]:
    for share, runs in fair_running(run.experiment, ask.entrants, starts=ask.starts):
        yield Piece(runs, share)


def _fit(run: Run, ask: FitAsk) -> Iterator[Piece]:
    for picture, share in fitting_of(run.experiment).walk(ask.theta, ask.step):
        yield Piece(picture, share)


def _graph(run: Run, ask: GraphAsk) -> Iterator[Piece]:
    if ask.preset:
        yield Piece(preset_answer(ask.preset, ask.remedy), 1.0)
    elif ask.function:
        points = ask.low, ask.high, ask.count
        yield Piece(function_answer(ask.function, *points, ask.remedy), 1.0)
    else:
        for answer in run_answer(run.experiment, ask.theta, ask.step):
            yield Piece(answer, 0.0 if answer is None else 1.0)


def _check(run: Run, ask: CheckAsk) -> Iterator[Piece]:
    experiment, rows = run.experiment, None
    if experiment.batch_size:
        data = experiment.bound_loss().rows
        batch = kept_batches(data, experiment.batch_size, experiment.seed)
        for _ in batch.reach(ask.step):
            yield Piece(None, 0.0)
        rows = batch(ask.step)
    yield Piece(gradient_check(experiment, np.array(ask.theta), ask.h, ask.typed, rows), 1.0)


def _precision(run: Run, _ask: PrecisionAsk) -> Iterator[Piece]:
    for done, share in precisions(run.experiment):
        yield Piece(done, share)


def _code(run: Run, ask: CodeAsk) -> Iterator[Piece]:
    yield Piece(written_run(run.experiment, ask.dialect), 1.0)


DERIVATIONS: dict[type[Ask], Derivation] = {
    SweepAsk: Derivation(_sweep, keys.but_rate),
    AttractorsAsk: Derivation(_attractors, keys.but_rate),
    RangeAsk: Derivation(_range, keys.but_rate),
    MapAsk: Derivation(_map, keys.but_axes, gives_way=True),
    CompareAsk: Derivation(_compare, keys.fair),
    SharpnessAsk: Derivation(_sharpness, keys.the_run, needs_run=True),
    PinnedSharpnessAsk: Derivation(_pinned_sharpness, keys.the_pinned_run),
    CurvatureAsk: Derivation(_curvature, keys.the_run, needs_run=True),
    MinimumAsk: Derivation(_minimum, keys.the_run, needs_run=True),
    ParabolaAsk: Derivation(_parabola, keys.the_run, needs_run=True),
    RescaleAsk: Derivation(_rescale, keys.but_rate),
    FitAsk: Derivation(_fit, keys.data, brief=True),
    GraphAsk: Derivation(_graph, keys.recorded_loss, brief=True),
    CheckAsk: Derivation(_check, keys.checked_loss, brief=True),
    PrecisionAsk: Derivation(_precision, keys.but_dtype, gives_way=True),
    CodeAsk: Derivation(_code, keys.the_experiment, brief=True),
}
