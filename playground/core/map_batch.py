"""The pixels of a map cut into batches that fit the cache and a few milliseconds a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from playground.core.basin_record import Whole, kept_steps
from playground.core.experiment import Experiment
from playground.core.map_request import MapRequest, Place
from playground.core.pictures import Floats
from playground.core.settings import Settings, settle
from playground.core.tensors import DTYPES
from playground.core.varied import VariedRule

_MOST_RUNS = 8192  # theta, gradient and what lies between stay within a second-level cache
_NUMBERS = 2**17  # in one evaluation, counting each run's theta and predictions once
_A_NUMBER = 4  # parameters that make one of them
_RECORDED = 2**22  # numbers that are recorded of a batch
_MOST_GROUPS = 512  # settings in one batch, each of which costs some microseconds a step
_MOST_SINGLE = 32  # runs that have to take their steps one by one


@dataclass(frozen=True)
class Batch:
    """Descents to be made at once: their pixels (B,), and what `descend_many` takes."""

    pixels: Whole
    theta: Tensor  # (B, n), of float64
    learning_rate: Tensor | None  # (B,)
    settings: Settings | None
    varied: VariedRule | None


def batches_of(
    experiment: Experiment, request: MapRequest, pixels: Whole, horizon: int | None = None
) -> Iterator[Batch]:
    """Yield these pixels (row · size + column) in batches, to be descended so many steps."""
    most = most_runs(experiment, horizon)
    x, y = request.places(experiment)
    rows, columns = np.divmod(pixels, request.size)
    groups = np.where(x.kind == "setting", columns, 0)
    groups = groups + np.where(y.kind == "setting", rows, 0) * request.size
    order = np.argsort(groups, kind="stable")
    pixels, groups = pixels[order], groups[order]
    start = 0
    while start < len(pixels):
        stop = start + _length(experiment, groups[start : start + most])
        yield _batch(experiment, request, pixels[start:stop], groups[start:stop])
        start = stop


def most_runs(experiment: Experiment, horizon: int | None = None) -> int:
    """The largest number of descents in a batch that goes to this step, by default the last."""
    if not experiment.optimizer_entry.elementwise:
        return _MOST_SINGLE
    n = len(experiment.theta)
    # A model of many parameters makes several numbers of each row before its prediction.
    numbers = n + experiment.bound_loss().rows * max(n // _A_NUMBER, 1)
    kept = kept_steps(experiment.steps)
    recorded = int(np.sum(kept <= (experiment.steps if horizon is None else horizon))) * (n + 1)
    return max(min(_MOST_RUNS, _NUMBERS // numbers, _RECORDED // recorded), 1)


def _length(experiment: Experiment, groups: Whole) -> int:
    """How many of these pixels make a batch; groups with the same settings have one number."""
    most_groups = _MOST_GROUPS if experiment.optimizer_entry.elementwise else 1
    changes = np.cumsum(np.diff(groups, prepend=groups[0]) > 0)
    return int(np.searchsorted(changes, most_groups))


def _batch(experiment: Experiment, request: MapRequest, pixels: Whole, groups: Whole) -> Batch:
    theta = np.tile(np.array(experiment.theta), (len(pixels), 1))
    learning_rate: Tensor | None = None
    varied: list[tuple[Place, Floats]] = []
    rows, columns = np.divmod(pixels, request.size)
    for axis, numbers in ((request.x, columns), (request.y, rows)):
        place = axis.place(experiment)
        values = axis.values(experiment, request.size)[numbers]
        if place.kind == "theta":
            theta[:, place.component] = values
        elif place.kind == "learning_rate":
            learning_rate = torch.from_numpy(values)
        else:
            varied.append((place, values))
    start = torch.from_numpy(theta)
    if not varied:
        return Batch(pixels, start, learning_rate, None, None)
    optimizer = experiment.optimizer_entry
    firsts = np.flatnonzero(np.diff(groups, prepend=-1))
    settings = [
        settle(
            optimizer.settings,
            {**experiment.settings, **{place.name: float(of[first]) for place, of in varied}},
        )
        for first in firsts
    ]
    sizes = np.diff(firsts, append=len(pixels)).tolist()
    rule = VariedRule(optimizer, settings, sizes, DTYPES[experiment.dtype])
    return Batch(pixels, start, learning_rate, settings[0], rule)
