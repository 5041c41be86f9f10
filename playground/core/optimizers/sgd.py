"""Gradient descent with and without momentum."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.core.optimizers.algebra import added, decayed, stepped, times
from playground.core.optimizers.base import (
    WEIGHT_DECAY,
    Memory,
    Rate,
    optimizer,
)
from playground.core.settings import Setting, Settings


def _check_nesterov(settings: Settings) -> None:
    if settings.nesterov and settings.momentum <= 0:
        raise ValueError(
            f"nesterov needs a momentum above 0, and momentum is {settings.momentum:g}"
        )
    if settings.nesterov and settings.dampening != 0:
        raise ValueError(f"nesterov needs dampening 0, and dampening is {settings.dampening:g}")


@optimizer(
    "SGD",
    1e-3,
    check=_check_nesterov,
    by_run=("momentum",),
    momentum=Setting(
        0.0,
        minimum=0.0,
        help="How much of the last step's velocity is kept; 0 is plain gradient descent.",
    ),
    dampening=Setting(
        0.0, help="Which part of each new gradient is left out of the velocity, with momentum."
    ),
    weight_decay=WEIGHT_DECAY,
    nesterov=Setting(False, help="Looks ahead along the velocity; needs momentum, no dampening."),
)
def sgd(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Steps against the gradient; momentum carries on some of the steps before.

    https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    # Subscripts, since plain descent is the fastest rule and attributes would add a tenth to it.
    momentum = settings["momentum"]
    if isinstance(momentum, Tensor) or momentum or settings["weight_decay"]:
        return stepped(theta, _direction(theta, gradient, memory, settings), learning_rate)
    if isinstance(learning_rate, Tensor):
        return theta - times(gradient, learning_rate)
    return theta - learning_rate * gradient  # not fused: the loop that everybody writes by hand


def _direction(theta: Tensor, gradient: Tensor, memory: Memory, settings: Settings) -> Tensor:
    """Return what plain descent is to use for its gradient."""
    gradient = decayed(theta, gradient, settings.weight_decay)
    momentum: Rate = settings.momentum
    if not isinstance(momentum, Tensor) and not momentum:
        return gradient
    velocity = memory.get("velocity")
    if velocity is None:
        velocity = gradient  # torch dampens only from the second step on
    else:
        velocity = added(velocity * momentum, gradient, 1 - settings.dampening)
    memory["velocity"] = velocity
    if not settings.nesterov:
        return velocity
    if isinstance(momentum, Tensor):
        return torch.addcmul(gradient, velocity, momentum)  # which rounds as the sum below
    return added(gradient, velocity, momentum)
