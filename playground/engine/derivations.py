"""How each ask is answered: a generator of pieces, and what its answer depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from playground.core.asks import (
    Ask,
    AttractorsAsk,
    AxisAsk,
    CompareAsk,
    CurvatureAsk,
    MapAsk,
    RangeAsk,
    SharpnessAsk,
    StopsAsk,
    SweepAsk,
)
from playground.core.attractors import attractors
from playground.core.basin_map import basin_mapping, mapping_items
from playground.core.fair_compare import fair_comparing
from playground.core.map_request import MapAxis, MapRequest
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_testing
from playground.core.sharpness import sharpness
from playground.core.sweep import Progress, sweeping
from playground.core.theory import theory_at
from playground.engine.run import Run


class Piece(NamedTuple):
    """The newest result, None if there is none yet, and which share of the work is done."""

    result: object
    share: float


@dataclass(frozen=True)
class Derivation:
    """How one kind of ask is answered.

    `pieces` works it out for a run; `key` is what its answer depends on beside the ask: another
    key is another answer. One that `needs_run` waits for the end of the run.
    """

    # Any: the ask of this kind.
    pieces: Callable[[Run, Any], Iterator[Piece]]
    key: Callable[[Run], object]
    needs_run: bool = False


def _but_rate(run: Run) -> object:
    return replace(run.experiment, learning_rate=1.0)


def _all(run: Run) -> object:
    return run.experiment


def _the_run(run: Run) -> object:
    return id(run)


def _sweep(run: Run, ask: SweepAsk) -> Iterator[Piece]:
    rates = np.geomspace(ask.low, ask.high, ask.count)
    yield from _swept(
        sweeping(run.experiment, rates, trajectories=ask.keep, tolerance=ask.tolerance)
    )


def _stops(run: Run, ask: StopsAsk) -> Iterator[Piece]:
    yield from _swept(sweeping(run.experiment, ask.rates, trajectories=True))


def _swept(progress: Iterator[Progress]) -> Iterator[Piece]:
    for done, whole, result in progress:
        yield Piece(result, done / whole)


def _attractors(run: Run, ask: AttractorsAsk) -> Iterator[Piece]:
    rates = np.linspace(ask.low, ask.high, ask.count)
    for picture in attractors(run.experiment, rates, parameter=ask.parameter):
        yield Piece(picture, picture.done / ask.count)


def _map(run: Run, ask: MapAsk) -> Iterator[Piece]:
    request = MapRequest(_axis(ask.x), _axis(ask.y), ask.size)
    whole = mapping_items(run.experiment, request)
    for done, picture in enumerate(basin_mapping(run.experiment, request)):
        yield Piece(picture, min(done / whole, 1.0))


def _axis(ask: AxisAsk) -> MapAxis:
    return MapAxis(ask.name, ask.low, ask.high)


def _range(run: Run, ask: RangeAsk) -> Iterator[Piece]:
    request = RangeRequest(ask.low, ask.high, ask.count, ask.smoothing, ask.diverge)
    for done, test in enumerate(range_testing(run.experiment, request)):
        yield Piece(test, done / ask.count)


def _sharpness(run: Run, ask: SharpnessAsk) -> Iterator[Piece]:
    assert run.trajectory is not None  # it needs a run that has ended
    for part in sharpness(run.experiment, run.trajectory, ask.most):
        yield Piece(part, part.done)


def _curvature(run: Run, ask: CurvatureAsk) -> Iterator[Piece]:
    assert run.trajectory is not None  # it needs a run that has ended
    yield Piece(theory_at(run.experiment, run.trajectory, ask.where, ask.row), 1.0)


def _compare(run: Run, ask: CompareAsk) -> Iterator[Piece]:
    for done, whole, contenders in fair_comparing(
        run.experiment, ask.optimizers, starts=ask.starts
    ):
        yield Piece(contenders, done / whole)


DERIVATIONS: dict[type[Ask], Derivation] = {
    SweepAsk: Derivation(_sweep, _but_rate),
    StopsAsk: Derivation(_stops, _but_rate),
    AttractorsAsk: Derivation(_attractors, _but_rate),
    RangeAsk: Derivation(_range, _but_rate),
    MapAsk: Derivation(_map, _all),
    CompareAsk: Derivation(_compare, _but_rate),
    SharpnessAsk: Derivation(_sharpness, _the_run, needs_run=True),
    CurvatureAsk: Derivation(_curvature, _the_run, needs_run=True),
}
