"""A map of many descents: a pixel each, coloured by where it leads and how fast."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from playground.core.basin_ends import Ends, ends
from playground.core.basin_record import BasinRecord, Whole
from playground.core.experiment import Experiment
from playground.core.many import descend_many
from playground.core.map_batch import Batch, batches_of, most_runs
from playground.core.map_request import MapRequest
from playground.core.maps import DIVERGED, MAP_OUTCOMES, BasinMap
from playground.core.rest_places import RestPlaces

_SETTLED, _STUCK, _MOVING, _DIVERGED, _UNDEFINED = range(len(MAP_OUTCOMES))
_COARSEST = 32  # pixels along each side of the first map


def basin_map(experiment: Experiment, request: MapRequest) -> BasinMap:
    """Return one descent for each pixel. Raises ValueError where an axis does not fit."""
    (whole,) = deque(basin_mapping(experiment, request), maxlen=1)
    assert whole is not None  # the last item is the whole map
    return whole


def basin_mapping(experiment: Experiment, request: MapRequest) -> Iterator[BasinMap | None]:
    """Yield the newest map after each small part of the work: coarse ones, then the whole one.

    A coarse map has every second, fourth, … row and column of the whole one, whose descents
    are not made again. The items before the first map are None.
    """
    mapper = _Mapper(experiment, request)
    newest: BasinMap | None = None
    for stride in _strides(request.size):
        for batch in batches_of(experiment, request, _new_pixels(request.size, stride)):
            for _ in mapper.work(batch):
                yield newest
        newest = mapper.map(stride)
        yield newest


def mapping_items(experiment: Experiment, request: MapRequest) -> int:
    """How many items `basin_mapping` yields at most."""
    return sum(
        1 + sum(experiment.steps + 2 for _ in batches_of(experiment, request, pixels))
        for pixels in (_new_pixels(request.size, stride) for stride in _strides(request.size))
    )


def _strides(size: int) -> list[int]:
    """Rows and columns from one pixel of a map to the next, coarsest first; each halves."""
    stride = 1
    while -(-size // (2 * stride)) >= _COARSEST:
        stride *= 2
    return [stride >> i for i in range(stride.bit_length())]


def _new_pixels(size: int, stride: int) -> Whole:
    """The numbers (row · size + column) of the pixels that no coarser map has."""
    wanted = np.zeros((size, size), bool)
    wanted[::stride, ::stride] = True
    if stride != _strides(size)[0]:
        wanted[:: 2 * stride, :: 2 * stride] = False
    return np.flatnonzero(wanted)


class _Mapper:
    """Fills the arrays of the whole map, batch by batch."""

    def __init__(self, experiment: Experiment, request: MapRequest) -> None:
        request.places(experiment)
        self._experiment, self._request = experiment, request
        self._places = RestPlaces(experiment)
        shape = (request.size, request.size)
        self._record = BasinRecord(experiment, min(most_runs(experiment), request.size**2))
        self._known = len(self._places.points)
        self._place = np.full(shape, -1, np.int16)
        self._steps = np.zeros(shape, np.int32)
        self._loss = np.full(shape, np.nan)
        self._outcome = np.zeros(shape, np.int8)

    def work(self, batch: Batch) -> Iterator[None]:
        """Make the descents of the batch, an item a step, and write down how they ended."""
        record = self._record
        record.start(len(batch.pixels))
        many = descend_many(
            self._experiment, batch.theta, batch.learning_rate, batch.settings, batch.varied
        )
        for step in many:
            record.take(step)
            yield
        self._write(batch.pixels, ends(self._experiment, record))
        yield

    def map(self, stride: int) -> BasinMap:
        """Return a copy of every so many rows and columns."""
        some = (slice(None, None, stride), slice(None, None, stride))
        outcome = self._outcome[some].copy()
        minimum = self._places.minimum_of[self._place[some]].astype(np.int16)
        minimum[outcome == _DIVERGED] = DIVERGED
        request, size = self._request, self._request.size
        return BasinMap(
            request=request,
            x=request.x.values(self._experiment, size)[::stride],
            y=request.y.values(self._experiment, size)[::stride],
            minimum=minimum,
            steps=self._steps[some].copy(),
            loss=self._loss[some].copy(),
            outcome=outcome,
            minima=self._places.minima,
            known=self._known,
            whole=stride == 1,
        )

    def _write(self, pixels: Whole, found: Ends) -> None:
        record = self._record
        at_rest = found.runs[found.rests]
        place = np.full(len(pixels), -1)
        place[at_rest] = self._places.find(
            found.theta[found.rests], found.reach[found.rests], found.slope[found.rests]
        )
        outcome = np.where(record.undefined, _UNDEFINED, _DIVERGED)
        outcome[found.runs] = np.where(found.grows, _DIVERGED, _MOVING)
        outcome[at_rest] = self._outcome_at[place[at_rest]]
        steps = record.ended
        steps[found.runs] = np.where(
            outcome[found.runs] <= _STUCK, found.steps, self._experiment.steps
        )
        self._place.flat[pixels] = place
        self._outcome.flat[pixels] = outcome
        self._steps.flat[pixels] = steps
        self._loss.flat[pixels] = record.final_loss

    @property
    def _outcome_at(self) -> Whole:
        """The outcome of coming to rest at each place, and at last of doing so elsewhere."""
        # Elsewhere: of more places than are kept, taken for minima as nearly all are.
        codes = {"minimum": _SETTLED, "slope": _MOVING}
        return np.array([*(codes.get(kind, _STUCK) for kind in self._places.kinds), _SETTLED])
