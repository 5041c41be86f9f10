"""Long work in pieces: between two of them the worker looks whether something newer has come."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.losses import Loss
from playground.core.tensors import gradient_of

MOST_NUMBERS = 2_000_000  # of one batch, so that it fits in memory and takes no longer than it must

Result = TypeVar("Result")
Pieces = Generator[None, None, Result]  # yields between two pieces; the result is what it returns


def whole(pieces: Pieces[Result]) -> Result:
    """Do all pieces at once and return the result."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            result: Result = end.value
            return result


def losses_of(loss: Loss, theta: Tensor) -> Pieces[NDArray[np.float64]]:
    """Work out the loss at every theta of a batch, (..., n) to (...)."""
    most = max(MOST_NUMBERS // max(loss.rows, 1), 1)
    batch = theta.flatten(end_dim=-2) if theta.ndim > 1 else theta
    if theta.ndim == 1 or len(batch) <= most:
        with torch.no_grad():
            at_once: NDArray[np.float64] = loss(theta).numpy()
        return at_once
    parts = []
    for part in torch.split(batch, most):
        with torch.no_grad():
            parts.append(loss(part).numpy())
        yield
    return np.concatenate(parts).reshape(theta.shape[:-1])


def gradients_of(loss: Loss, theta: Tensor) -> Pieces[Tensor]:
    """Work out the gradient at every theta of a batch, (B, n) to (B, n)."""
    most = max(MOST_NUMBERS // max(loss.rows, 1), 1)
    parts = []
    for part in torch.split(theta, most):
        leaf = part.clone().requires_grad_()
        parts.append(gradient_of(loss(leaf), leaf))
        yield
    return torch.cat(parts) if len(parts) > 1 else parts[0]
