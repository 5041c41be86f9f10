"""Adafactor, whose steps are a share of theta's own size."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from playground.core.optimizers.algebra import bounded, shrunk, stepped
from playground.core.optimizers.base import SHRINKING, Memory, Rate, optimizer
from playground.core.settings import Setting, Settings


@optimizer(
    "Adafactor",
    1e-2,
    rate_note="A step is this share of theta's own size (its root mean square), and of no more "
    "than 1/√step, so a rate of 1 or above changes nothing but the weight decay.",
    beta2_decay=Setting(
        -0.8,
        maximum=0.0,
        help="Step k puts a weight of k to this power on its own squared gradient.",
    ),
    eps1=Setting(
        0.0,
        minimum=0.0,
        help="The smallest size a gradient is taken to have; 0 is the dtype's own epsilon.",
    ),
    eps2=Setting(1e-3, minimum=0.0, help="The smallest size theta is taken to have."),
    d=Setting(1.0, minimum=1.0, help="Updates larger than this (root mean square) are cut to it."),
    weight_decay=Setting(0.0, minimum=0.0, help=SHRINKING),
)
def adafactor(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Each step is a share of theta's own size; a vector like theta needs none of its factors.

    https://pytorch.org/docs/stable/generated/torch.optim.Adafactor.html (Shazeer and Stern, 2018)
    """
    step = memory["step"] = memory.get("step", 0) + 1
    variance: Tensor | None = memory.get("variance")
    if variance is None:
        variance = torch.zeros_like(theta)
    variance = variance.lerp(gradient.square(), step**settings.beta2_decay)
    memory["variance"] = variance
    smallest = settings.eps1 or torch.finfo(theta.dtype).eps
    update = bounded(variance, smallest * smallest).rsqrt().mul_(gradient)
    rate = _at_most(learning_rate, step**-0.5) * _size(theta).clamp(min=settings.eps2)
    cut = _size(update) / settings.d
    rate /= torch.fmax(cut, torch.ones_like(cut))  # as in torch, where no number cuts nothing
    return stepped(shrunk(theta, settings.weight_decay, learning_rate), update, rate)


def _size(values: Tensor) -> Tensor:
    """Return each run's root mean square in float64, (..., 1)."""
    length: Tensor = torch.linalg.vector_norm(values, dim=-1, keepdim=True)
    return length.double() / math.sqrt(values.shape[-1])


def _at_most(learning_rate: Rate, limit: float) -> Rate:
    if isinstance(learning_rate, Tensor):
        return learning_rate.clamp(max=limit)
    return min(learning_rate, limit)
