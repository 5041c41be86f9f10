"""The few operations that all rules are made of.

They are the fused operations that torch.optim uses, since a rule that rounds differently in the
last digit is soon somewhere else on a loss where steps bounce. For a tensor of rates, which the
fused operations refuse, each has a twin that rounds in the same way.
"""

from __future__ import annotations

import torch
from torch import Tensor

from playground.core.optimizers.base import Rate

_FITS_ANY_DTYPE = 65504.0  # the largest float16


def stepped(theta: Tensor, direction: Tensor, rate: Rate) -> Tensor:
    """Return theta − rate · direction."""
    if isinstance(rate, Tensor):
        return torch.addcmul(theta, direction, rate.to(theta.dtype), value=-1)
    return theta.add(direction, alpha=-representable(rate, theta))


def stepped_by_ratio(theta: Tensor, direction: Tensor, divisor: Tensor, rate: Rate) -> Tensor:
    """Return theta − rate · direction / divisor."""
    if isinstance(rate, Tensor):
        return theta - rate.to(theta.dtype) * direction / divisor
    return theta.addcdiv(direction, divisor, value=-representable(rate, theta))


def times(theta: Tensor, rate: Rate) -> Tensor:
    """Return rate · theta in theta's dtype."""
    return theta * (rate.to(theta.dtype) if isinstance(rate, Tensor) else rate)


def decayed(theta: Tensor, gradient: Tensor, weight_decay: float) -> Tensor:
    """Return the gradient of loss + weight_decay / 2 · Σ θ²."""
    if not weight_decay:
        return gradient
    return gradient.add(theta, alpha=representable(weight_decay, theta))


def shrunk(theta: Tensor, weight_decay: float, learning_rate: Rate) -> Tensor:
    """Return theta · (1 − learning_rate · weight_decay), the decay apart from the gradient."""
    return times(theta, 1 - learning_rate * weight_decay) if weight_decay else theta


def running(average: Tensor, values: Tensor, keep: float) -> Tensor:
    """Return keep · average + (1 − keep) · values², a running average of squares."""
    return (average * keep).addcmul_(values, values, value=1 - keep)


def representable(value: float, like: Tensor) -> float:
    """Return the value, or the nearest that the tensor's dtype can hold.

    torch's fused operations raise for a factor beyond that, such as 1e6 in float16.
    """
    if -_FITS_ANY_DTYPE <= value <= _FITS_ANY_DTYPE:
        return value
    largest = torch.finfo(like.dtype).max
    return max(-largest, min(value, largest))
