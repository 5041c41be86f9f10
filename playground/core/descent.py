"""Gradient descent: the algorithm and nothing else."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.losses import Loss
from playground.core.optimizers import Memory
from playground.core.outcome import concluding
from playground.core.refusals import (
    has_no_gradient,
    refuse_gradient,
    refuse_start,
    refuse_update,
)
from playground.core.slopes import slopes
from playground.core.tensors import DTYPES
from playground.core.trajectory import Trajectory

_FEW = 16


class Step(NamedTuple):
    """One row of the record. learning_rate and memory are those of the update that led here."""

    theta: Tensor
    loss: float
    gradient: Tensor
    learning_rate: float
    memory: Memory


def descend(
    experiment: Experiment, learning_rate_at: Callable[[int], float] | None = None
) -> Iterator[Step]:
    """Yield the start and every step after it, ending after the first that is not finite.

    Each step takes the learning rate of that function, by default the experiment's own. With a
    mistake that torch refuses, raises ValueError where torch does.
    """
    refuse_start(experiment)
    loss = experiment.bound_loss()
    evaluate = _evaluator(experiment, loss)
    rule = experiment.optimizer_entry.rule
    settings = experiment.settings_at
    rates = learning_rate_at or experiment.learning_rate_at
    memory: Memory = {}
    adds_up = "not-zeroed" in experiment.mistakes
    uphill = "wrong-sign" in experiment.mistakes
    rate = 0.0
    gathered: Tensor | None = None
    theta = torch.tensor(experiment.theta, dtype=DTYPES[experiment.dtype])
    for step in range(experiment.steps + 1):
        value, gradient = evaluate(step, theta)
        if has_no_gradient(experiment):
            yield Step(theta, value, torch.full_like(theta, math.nan), rate, memory)
            refuse_gradient(experiment)
        if adds_up:
            gathered = gradient = gradient if gathered is None else gathered + gradient
        yield Step(theta, value, gradient, rate, memory)
        good = math.isfinite(value) and _finite(gradient) and _finite(theta)
        if step == experiment.steps or not good:
            return
        if not step:
            refuse_update(experiment)
        rate = rates(step)
        theta = rule(theta, -gradient if uphill else gradient, memory, rate, settings(step))


def gradient_descent_torch_autograd(
    initial_theta: Tensor, learning_rate: float, number_steps: int
) -> Tensor:
    """Return theta after plain steps θ ← θ − learning_rate · dL/dθ on L(θ) = Σ θ².

    initial_theta has any shape; the result has the same shape and dtype. The derivative is
    autograd's: theta is wrapped as a Parameter, the loss goes backward, .grad is read.
    Raises TypeError unless initial_theta is a tensor of floating-point numbers.
    """
    if not isinstance(initial_theta, Tensor) or not initial_theta.is_floating_point():
        raise TypeError(
            "initial_theta must be a tensor of floating-point numbers, such as "
            f"torch.tensor([1.0]), not {' '.join(repr(initial_theta).split())}"
        )
    theta = torch.nn.Parameter(initial_theta.detach().clone())
    for _ in range(number_steps):
        theta.grad = None
        theta.square().sum().backward()  # type: ignore[no-untyped-call]  # untyped in torch
        assert theta.grad is not None  # backward() has just put it there
        with torch.no_grad():
            theta -= learning_rate * theta.grad
    return theta.detach()


def record(experiment: Experiment) -> Iterator[Trajectory]:
    """Yield the growing trajectory after each new row; its outcome is set before the last.

    Between the last row and the outcome it may be yielded several times.
    """
    trajectory = Trajectory(experiment.steps, len(experiment.theta), DTYPES[experiment.dtype])
    for step in descend(experiment):
        trajectory.append(step)
        yield trajectory
    conclusion = concluding(experiment, trajectory)
    while trajectory.outcome is None:
        try:
            next(conclusion)
        except StopIteration as end:
            trajectory.outcome = end.value
        yield trajectory


def run(experiment: Experiment) -> Trajectory:
    """Descend to the end and return the record, its outcome included."""
    (trajectory,) = deque(record(experiment), maxlen=1)
    return trajectory


def _evaluator(experiment: Experiment, loss: Loss) -> Callable[[int, Tensor], tuple[float, Tensor]]:
    """Return the function from (step, theta) to (loss, gradient)."""
    slope = slopes(experiment, loss)

    def evaluate(step: int, theta: Tensor) -> tuple[float, Tensor]:
        value, gradient = slope(theta)
        return value.item(), gradient

    return evaluate


def _finite(values: Tensor) -> bool:
    if len(values) <= _FEW:  # a third of the time that torch takes for so few
        return all(map(math.isfinite, values.tolist()))
    return bool(values.isfinite().all())
