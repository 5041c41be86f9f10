"""A map of many descents: a pixel each, coloured by where it leads and how fast."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from playground.core.basin_ends import Ends, ends, joined, parts
from playground.core.basin_record import BasinRecord, Flags, Whole, kept_steps
from playground.core.experiment import Experiment
from playground.core.many import descend_many
from playground.core.map_batch import Batch, batches_of, most_runs
from playground.core.map_request import MapRequest, usual_axes
from playground.core.maps import DIVERGED, MAP_OUTCOMES, BasinMap
from playground.core.rest_places import RestPlaces

_SETTLED, _STUCK, _MOVING, _DIVERGED, _UNDEFINED = range(len(MAP_OUTCOMES))
_COARSEST = 8  # pixels along each side of the first map
_NEWS = 400  # items after which a map that grows is shown again
_HORIZON = 256  # steps after which …
_ENOUGH = 0.3  # … if so many of the descents have ended, the others go on in batches of their own


def basin_map(experiment: Experiment, request: MapRequest | None = None) -> BasinMap:
    """Return one descent for each pixel. Raises ValueError where an axis does not fit.

    Without a request it is of 256 × 256 starts over the view of the first two parameters or, of
    one parameter, of that and the learning rate.
    """
    request = request or MapRequest(*usual_axes(experiment))
    (whole,) = deque(basin_mapping(experiment, request), maxlen=1)
    assert whole is not None  # the last item is the whole map
    return whole


def basin_mapping(experiment: Experiment, request: MapRequest) -> Iterator[BasinMap | None]:
    """Yield the newest map after each small part of the work: coarse ones, then the whole one.

    A coarse map has every second, fourth, … row and column of the whole one, whose descents
    are not made again. One of which much is to come is shown as it grows. The items before the
    first map are None.
    """
    mapper = _Mapper(experiment, request)
    newest: BasinMap | None = None
    for stride in _strides(request.size):
        for news in mapper.level(stride):
            newest = newest if news is None else news
            yield newest
        newest = mapper.map(stride)
        yield newest


def mapping_items(experiment: Experiment, request: MapRequest) -> int:
    """How many items `basin_mapping` yields where no descent ends early."""
    kept = len(kept_steps(experiment.steps))
    return sum(
        1 + sum(experiment.steps + 1 + len(parts(len(batch.pixels), kept)) for batch in batches)
        for batches in (
            batches_of(experiment, request, _new_pixels(request.size, stride))
            for stride in _strides(request.size)
        )
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
        self._records: dict[int, BasinRecord] = {}
        self._known = len(self._places.points)
        self._done = np.zeros(shape, bool)
        self._until = np.zeros(shape, np.int32)  # the step at which a descent cost no more
        self._place = np.full(shape, -1, np.int16)
        self._steps = np.zeros(shape, np.int32)
        self._loss = np.full(shape, np.nan)
        self._outcome = np.zeros(shape, np.int8)

    def level(self, stride: int) -> Iterator[BasinMap | None]:
        """Make the descents that no coarser map has, an item a small part; now and then a map."""
        pixels = _new_pixels(self._request.size, stride)
        since = 0
        for horizon in self._horizons():
            for batch in batches_of(self._experiment, self._request, pixels, horizon):
                for _ in self._work(batch, horizon):
                    since += 1
                    yield None
                if since >= _NEWS and stride != _strides(self._request.size)[0]:
                    since = 0
                    yield self.map(stride)
            pixels = pixels[~self._done.flat[pixels]]

    def _horizons(self) -> list[int]:
        """The steps up to which descents are made: those of most come to an end earlier.

        A batch in which few are left costs nearly as much as a full one. So the descents stop at
        these steps, and those that have not ended begin again together.
        """
        until = np.sort(self._until[self._done])
        found, horizon = [], _HORIZON
        while 2 * horizon < self._experiment.steps:
            ended = int(np.searchsorted(until, horizon, "right"))
            if ended > _ENOUGH * len(until):
                found.append(horizon)
                until = until[ended:]
            horizon *= 4
        return [*found, self._experiment.steps]

    def _record(self, horizon: int) -> BasinRecord:
        record = self._records.get(horizon)
        if record is None:
            runs = min(most_runs(self._experiment, horizon), self._request.size**2)
            record = self._records[horizon] = BasinRecord(self._experiment, runs, horizon)
        return record

    def _work(self, batch: Batch, horizon: int) -> Iterator[None]:
        """Make the descents of the batch, an item a step, and write down how they ended."""
        record = self._record(horizon)
        record.start(len(batch.pixels), batch.varied)
        many = descend_many(
            self._experiment,
            batch.theta,
            batch.learning_rate,
            batch.settings,
            batch.varied,
            record.leave,
        )
        for step in many:
            record.take(step)
            yield
            if step.step == horizon:
                break
        found = []
        for part in parts(len(batch.pixels), len(record.kept)):
            found.append(ends(self._experiment, record, part))
            yield
        self._write(batch.pixels, record, joined(found))

    def map(self, stride: int) -> BasinMap:
        """Return a copy of every so many rows and columns."""
        request, size = self._request, self._request.size
        some, borrowed = self._source(stride)
        outcome = self._outcome.flat[some]
        minimum = self._places.minimum_of[self._place.flat[some]].astype(np.int16)
        minimum[outcome == _DIVERGED] = DIVERGED
        return BasinMap(
            request=request,
            x=request.x.values(self._experiment, size)[::stride],
            y=request.y.values(self._experiment, size)[::stride],
            minimum=minimum,
            steps=self._steps.flat[some],
            loss=self._loss.flat[some],
            outcome=outcome,
            minima=self._places.minima,
            known=self._known,
            whole=stride == 1 and not borrowed.any(),
            borrowed=borrowed if borrowed.any() else None,
        )

    def _source(self, stride: int) -> tuple[Whole, Flags]:
        """Which pixel each of a map shows, and where that is not its own."""
        rows = np.arange(0, self._request.size, stride)
        own = rows[:, None] * self._request.size + rows
        coarser = rows - rows % (2 * stride)
        borrowed = ~self._done.flat[own]
        return np.where(borrowed, coarser[:, None] * self._request.size + coarser, own), borrowed

    def _write(self, pixels: Whole, record: BasinRecord, found: Ends) -> None:
        at_rest = found.runs[found.rests]
        place = np.full(len(pixels), -1)
        place[at_rest] = self._places.find(
            found.theta[found.rests], found.reach[found.rests], found.slope[found.rests]
        )
        outcome = np.where(record.undefined, _UNDEFINED, _DIVERGED)
        outcome[found.runs] = np.where(found.grows, _DIVERGED, _MOVING)
        outcome[at_rest] = self._outcome_at[place[at_rest]]
        steps = record.ended.copy()
        steps[found.runs] = np.where(
            outcome[found.runs] <= _STUCK, found.steps, self._experiment.steps
        )
        done = record.done
        to = pixels[done]
        self._done.flat[to] = True
        self._until.flat[to] = record.until[done]
        self._place.flat[to] = place[done]
        self._outcome.flat[to] = outcome[done]
        self._steps.flat[to] = steps[done]
        self._loss.flat[to] = record.final_loss[done]

    @property
    def _outcome_at(self) -> Whole:
        """The outcome of coming to rest at each place, and at last of doing so elsewhere."""
        # Elsewhere: of more places than are kept, taken for minima as nearly all are.
        codes = {"minimum": _SETTLED, "slope": _MOVING}
        return np.array([*(codes.get(kind, _STUCK) for kind in self._places.kinds), _SETTLED])
