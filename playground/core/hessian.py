"""The first and second derivatives of a loss at many points at once, by autograd."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.losses import Loss
from playground.core.pieces import MOST_NUMBERS, Pieces, whole
from playground.core.tensors import gradient_of

Floats = NDArray[np.float64]

MOST_CURVED = 128  # parameters up to which the whole Hessian is computed


class Derivatives(NamedTuple):
    """At B points: loss (B,), gradient (B, n), and Hessian (B, n, n), which is symmetric.

    The Hessian is empty, (B, 0, 0), for more than MOST_CURVED parameters.
    """

    loss: Floats
    gradient: Floats
    hessian: Floats


def derivatives(loss: Loss, points: Floats, by_hand: bool = False) -> Derivatives:
    """Return loss, gradient and Hessian at points, (B, n), by differentiating twice.

    loss is bound in float64. With by_hand, the gradient is the one that the source text wrote,
    and the Hessian the derivative of that: it is what decides how such a descent goes.
    """
    return whole(deriving(loss, points, by_hand))


def deriving(loss: Loss, points: Floats, by_hand: bool = False) -> Pieces[Derivatives]:
    """Work out what `derivatives` returns, a few points at a time; of long data a few rows."""
    n = points.shape[-1]
    one_row = n * max(n, loss.rows)  # numbers for one row of one Hessian
    chunks = torch.split(torch.from_numpy(points), max(MOST_NUMBERS // (n * one_row), 1))
    height = n if n <= MOST_CURVED else 1
    parts = []
    for chunk in chunks:
        rows = []
        for first in range(0, height, max(MOST_NUMBERS // one_row, 1)):
            last = min(first + max(MOST_NUMBERS // one_row, 1), height)
            rows.append(_rows(loss, chunk, first, last, by_hand))
            if len(chunks) > 1 or last < height:
                yield
        parts.append(_joined(rows))
    if len(parts) == 1:
        return parts[0]
    return Derivatives(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _rows(loss: Loss, points: Tensor, first: int, last: int, by_hand: bool) -> Derivatives:
    """The loss, the gradient, and from the first to before the last the rows of the Hessian."""
    count, n = points.shape
    curved = n <= MOST_CURVED
    theta = points.unsqueeze(-2).repeat(1, last - first, 1).requires_grad_()
    value = loss(theta)
    gradient = _gradient(loss, value, theta, by_hand)
    hessian = np.zeros((count, last - first, n) if curved else (count, 0, 0))
    if curved and gradient.requires_grad:
        # Row i of a point's rows yields row i of its Hessian: one backward for all of them.
        rows = gradient_of(gradient.diagonal(first, dim1=-2, dim2=-1).sum(), theta)
        hessian = _numbers(rows)
    return Derivatives(_numbers(value)[:, 0], _numbers(gradient)[:, 0], hessian)


def _joined(rows: list[Derivatives]) -> Derivatives:
    hessian = np.concatenate([part.hessian for part in rows], axis=1)
    return rows[0]._replace(hessian=(hessian + hessian.swapaxes(1, 2)) / 2)


def hessian_product(loss: Loss, point: Floats, by_hand: bool = False) -> Callable[[Floats], Floats]:
    """Return the function from a vector (n,) to the Hessian at the point, (n,), times it."""
    theta = torch.from_numpy(point).clone().requires_grad_()
    gradient = _gradient(loss, loss(theta), theta, by_hand)

    def product(vector: Floats) -> Floats:
        if not gradient.requires_grad:
            return np.zeros_like(vector)
        along = (gradient * torch.from_numpy(vector)).sum()
        (row,) = torch.autograd.grad(along, theta, retain_graph=True, allow_unused=True)
        return np.zeros_like(vector) if row is None else _numbers(row)

    return product


def _gradient(loss: Loss, value: Tensor, theta: Tensor, by_hand: bool) -> Tensor:
    """The gradient, in theta's shape, as a function of theta that can be differentiated."""
    if by_hand:
        return loss.hand_gradient(theta)
    if not value.requires_grad:
        return torch.zeros_like(theta)
    (gradient,) = torch.autograd.grad(value.sum(), theta, create_graph=True, allow_unused=True)
    return torch.zeros_like(theta) if gradient is None else gradient


def _numbers(values: Tensor) -> Floats:
    # Forced, since autograd may return a zero without memory; any arithmetic of torch on that
    # would import torch._dynamo, for a second.
    numbers: Floats = values.detach().numpy(force=True)
    return numbers + 0.0  # −0 becomes 0
