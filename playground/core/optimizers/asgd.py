"""Averaged gradient descent."""

from __future__ import annotations

import math
from ctypes import c_float

import torch
from torch import Tensor

from playground.core.optimizers.algebra import decayed, stepped, times
from playground.core.optimizers.base import (
    WEIGHT_DECAY,
    Memory,
    Rate,
    optimizer,
)
from playground.core.settings import Setting, Settings


@optimizer(
    "ASGD",
    1e-2,
    rate_note="The rate falls by itself, by lambd and alpha; a rate from a schedule or an edit is "
    "used one step late, as in torch.",
    lambd=Setting(
        1e-4,
        minimum=0.0,  # below 0 the rate would divide by zero or turn complex
        help="How strongly theta is pulled towards zero, and how soon the rate falls.",
    ),
    alpha=Setting(
        0.75,
        minimum=0.0,  # below 0 the rate would grow without limit
        help="How steeply the rate falls: as one over the step number to this power.",
    ),
    t0=Setting(1e6, help="The step from which the average of theta is taken."),
    weight_decay=WEIGHT_DECAY,
)
def asgd(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Plain descent with a falling rate that also keeps the average of its thetas, ax.

    https://pytorch.org/docs/stable/generated/torch.optim.ASGD.html (Polyak and Juditsky, 1992)
    """
    step = memory["step"] = memory.get("step", 0) + 1
    gradient = decayed(theta, gradient, settings.weight_decay)
    rate = memory["eta"] if "eta" in memory else _kept(learning_rate)
    moved = stepped(times(theta, 1 - settings.lambd * rate), gradient, rate)
    weight = memory.get("mu", 1.0)
    # Detached, as the caller may ask for gradients with respect to the theta it is given.
    if weight == 1:
        memory["ax"] = moved.detach()
    else:
        memory["ax"] = memory["ax"] + (moved - memory["ax"]) * weight
    memory["eta"] = _kept(_falling(learning_rate, step, settings))
    memory["mu"] = _kept(1 / max(1.0, step - settings.t0))
    return moved


def _falling(learning_rate: Rate, step: int, settings: Settings) -> Rate:
    """Return learning_rate / (1 + lambd · learning_rate · step)^alpha."""
    slowing = 1 + settings.lambd * learning_rate * step
    if isinstance(slowing, Tensor):
        return learning_rate / slowing**settings.alpha
    try:
        return learning_rate / math.pow(slowing, settings.alpha)
    except OverflowError:
        return 0.0


def _kept(value: Rate) -> Rate:
    # torch keeps these numbers in its default dtype, and so rounds them even for a float64 theta.
    double = torch.get_default_dtype() == torch.float64
    if isinstance(value, Tensor):
        return value.to(torch.float64 if double else torch.float32).double()
    return value if double else c_float(value).value
