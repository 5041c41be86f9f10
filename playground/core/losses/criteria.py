"""What predictions are scored by: a mean over the rows of the data."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def mse(predictions: Tensor, target: Tensor) -> Tensor:
    """Mean squared error over the last dimension."""
    return (predictions - target).square().mean(-1)


def mae(predictions: Tensor, target: Tensor) -> Tensor:
    """Mean absolute error over the last dimension."""
    return (predictions - target).abs().mean(-1)


def logistic(predictions: Tensor, target: Tensor) -> Tensor:
    """Mean of log(1 + e^z) − y·z for logits z and labels y of 0 or 1."""
    # softplus is log(1 + e^z) without overflow (torch.nn.functional.softplus).
    return (torch.nn.functional.softplus(predictions) - target * predictions).mean(-1)


CRITERIA: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "mse": mse,
    "mae": mae,
    "logistic": logistic,
}
