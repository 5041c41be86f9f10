"""The mistakes that torch refuses: made for real, so that the words are torch's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

_REFUSED = "torch refuses: "
_AT_THE_START, _AT_THE_GRADIENT, _AT_THE_UPDATE = "integer-theta", "detached", "outside-no-grad"


def refuse_start(experiment: Experiment) -> None:
    """Raise ValueError with torch's own error if a mistake keeps the run from its first loss."""
    if _AT_THE_START in experiment.mistakes:
        _refuse(experiment, _AT_THE_START)


def has_no_gradient(experiment: Experiment) -> bool:
    """Whether a mistake leaves a loss, but no way back from it to theta."""
    return _AT_THE_GRADIENT in experiment.mistakes


def refuse_gradient(experiment: Experiment) -> None:
    """Raise ValueError with torch's own error if a mistake keeps the run from its gradient."""
    if has_no_gradient(experiment):
        _refuse(experiment, _AT_THE_GRADIENT)


def refuse_update(experiment: Experiment) -> None:
    """Raise ValueError with torch's own error if a mistake keeps the run from its first update."""
    if _AT_THE_UPDATE in experiment.mistakes:
        _refuse(experiment, _AT_THE_UPDATE)


def refusal(experiment: Experiment) -> str:
    """Return torch's own words for the first mistake that it refuses, "" where it goes on."""
    try:
        for refuse in (refuse_start, refuse_gradient, refuse_update):
            refuse(experiment)
    except ValueError as refused:
        return str(refused).removeprefix(_REFUSED)
    return ""


def _refuse(experiment: Experiment, name: str) -> None:
    loss = experiment.bound_loss()
    theta = torch.tensor(experiment.theta, dtype=loss.dtype)
    try:
        _MADE[name](loss, theta, experiment.learning_rate)
    except RuntimeError as error:
        raise ValueError(f"{_REFUSED}{' '.join(str(error).split())}") from error


def _integer_theta(loss: Callable[[Tensor], Tensor], theta: Tensor, rate: float) -> None:
    torch.tensor([round(number) for number in theta.tolist()], requires_grad=True)


def _detached(loss: Callable[[Tensor], Tensor], theta: Tensor, rate: float) -> None:
    loss(theta.requires_grad_()).detach().backward()  # type: ignore[no-untyped-call]  # untyped


def _outside_no_grad(loss: Callable[[Tensor], Tensor], theta: Tensor, rate: float) -> None:
    theta.requires_grad_()
    theta -= rate


_MADE = {
    _AT_THE_START: _integer_theta,
    _AT_THE_GRADIENT: _detached,
    _AT_THE_UPDATE: _outside_no_grad,
}
