"""The loss and its gradient for one step after the other, each of a minibatch if there are any."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.losses import Loss
from playground.core.minibatch import batches
from playground.core.tensors import gradient_of

Slopes = Callable[[Tensor], tuple[Tensor, Tensor]]


def slopes(experiment: Experiment, loss: Loss) -> Slopes:
    """Return the function from theta, (..., n), to the losses, (...), and their gradients.

    It is to be called once a step: each call takes the next minibatch.
    """
    by_hand = experiment.gradient == "by-hand"
    rows = batches(loss.rows, experiment.batch_size, experiment.seed)

    def slope(theta: Tensor) -> tuple[Tensor, Tensor]:
        part = loss if rows is None else loss.on(next(rows))
        value = part(theta.requires_grad_())
        gradient = None if by_hand else gradient_of(value, theta)
        theta.requires_grad_(False)  # cheaper than detach(), and nothing else holds it yet
        if gradient is None:
            gradient = part.hand_gradient(theta)
        return value, gradient

    return slope
