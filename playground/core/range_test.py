"""The learning-rate range test: one short descent whose learning rate rises until it explodes."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch

from playground.core.descent import descend
from playground.core.experiment import Edit, Experiment
from playground.core.range_request import RangeRequest
from playground.core.suggestion import Floats, steepest, valley
from playground.core.tensors import DTYPES


@dataclass(frozen=True, eq=False)
class RangeTest:
    """A finished test; every array has one number for each iteration that was made.

    `loss` is the loss at theta before the update that `learning_rate` was used for. `smoothed`
    is None without smoothing. `suggestion` is the learning rate of the steepest descent, `valley`
    that of fastai's rule; where nothing fell, or too few losses were seen to tell, they are None
    and `no_suggestion` and `no_valley` say why. `stopped` says whether the loss went beyond
    `diverge` times the best, or out of the number format, before the ramp's end. `experiment` is
    the test as a descent like any other.
    """

    experiment: Experiment
    request: RangeRequest
    learning_rate: Floats
    loss: Floats
    smoothed: Floats | None
    suggestion: float | None
    valley: float | None
    stopped: bool
    no_suggestion: str = ""  # why there is none, "" where there is one
    no_valley: str = ""

    @property
    def judged(self) -> Floats:
        """The losses that stopped the test and made the suggestions: smoothed, if any are."""
        return self.loss if self.smoothed is None else self.smoothed


def range_test(experiment: Experiment, request: RangeRequest) -> RangeTest:
    """Return what a range test from the experiment's start suggests as its learning rate.

    The experiment's own learning rate, schedule, edits and steps play no part. Raises
    ValueError where the ramp cannot be an experiment.

    Leslie Smith, "Cyclical Learning Rates for Training Neural Networks" (2017), section 3.3,
    exactly as LRFinder.range_test of pytorch-lr-finder does it (step_mode "exp", smooth_f,
    diverge_th) and LRFinder.plot suggests (skip_start, skip_end). As there, a loss below zero
    stops the test at once; `diverge` 0 prevents it.
    """
    (test,) = deque(range_testing(experiment, request), maxlen=1)
    assert test is not None  # the last item is the test
    return test


def range_testing(experiment: Experiment, request: RangeRequest) -> Iterator[RangeTest | None]:
    """Yield None after each iteration and, at the end, the test that `range_test` returns."""
    ramp = ramp_of(experiment, request)
    rates = ramp.learning_rate_at
    learning_rate: list[float] = []
    loss: list[float] = []
    judged: list[float] = []
    best, stopped = math.inf, False
    for iteration, step in zip(range(request.count), descend(ramp), strict=False):
        learning_rate.append(rates(iteration))
        loss.append(step.loss)
        judged.append(_smooth(step.loss, judged, request.smoothing))
        best = min(best, judged[-1])  # in this order, nan leaves the best as it is
        stopped = bool(request.diverge) and judged[-1] > request.diverge * best
        if stopped:
            break
        yield None
    yield _concluded(ramp, request, (learning_rate, loss, judged), stopped)


def ramp_of(experiment: Experiment, request: RangeRequest) -> Experiment:
    """Return the test as an experiment: every step's learning rate is an edit of it."""
    bare = replace(experiment, schedule="constant", edits=(), settings={})
    return replace(
        bare,
        learning_rate=request.from_rate,
        steps=request.count,
        edits=tuple(Edit(i, request.rate(i)) for i in range(1, request.count)),
        settings={  # without those of the schedule
            name: value
            for name, value in experiment.settings.items()
            if name in bare.declared_settings
        },
    )


def _smooth(loss: float, before: list[float], smoothing: float) -> float:
    if not before or not smoothing:
        return loss
    return smoothing * loss + (1 - smoothing) * before[-1]


def _concluded(
    ramp: Experiment,
    request: RangeRequest,
    lists: tuple[list[float], list[float], list[float]],
    stopped: bool,
) -> RangeTest:
    learning_rate, loss, judged = (np.array(numbers, np.float64) for numbers in lists)
    rounding = torch.finfo(DTYPES[ramp.dtype]).eps
    skips = request.skip_start, request.skip_end
    suggestion, no_suggestion = steepest(learning_rate, judged, *skips, rounding)
    middle, no_valley = valley(learning_rate, judged, request.count, rounding)
    return RangeTest(
        experiment=ramp,
        request=request,
        learning_rate=learning_rate,
        loss=loss,
        smoothed=judged if request.smoothing else None,
        suggestion=suggestion,
        valley=middle,
        stopped=stopped or len(loss) < request.count,
        no_suggestion=no_suggestion,
        no_valley=no_valley,
    )
