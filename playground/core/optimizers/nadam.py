"""Two corrections of Adam: NAdam looks ahead, RAdam distrusts its first steps."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from playground.core.optimizers.adam import ABOUT_THE_RATE, BETA1, BETA2, moments
from playground.core.optimizers.algebra import decayed, shrunk, stepped_by_ratio, times
from playground.core.optimizers.base import (
    WEIGHT_DECAY,
    Memory,
    Rate,
    epsilon,
    optimizer,
)
from playground.core.settings import Setting, Settings

DECOUPLED = Setting(
    False, help="Lets the weight decay act on theta itself, as AdamW does, not on the gradient."
)


@optimizer(
    "NAdam",
    2e-3,
    rate_note=ABOUT_THE_RATE,
    beta1=BETA1,
    beta2=BETA2,
    eps=epsilon(1e-8),
    weight_decay=WEIGHT_DECAY,
    momentum_decay=Setting(
        4e-3,
        minimum=0.0,
        help="How fast the momentum rises from half of beta1 to beta1.",
    ),
    decoupled_weight_decay=DECOUPLED,
)
def nadam(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Adam with Nesterov's look ahead: it steps along the mean gradient of the next step.

    https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html (Dozat, 2016)
    """
    theta, gradient = _decay(theta, gradient, learning_rate, settings)
    step, mean, size = moments(theta, gradient, memory, settings)
    momentum = _momentum(step, settings)
    following = _momentum(step + 1, settings)
    product = _product(memory.get("mu_product", 1.0), momentum)
    memory["mu_product"] = product
    divisor = (size / (1 - settings.beta2**step)).sqrt_().add_(settings.eps)
    theta = stepped_by_ratio(
        theta, gradient, divisor, _over(learning_rate * (1 - momentum), 1 - product)
    )
    return stepped_by_ratio(
        theta, mean, divisor, _over(learning_rate * following, 1 - product * following)
    )


def _momentum(step: int, settings: Settings) -> float:
    rise: float = 0.96 ** (step * settings.momentum_decay)
    return settings.beta1 * (1 - 0.5 * rise)


def _over(rate: Rate, divisor: float) -> Rate:
    # A beta1 that float32 cannot tell from 1 leaves nothing to divide by.
    return rate / divisor if divisor else rate * math.inf


def _product(product: float, momentum: float) -> float:
    # torch keeps this product in its default dtype, and so rounds it even where theta is float64.
    kind = np.float64 if torch.get_default_dtype() == torch.float64 else np.float32
    return float(kind(product) * kind(momentum))


@optimizer(
    "RAdam",
    1e-3,
    rate_note="The first steps (5 by default) are plain momentum, the gradient times the "
    "learning rate; from then on " + ABOUT_THE_RATE[0].lower() + ABOUT_THE_RATE[1:],
    beta1=BETA1,
    beta2=BETA2,
    eps=epsilon(1e-8),
    weight_decay=WEIGHT_DECAY,
    decoupled_weight_decay=DECOUPLED,
)
def radam(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Adam that divides by the gradient's size only once it has seen enough to know it.

    https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html (Liu et al., 2020)
    """
    theta, gradient = _decay(theta, gradient, learning_rate, settings)
    step, mean, size = moments(theta, gradient, memory, settings)
    direction = times(mean / (1 - settings.beta1**step), learning_rate)
    trust = _rectification(step, settings.beta2)
    if trust:
        sizes = size.sqrt().add_(settings.eps)
        direction = direction * ((1 - settings.beta2**step) ** 0.5 / sizes) * trust
    return theta - direction


def _rectification(step: int, beta2: float) -> float:
    """Return how far the size of the gradient is to be trusted; 0 while nothing is known of it."""
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * step * beta2**step / (1 - beta2**step)
    if length <= 5:
        return 0.0
    whole = (longest - 4) * (longest - 2) * length
    return math.sqrt((length - 4) * (length - 2) * longest / whole)


def _decay(
    theta: Tensor, gradient: Tensor, learning_rate: Rate, settings: Settings
) -> tuple[Tensor, Tensor]:
    """Return theta and the gradient with the weight decay in the one or in the other."""
    if settings.decoupled_weight_decay:
        return shrunk(theta, settings.weight_decay, learning_rate), gradient
    return theta, decayed(theta, gradient, settings.weight_decay)
