"""The mistakes that torch refuses: made for real, so that the words are torch's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from playground.core.mistakes import refusing

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

_AT_THE_UPDATE = "outside-no-grad"  # the others before there is a gradient


def refuse_start(experiment: Experiment) -> None:
    """Raise ValueError with torch's own error if a mistake keeps the run from its first row."""
    met = refusing(experiment.mistakes)
    if met is not None and met.name != _AT_THE_UPDATE:
        _refuse(experiment, met.name)


def refuse_update(experiment: Experiment) -> None:
    """Raise ValueError with torch's own error if a mistake keeps the run from its first update."""
    if _AT_THE_UPDATE in experiment.mistakes:
        _refuse(experiment, _AT_THE_UPDATE)


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
