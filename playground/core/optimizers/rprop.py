"""Rprop, which looks at nothing but the signs of the gradient."""

from __future__ import annotations

import torch
from torch import Tensor

from playground.core.optimizers.algebra import bounded, times
from playground.core.optimizers.base import Memory, Rate, optimizer
from playground.core.settings import Setting, Settings


@optimizer(
    "Rprop",
    1e-2,
    rate_note="The learning rate is only the size of the first step; after that the signs of the "
    "gradient decide, and schedules and edits do nothing.",
    calmed_by="Try more steps: each turn makes them smaller, whatever the learning rate.",
    etaminus=Setting(
        0.5,
        minimum=0.0,
        maximum=1.0,
        minimum_excluded=True,
        maximum_excluded=True,
        help="What a parameter's step is multiplied by when its gradient changes sign.",
    ),
    etaplus=Setting(
        1.2,
        minimum=1.0,
        minimum_excluded=True,
        help="What a parameter's step is multiplied by while its gradient keeps its sign.",
    ),
    step_size_min=Setting(1e-6, minimum=0.0, help="The smallest step of a parameter."),
    step_size_max=Setting(50.0, minimum=0.0, help="The largest step of a parameter."),
)
def rprop(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Each parameter has a step size of its own, which grows while its gradient keeps its sign.

    https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html (Riedmiller and Braun, 1993)
    """
    if not memory:
        memory["prev"] = torch.zeros_like(theta)
        memory["step_size"] = times(torch.ones_like(theta), learning_rate)
    agreement = gradient * memory["prev"]
    size = memory["step_size"]
    turned = agreement < 0
    size = torch.where(agreement > 0, size * settings.etaplus, size)
    size = torch.where(turned, size * settings.etaminus, size)
    size = bounded(size, settings.step_size_min, settings.step_size_max)
    # After a change of sign the parameter waits for one step, and its gradient is forgotten.
    gradient = gradient.masked_fill(turned, 0.0)
    memory["step_size"] = size
    memory["prev"] = gradient
    return theta - gradient.sign() * size
