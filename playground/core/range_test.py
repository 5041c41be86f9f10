"""The learning-rate range test: one short descent whose learning rate rises until it explodes."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

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
    `diverge` times the best, or out of the number format, before the ramp's end. `base` is the
    experiment with the first of the learning rates and nothing that changes it.
    """

    base: Experiment
    request: RangeRequest
    learning_rate: Floats
    loss: Floats
    smoothed: Floats | None
    suggestion: float | None
    valley: float | None
    stopped: bool
    no_suggestion: str = ""  # why there is none, "" where there is one
    no_valley: str = ""

    @cached_property
    def experiment(self) -> Experiment:
        """The test as a descent like any other: every step's learning rate is an edit of it."""
        rate = self.request.rate
        return replace(self.base, edits=tuple(Edit(i, rate(i)) for i in range(1, self.base.steps)))

    @property
    def judged(self) -> Floats:
        """The losses that stopped the test and made the suggestions: smoothed, if any are."""
        return self.loss if self.smoothed is None else self.smoothed


def range_test(experiment: Experiment, request: RangeRequest | None = None) -> RangeTest:
    """Return what a range test from the experiment's start suggests as its learning rate.

    Without a request the ramp goes over the learning rates that the slider has for the loss. The
    experiment's own learning rate, schedule, edits and steps play no part. Raises
    ValueError where the ramp cannot be an experiment.

    Leslie Smith, "Cyclical Learning Rates for Training Neural Networks" (2017), section 3.3,
    exactly as LRFinder.range_test of pytorch-lr-finder does it (step_mode "exp", smooth_f,
    diverge_th) and LRFinder.plot suggests (skip_start, skip_end). As there, a loss below zero
    stops the test at once; `diverge` 0 prevents it.
    """
    request = request or RangeRequest(*experiment.loss_entry.learning_rates)
    (test,) = deque(range_testing(experiment, request), maxlen=1)
    assert test is not None  # the last item is the test
    return test


def range_testing(experiment: Experiment, request: RangeRequest) -> Iterator[RangeTest | None]:
    """Yield None after each iteration and, at the end, the test that `range_test` returns."""
    base = _base(experiment, request)
    learning_rate: list[float] = []
    loss: list[float] = []
    judged: list[float] = []
    best, stopped = math.inf, False
    for iteration, step in zip(range(request.count), descend(base, request.rate), strict=False):
        learning_rate.append(request.rate(iteration))
        loss.append(step.loss)
        judged.append(_smooth(step.loss, judged, request.smoothing))
        best = min(best, judged[-1])  # in this order, nan leaves the best as it is
        stopped = bool(request.diverge) and judged[-1] > request.diverge * best
        if stopped:
            break
        yield None
    yield _concluded(base, request, (learning_rate, loss, judged), stopped)


def _base(experiment: Experiment, request: RangeRequest) -> Experiment:
    bare = replace(experiment, schedule="constant", edits=(), settings={})
    return replace(
        bare,
        learning_rate=request.from_rate,
        steps=request.count,
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
    base: Experiment,
    request: RangeRequest,
    lists: tuple[list[float], list[float], list[float]],
    stopped: bool,
) -> RangeTest:
    learning_rate, loss, judged = (np.array(numbers, np.float64) for numbers in lists)
    rounding = torch.finfo(DTYPES[base.dtype]).eps
    skips = request.skip_start, request.skip_end
    ended = _ended(request, loss, stopped)
    suggestion, no_suggestion = steepest(learning_rate, judged, *skips, rounding, ended)
    middle, no_valley = valley(learning_rate, judged, request.count, rounding, ended)
    return RangeTest(
        base=base,
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


def _ended(request: RangeRequest, loss: Floats, stopped: bool) -> str:
    """Why the test ended before the ramp did, "" where it did not."""
    step = len(loss) - 1
    if not stopped and len(loss) == request.count:
        return ""
    if not math.isfinite(loss[-1]):
        what = "the loss is no number" if math.isnan(loss[-1]) else "the loss is infinite"
    elif not stopped:
        what = "the gradient is no finite number"
    elif not step:  # a number below zero is above five times itself
        return "stopped at step 0 by diverge, since the loss is below zero"
    else:
        return f"stopped at step {step:,} by diverge"
    return f"{what} at step {step:,}" if step else f"{what} at the start"
