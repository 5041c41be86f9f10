"""Adagrad and its successors: each parameter's step is divided by its gradients' size."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.core.optimizers.algebra import decayed, running, stepped, stepped_by_ratio
from playground.core.optimizers.base import (
    WEIGHT_DECAY,
    Memory,
    Rate,
    epsilon,
    optimizer,
)
from playground.core.settings import Setting, Settings


@optimizer(
    "Adagrad",
    1e-2,
    rate_note="The first step moves every parameter by about the learning rate, however large "
    "its gradient; the steps then shrink as squared gradients pile up.",
    lr_decay=Setting(
        0.0,
        minimum=0.0,
        help="Divides the learning rate by 1 + this times the number of steps made.",
    ),
    weight_decay=WEIGHT_DECAY,
    initial_accumulator_value=Setting(
        0.0, minimum=0.0, help="What the sum of squared gradients starts from."
    ),
    eps=epsilon(1e-10),
)
def adagrad(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Each parameter's step is divided by the root of the sum of all its squared gradients.

    https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
    """
    step = memory["step"] = memory.get("step", 0) + 1
    gradient = decayed(theta, gradient, settings.weight_decay)
    total = memory.get("sum")
    if total is None:
        total = torch.zeros_like(theta) + settings.initial_accumulator_value
    total = memory["sum"] = total.addcmul(gradient, gradient)
    rate = learning_rate / (1 + (step - 1) * settings.lr_decay)
    return stepped_by_ratio(theta, gradient, total.sqrt().add_(settings.eps), rate)


@optimizer(
    "Adadelta",
    1.0,
    rate_note="The rule finds its own step sizes, and 1 leaves them as they are; the learning "
    "rate only multiplies them.",
    rho=Setting(
        0.9,
        minimum=0.0,
        maximum=1.0,
        help="How much of the running averages of squares is kept at each step.",
    ),
    eps=Setting(
        1e-6,
        minimum=0.0,
        help="Keeps divisions from zero; it also sets the size of the first step.",
    ),
    weight_decay=WEIGHT_DECAY,
)
def adadelta(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Each step is scaled by how far its parameter has moved lately, so it needs no learning rate.

    https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
    """
    rho, eps = settings.rho, settings.eps
    gradient = decayed(theta, gradient, settings.weight_decay)
    if not memory:
        memory["square_avg"] = memory["acc_delta"] = torch.zeros_like(theta)
    square_avg = running(memory["square_avg"], gradient, rho)
    moved: Tensor = memory["acc_delta"]
    delta = moved.add(eps).sqrt_().div_(square_avg.add(eps).sqrt_()).mul_(gradient)
    memory["square_avg"] = square_avg
    memory["acc_delta"] = running(moved, delta, rho)
    return stepped(theta, delta, learning_rate)


@optimizer(
    "RMSprop",
    1e-2,
    rate_note="A step is about the learning rate long, however large or small the gradient is.",
    alpha=Setting(
        0.99,
        minimum=0.0,
        maximum=1.0,  # above 1 the average turns negative and its root undefined
        help="How much of the running average of squared gradients is kept at each step.",
    ),
    eps=epsilon(1e-8),
    weight_decay=WEIGHT_DECAY,
    momentum=Setting(
        0.0, minimum=0.0, help="How much of the last step's velocity is kept; 0 keeps nothing."
    ),
    centered=Setting(
        False, help="Divides by the spread of the gradients around their mean, not by their size."
    ),
)
def rmsprop(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Each step is divided by a running average of its gradient's size, which forgets the past.

    https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
    """
    gradient = decayed(theta, gradient, settings.weight_decay)
    if not memory:
        memory["square_avg"] = torch.zeros_like(theta)
    square_avg = memory["square_avg"] = running(memory["square_avg"], gradient, settings.alpha)
    if settings.centered:
        mean = _kept("grad_avg", theta, memory).lerp(gradient, 1 - settings.alpha)
        memory["grad_avg"] = mean
        square_avg = square_avg.addcmul(mean, mean, value=-1)
    size = square_avg.sqrt().add_(settings.eps)
    if not settings.momentum:
        return stepped_by_ratio(theta, gradient, size, learning_rate)
    velocity = _kept("velocity", theta, memory) * settings.momentum
    velocity = velocity.addcdiv_(gradient, size)
    memory["velocity"] = velocity
    return stepped(theta, velocity, learning_rate)


def _kept(name: str, theta: Tensor, memory: Memory) -> Tensor:
    """What is remembered by that name; zeros where a setting asks for it only now."""
    kept: Tensor | None = memory.get(name)
    return torch.zeros_like(theta) if kept is None else kept
