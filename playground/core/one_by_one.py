"""Descents that cannot be one batch, side by side: for rules that look at a run as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.optimizers import Memory
from playground.core.settings import Settings

if TYPE_CHECKING:
    from playground.core.descent import Step
    from playground.core.many import ManyStep


def descend_one_by_one(
    experiment: Experiment, theta: Tensor, learning_rate: Tensor | None, settings: Settings
) -> Iterator[ManyStep]:
    """Yield what `descend_many` does, from single runs that take their steps in turn.

    theta is (B, n) and finite, learning_rate (B,). A run of which torch's code raises is not
    caught here: the error is the caller's.
    """
    # Imported here, since they import this module, or need it to.
    from playground.core.descent import descend
    from playground.core.many import ManyStep

    every = dict(experiment.settings) | dict(settings)
    rates = [experiment.learning_rate] * len(theta)
    rates = rates if learning_rate is None else learning_rate.tolist()
    runs = [
        descend(replace(experiment, theta=tuple(start), learning_rate=rate, settings=every))
        for start, rate in zip(theta.tolist(), rates, strict=True)
    ]
    rows = np.arange(len(runs))
    for number in range(experiment.steps + 1):
        steps = [next(run) for run in runs]
        joined = _joined(steps)
        good = np.array([_finite(step) for step in steps], dtype=bool)
        yield ManyStep(number, rows, *joined, np.flatnonzero(~good))
        rows = rows[good]
        runs = [run for run, goes_on in zip(runs, good, strict=True) if goes_on]
        if not runs:
            return


def _joined(steps: list[Step]) -> tuple[Tensor, Tensor, Tensor, Memory]:
    """Stack theta, the loss, the gradient and what of the memory is as long as theta."""
    theta = torch.stack([step.theta for step in steps])
    loss = torch.tensor([step.loss for step in steps], dtype=theta.dtype)
    gradient = torch.stack([step.gradient for step in steps])
    memory: Memory = {}
    for name in steps[0].memory:
        parts = [step.memory.get(name) for step in steps]
        tensors = [part for part in parts if isinstance(part, Tensor)]
        if len(tensors) == len(steps):
            memory[name] = torch.stack(tensors)
    return theta, loss, gradient, memory


def _finite(step: Step) -> bool:
    parts = (step.theta, step.gradient)
    return np.isfinite(step.loss) and all(bool(part.isfinite().all()) for part in parts)
