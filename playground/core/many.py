"""Many descents as one batch: a step of all of them costs little more than a step of one."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.edits import bases, settings_from
from playground.core.experiment import Experiment
from playground.core.one_by_one import descend_one_by_one
from playground.core.optimizers import Memory
from playground.core.optimizers.base import Rate
from playground.core.refusals import refuse_gradient, refuse_start, refuse_update
from playground.core.schedules import SCHEDULES
from playground.core.settings import Settings, settle
from playground.core.slopes import slopes
from playground.core.tensors import DTYPES
from playground.core.varied import VariedRule

Rows = NDArray[np.int64]

_NONE: Rows = np.empty(0, np.int64)


class ManyStep(NamedTuple):
    """One step of the A runs of a batch of B that are still finite, or were until this step."""

    step: int
    rows: Rows  # (A,): which of the B runs these are, ascending
    theta: Tensor  # (A, n)
    loss: Tensor  # (A,)
    gradient: Tensor  # (A, n)
    memory: Memory  # of the update that led here, with a first dimension of A
    ended: Rows  # places in `rows` of the runs that are not finite here: seen for the last time


def descend_many(
    experiment: Experiment,
    theta: Tensor | None = None,
    learning_rate: Tensor | None = None,
    settings: Settings | None = None,
    varied: VariedRule | None = None,
    leave: Callable[[ManyStep], Rows] | None = None,
) -> Iterator[ManyStep]:
    """Yield the start and every step of many descents at once, each as if it ran alone.

    theta (B, n) and learning_rate (B,) of float64 are those of each run, by default the
    experiment's; `settings` are the optimizer's for all of them, unless a `varied` rule, which
    lbfgs does not heed, has others for each. Edits of the experiment set the learning rate and
    the settings of all runs. A run that is not finite any more is left out of the steps that
    follow, and the last step has come when none is left. In float32 and float64 each run equals
    the single run, bit for bit unless the loss holds a matrix product or a softplus, which torch
    rounds by their size; the half formats round some rules otherwise. What was yielded is never
    written to again, except the memory, which is that of the newest step. `leave`, which lbfgs
    does not heed, is asked after each step for the places in its rows of runs to leave out
    besides, ascending.

    Raises ValueError where theta and learning_rate do not fit together.
    """
    starts, rates = _starts(experiment, theta, learning_rate)
    optimizer = experiment.optimizer_entry
    used = experiment.optimizer_settings if settings is None else settings
    if not optimizer.elementwise:
        return descend_one_by_one(experiment, starts, rates, used)
    starts = starts.to(DTYPES[experiment.dtype])
    return _descend(experiment, starts, rates, used, varied, leave)


def _descend(
    experiment: Experiment,
    theta: Tensor,
    learning_rate: Tensor | None,
    settings: Settings,
    varied: VariedRule | None,
    leave: Callable[[ManyStep], Rows] | None,
) -> Iterator[ManyStep]:
    refuse_start(experiment)
    refuse_gradient(experiment)
    evaluate = _evaluator(experiment)
    rule = varied or experiment.optimizer_entry.rule
    rate_at = _rates(experiment, learning_rate)
    # A varied rule has settings of its own and is only told what the edits change.
    settings_at = settings_from(Settings() if varied else settings, experiment.edits)
    memory: Memory = varied.memory() if varied else {}
    rows: Rows = np.arange(len(theta))
    adds_up = "not-zeroed" in experiment.mistakes
    uphill = "wrong-sign" in experiment.mistakes
    gradient: Tensor | None = None
    for step in range(experiment.steps + 1):
        loss, fresh, alarm = evaluate(step, theta)
        if adds_up and gradient is not None:
            fresh = gradient + fresh
            alarm = alarm or not math.isfinite(fresh.sum().item())
        gradient = fresh
        ended = _not_finite(theta, loss, gradient) if alarm else _NONE
        yield (made := ManyStep(step, rows, theta, loss, gradient, memory, ended))
        if leave is not None and len(left := leave(made)):
            ended = np.union1d(ended, left)
        if step == experiment.steps or len(ended) == len(rows):
            return
        if len(ended):
            kept = np.delete(np.arange(len(rows)), ended)
            rows, index = rows[kept], torch.from_numpy(kept)
            memory = _part(memory, index, len(theta))
            theta, gradient = theta[index], gradient[index]
            if learning_rate is not None:
                learning_rate = learning_rate[index]
                rate_at = _rates(experiment, learning_rate)
        if not step:
            refuse_update(experiment)
        theta = rule(
            theta, -gradient if uphill else gradient, memory, rate_at(step), settings_at(step)
        )


def _starts(
    experiment: Experiment, theta: Tensor | None, learning_rate: Tensor | None
) -> tuple[Tensor, Tensor | None]:
    """Return theta (B, n) and, if given, the learning rates (B,), both of float64."""
    n = len(experiment.theta)  # whose numbers may be too large for the experiment's dtype
    if theta is None:
        count = 1 if learning_rate is None else len(learning_rate)
        theta = torch.tensor(experiment.theta, dtype=torch.float64).repeat(count, 1)
    if theta.dim() != 2 or theta.shape[1] != n:
        raise ValueError(f"theta must have the shape (runs, {n}), not {tuple(theta.shape)}")
    if learning_rate is not None and learning_rate.shape != theta.shape[:1]:
        shape = tuple(learning_rate.shape)
        raise ValueError(f"learning_rate must have the shape ({len(theta)},), not {shape}")
    return theta.detach().double(), None if learning_rate is None else learning_rate.double()


def _evaluator(
    experiment: Experiment,
) -> Callable[[int, Tensor], tuple[Tensor, Tensor, bool]]:
    """Return the function from (step, theta) to the losses, the gradients, and an alarm.

    There is an alarm wherever a number is not finite, and now and then where all are.
    """
    slope = slopes(experiment, experiment.bound_loss())

    def evaluate(step: int, theta: Tensor) -> tuple[Tensor, Tensor, bool]:
        value, gradient = slope(theta)
        # No product with inf or nan is finite, so that one number speaks for theta and gradient.
        product = torch.dot(theta.reshape(-1), gradient.reshape(-1))
        value = value.detach()
        alarm = not math.isfinite(value.sum().item() + product.item())
        return value, gradient, alarm

    return evaluate


def _not_finite(theta: Tensor, loss: Tensor, gradient: Tensor) -> Rows:
    good = loss.isfinite() & gradient.isfinite().all(-1) & theta.isfinite().all(-1)
    return np.flatnonzero(~good.numpy())


def _rates(experiment: Experiment, learning_rate: Tensor | None) -> Callable[[int], Rate]:
    """Return the function from a step to its rates: (A, 1), or one number for all runs."""
    if learning_rate is None:
        return experiment.learning_rate_at
    column = learning_rate.unsqueeze(-1)
    starts = [edit.step for edit in experiment.edits]
    if not starts and experiment.schedule == "constant":
        return lambda step: column
    schedule = SCHEDULES[experiment.schedule]
    settings = settle(schedule.settings, experiment.settings)
    found: list[Rate] = [*bases(column, experiment.edits)]

    def rate(step: int) -> Rate:
        return schedule.rate(found[bisect_right(starts, step)], step, experiment.steps, settings)

    return rate


def _part(memory: Memory, index: Tensor, runs: int) -> Memory:
    """Return what is remembered of some of the runs."""
    return {
        name: value[index]
        if isinstance(value, Tensor) and value.dim() and len(value) == runs
        else value
        for name, value in memory.items()
    }
