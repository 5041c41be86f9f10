"""Adam and its closest relatives: a running mean over a running size of the gradient."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.core.optimizers.algebra import decayed, running, shrunk, stepped_by_ratio
from playground.core.optimizers.base import (
    SHRINKING,
    WEIGHT_DECAY,
    Memory,
    Rate,
    epsilon,
    optimizer,
)
from playground.core.settings import Setting, Settings

BETA1 = Setting(
    0.9,
    minimum=0.0,
    maximum=1.0,
    maximum_excluded=True,
    help="How much of the running mean of the gradient is kept at each step.",
)
BETA2 = Setting(
    0.999,
    minimum=0.0,
    maximum=1.0,
    maximum_excluded=True,
    help="How much of the running mean of the squared gradient is kept at each step.",
)
AMSGRAD = Setting(
    False, help="Divides by the largest size of the gradient so far, so steps cannot grow again."
)
ABOUT_THE_RATE = (
    "A step is about the learning rate long, however large or small the gradient is: "
    "dividing the gradient by its own size leaves little but its direction."
)


@optimizer(
    "Adam",
    1e-3,
    rate_note=ABOUT_THE_RATE,
    beta1=BETA1,
    beta2=BETA2,
    eps=epsilon(1e-8),
    weight_decay=WEIGHT_DECAY,
    amsgrad=AMSGRAD,
)
def adam(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Each step follows a running mean of the gradient, divided by a running mean of its size.

    https://pytorch.org/docs/stable/generated/torch.optim.Adam.html (Kingma and Ba, 2015)
    """
    gradient = decayed(theta, gradient, settings.weight_decay)
    return _stepped(theta, gradient, memory, learning_rate, settings)


@optimizer(
    "AdamW",
    1e-3,
    rate_note=ABOUT_THE_RATE,
    beta1=BETA1,
    beta2=BETA2,
    eps=epsilon(1e-8),
    weight_decay=Setting(1e-2, minimum=0.0, help=SHRINKING),
    amsgrad=AMSGRAD,
)
def adamw(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Adam with a weight decay that acts on theta itself and not through the gradient.

    https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html (Loshchilov and Hutter, 2019)
    """
    theta = shrunk(theta, settings.weight_decay, learning_rate)
    return _stepped(theta, gradient, memory, learning_rate, settings)


def _stepped(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    step, mean, size = moments(theta, gradient, memory, settings)
    if settings.amsgrad:
        largest = memory.get("max_exp_avg_sq")
        size = size if largest is None else torch.maximum(largest, size)
        memory["max_exp_avg_sq"] = size
    divisor = (size.sqrt() / (1 - settings.beta2**step) ** 0.5).add_(settings.eps)
    return stepped_by_ratio(theta, mean, divisor, learning_rate / (1 - settings.beta1**step))


@optimizer(
    "Adamax",
    2e-3,
    rate_note=ABOUT_THE_RATE,
    beta1=BETA1,
    beta2=Setting(
        0.999,
        minimum=0.0,
        maximum=1.0,
        maximum_excluded=True,
        help="How much of the largest gradient seen is kept at each step.",
    ),
    eps=epsilon(1e-8),
    weight_decay=WEIGHT_DECAY,
)
def adamax(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Adam that divides by the largest recent gradient and not by its mean square.

    https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
    """
    beta1 = settings.beta1
    gradient = decayed(theta, gradient, settings.weight_decay)
    if not memory:
        memory.update(step=0, exp_avg=torch.zeros_like(theta), exp_inf=torch.zeros_like(theta))
    step = memory["step"] = memory["step"] + 1
    mean: Tensor = memory["exp_avg"].lerp(gradient, 1 - beta1)
    memory["exp_avg"] = mean
    largest = torch.maximum(memory["exp_inf"] * settings.beta2, gradient.abs().add_(settings.eps))
    memory["exp_inf"] = largest
    return stepped_by_ratio(theta, mean, largest, learning_rate / (1 - beta1**step))


def moments(
    theta: Tensor, gradient: Tensor, memory: Memory, settings: Settings
) -> tuple[int, Tensor, Tensor]:
    """Return the step number and the running means of the gradient and of its square."""
    if not memory:
        memory["step"] = 0
        memory["exp_avg"] = memory["exp_avg_sq"] = torch.zeros_like(theta)
    step = memory["step"] = memory["step"] + 1
    mean = memory["exp_avg"] = memory["exp_avg"].lerp(gradient, 1 - settings.beta1)
    size = memory["exp_avg_sq"] = running(memory["exp_avg_sq"], gradient, settings.beta2)
    return step, mean, size
