"""The mistakes that torch refuses: made for real, so that the words are torch's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

_AT_THE_START = ("integer-theta", "detached")  # the others only once there is a gradient


def refuse_start(experiment: Experiment) -> None:
    """Raise ValueError with torch's own error if a mistake keeps the run from its first row."""
    for name in _AT_THE_START:
        if name in experiment.mistakes:
            _refuse(experiment, name)


def refuse_update(experiment: Experiment) -> None:
    """Raise ValueError with torch's own error if a mistake keeps the run from its first update."""
    if "outside-no-grad" in experiment.mistakes:
        _refuse(experiment, "outside-no-grad")


def _refuse(experiment: Experiment, name: str) -> None:
    loss = experiment.bound_loss()
    theta = torch.tensor(experiment.theta, dtype=loss.dtype)
    try:
        _MADE[name](loss, theta, experiment.learning_rate)
    except RuntimeError as error:
        raise ValueError(f"torch refuses: {' '.join(str(error).split())}") from error


def _integer_theta(loss: Callable[[Tensor], Tensor], theta: Tensor, rate: float) -> None:
    torch.tensor([round(number) for number in theta.tolist()], requires_grad=True)


def _detached(loss: Callable[[Tensor], Tensor], theta: Tensor, rate: float) -> None:
    loss(theta.requires_grad_()).detach().backward()  # type: ignore[no-untyped-call]  # untyped


def _outside_no_grad(loss: Callable[[Tensor], Tensor], theta: Tensor, rate: float) -> None:
    theta.requires_grad_()
    theta -= rate


_MADE = {
    "integer-theta": _integer_theta,
    "detached": _detached,
    "outside-no-grad": _outside_no_grad,
}
