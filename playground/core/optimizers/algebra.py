"""The few operations that all rules are made of.

They are the fused operations that torch.optim uses, since a rule that rounds differently in the
last digit is soon somewhere else on a loss where steps bounce. For a tensor of rates, which the
fused operations refuse, each has a twin that rounds in the same way.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from playground.core.optimizers.base import Rate
from playground.core.tensors import filled, fits

_HALF = (torch.float16, torch.bfloat16)
# What torch computes with in half precision, and so the range that a plain number may have there.
_COMPUTED = {torch.float16: torch.float32, torch.bfloat16: torch.float32}


def stepped(theta: Tensor, direction: Tensor, rate: Rate) -> Tensor:
    """Return theta − rate · direction."""
    if isinstance(rate, Tensor):
        held = rate.to(theta.dtype)
        if theta.dtype in _HALF:  # as `added` does: rounded, unless that is infinity
            held = torch.where(held.isinf(), rate.float(), held.float())
            return (theta.float() - held * direction.float()).to(theta.dtype)
        return torch.addcmul(theta, direction, held, value=-1)
    return added(theta, direction, -rate)


def stepped_by_ratio(theta: Tensor, direction: Tensor, divisor: Tensor, rate: Rate) -> Tensor:
    """Return theta − rate · direction / divisor."""
    if isinstance(rate, Tensor):
        if theta.dtype in _HALF:
            ratio = rate.float() * direction.float() / divisor.float()
            return (theta.float() - ratio).to(theta.dtype)
        return theta - rate.to(theta.dtype) * direction / divisor
    if fits(rate, _COMPUTED.get(theta.dtype, theta.dtype)):
        return theta.addcdiv(direction, divisor, value=-rate)
    return theta - rate * direction / divisor


def times(theta: Tensor, rate: Rate) -> Tensor:
    """Return rate · theta in theta's dtype."""
    if not isinstance(rate, Tensor):
        return theta * rate
    if theta.dtype in _HALF:
        return (theta.float() * rate.float()).to(theta.dtype)
    return theta * rate.to(theta.dtype)


def added(values: Tensor, more: Tensor, factor: float) -> Tensor:
    """Return values + factor · more; a factor beyond the dtype is used as it is, or as infinity.

    torch raises for such a factor in its fused sum, of 1e5 in float16 as of 1e39 in float32.
    """
    if fits(factor, values.dtype):
        return values.add(more, alpha=factor)
    if fits(factor, _COMPUTED.get(values.dtype, values.dtype)):
        return torch.addcmul(values, more, torch.ones_like(more), value=factor)
    return values + factor * more


def bounded(values: Tensor, low: float, high: float = math.inf) -> Tensor:
    """Return the values, none of them below `low` or above `high`."""
    if fits(low, values.dtype) and fits(high, values.dtype):
        return values.clamp(low, high)
    return values.clamp(filled(values, (), low), filled(values, (), high))


def decayed(theta: Tensor, gradient: Tensor, weight_decay: float) -> Tensor:
    """Return the gradient of loss + weight_decay / 2 · Σ θ²."""
    return added(gradient, theta, weight_decay) if weight_decay else gradient


def shrunk(theta: Tensor, weight_decay: float, learning_rate: Rate) -> Tensor:
    """Return theta · (1 − learning_rate · weight_decay), the decay apart from the gradient."""
    return times(theta, 1 - learning_rate * weight_decay) if weight_decay else theta


def running(average: Tensor, values: Tensor, keep: float) -> Tensor:
    """Return keep · average + (1 − keep) · values², a running average of squares."""
    return (average * keep).addcmul_(values, values, value=1 - keep)


def representable(value: float, like: Tensor) -> float:
    """Return the value, or the nearest that the tensor's dtype can hold."""
    if fits(value, like.dtype):
        return value
    largest = torch.finfo(like.dtype).max
    return max(-largest, min(value, largest))
