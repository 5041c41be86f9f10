"""A sensible start, learning rate and view for a loss that nobody has tuned."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.core.losses.base import Extent, Minima
from playground.core.tensors import gradient_of

LARGEST_RATE = 0.1
TRIED_STEPS = 20
FEWEST_STEPS = 5
TRIED_OPERATIONS = 100  # steps times parameters: of a long formula, each step takes a while
_STEP = 1e-3
_TINY = 1e-9

BatchLoss = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Defaults:
    """What a LossEntry needs besides its function."""

    start: tuple[float, ...]
    learning_rate: float
    learning_rates: tuple[float, float]
    extent: tuple[Extent, ...]
    minima: Minima


def defaults(loss: BatchLoss, starts: Sequence[tuple[float, ...]], algebraic: bool) -> Defaults:
    """Return a start with a slope, a rate that descends from it, and a view that shows both.

    `loss` takes theta (..., n) in float64; of `starts` the first is taken where every component
    of the gradient is a number other than zero, or else the first where it is a number at all.
    Only an `algebraic` loss, one expression that holds everywhere, can have a known minimum.
    """
    start = _start(loss, starts)
    theta = torch.tensor(start, dtype=torch.float64)
    curvatures = hessian(loss, theta)
    minimum = quadratic_minimum(loss, theta, curvatures) if algebraic else None
    rate = _rate(loss, theta, curvatures)
    if minimum is None:  # a quadratic loss descends at every rate below 2/curvature
        rate = _descending(loss, theta, rate)
    decade = math.floor(math.log10(rate))
    return Defaults(
        start=start,
        learning_rate=rate,
        learning_rates=(float(f"1e{decade - 3}"), float(f"1e{decade + 2}")),
        extent=tuple(_extent(*pair) for pair in zip(start, minimum or start, strict=True)),
        minima=(minimum,) if minimum else (),
    )


def slope(loss: BatchLoss, theta: Tensor) -> tuple[Tensor, Tensor]:
    """Return the loss at theta (n,) and its gradient (n,)."""
    leaf = theta.detach().requires_grad_()
    value = loss(leaf)
    return value.detach(), gradient_of(value, leaf)


def hessian(loss: BatchLoss, theta: Tensor) -> Tensor:
    """Return the matrix of second derivatives at theta (n,), from differences of gradients.

    Exact to rounding where the loss is quadratic. Not by autograd twice: the second derivative
    of abs is one of torch's symbolic zeros, and multiplying that imports torch._dynamo, 1.5 s.
    """
    moved = torch.eye(len(theta), dtype=theta.dtype) * _STEP
    leaves = torch.stack([theta + moved, theta - moved]).requires_grad_()
    gradient = gradient_of(loss(leaves), leaves)
    return (gradient[0] - gradient[1]) / (2 * _STEP)


def quadratic_minimum(
    loss: BatchLoss, theta: Tensor, curvatures: Tensor
) -> tuple[float, ...] | None:
    """Return the only minimum of an algebraic loss if it is quadratic, or else None.

    Where the second derivatives are the same everywhere, and positive in every direction, one
    Newton step from anywhere leads there. They are compared in units in which each parameter
    has the curvature 1, so that a table of large numbers beside a 1 hides nothing.
    """
    units = curvatures.diagonal().rsqrt()
    if not (units.isfinite().all() and (units > 0).all()):
        return None
    even = units[:, None] * curvatures * units
    smallest, largest = _eigenvalue_limits(even)
    if not smallest > 1e-7 * largest > 0:
        return None
    found = theta
    for _ in range(3):  # the first leads there, the others undo its rounding
        found = found - units * torch.linalg.solve(even, units * slope(loss, found)[1])
    for elsewhere in (found, found + theta + 0.7, 3.1 * found - theta - 1.3):
        difference = units[:, None] * (hessian(loss, elsewhere) - curvatures) * units
        if not difference.abs().max() <= 1e-7 * largest:
            return None
    noise = 1e-12 * float(found.abs().max().clamp(min=1.0))
    return tuple(float(f"{n:.12g}") if abs(n) > noise else 0.0 for n in found.tolist())


def _eigenvalue_limits(curvatures: Tensor) -> tuple[float, float]:
    """The smallest and the largest eigenvalue; zeros where the numbers are too large for them."""
    if not curvatures.abs().max() < 1e150:
        return 0.0, 0.0
    eigenvalues = torch.linalg.eigvalsh(curvatures)
    return float(eigenvalues[0]), float(eigenvalues[-1])


def _start(loss: BatchLoss, starts: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    defined: list[tuple[int, int, tuple[float, ...]]] = []
    for start in starts:
        value, gradient = slope(loss, torch.tensor(start, dtype=torch.float64))
        if value.isfinite() and gradient.isfinite().all():
            if (gradient.abs() > _TINY).all():
                return start
            defined.append((-int((gradient.abs() > _TINY).sum()), len(defined), start))
    return min(defined)[2] if defined else starts[0]


def _rate(loss: BatchLoss, theta: Tensor, curvatures: Tensor) -> float:
    """A quarter of the largest stable rate, 2/curvature, or less; along a line, a short step."""
    steepest = max(map(abs, _eigenvalue_limits(curvatures)))
    if steepest > _TINY:
        return _rounded(min(LARGEST_RATE, 0.5 / steepest))
    longest = float(slope(loss, theta)[1].abs().max())
    return _rounded(LARGEST_RATE / max(1.0, longest)) if math.isfinite(longest) else LARGEST_RATE


def _rounded(rate: float) -> float:
    return float(f"{max(rate, 1e-12):.0e}")


def _descending(loss: BatchLoss, start: Tensor, rate: float) -> float:
    """Return the rate, divided by 10 until some steps of descent end below their start."""
    first = float(slope(loss, start)[0])
    steps = max(FEWEST_STEPS, min(TRIED_STEPS, TRIED_OPERATIONS // len(start)))
    for divided in (_rounded(rate / 10**k) for k in range(6)):
        theta = start
        for _ in range(steps):
            theta = theta - divided * slope(loss, theta)[1]
        last = float(loss(theta))
        if math.isfinite(last) and last <= first:
            return divided
    return rate


def _extent(start: float, minimum: float) -> Extent:
    """A view of 4 or more, with room around the start and the minimum."""
    low, high = min(start, minimum), max(start, minimum)
    if low >= -1.5 and high <= 1.5:
        return (-2.0, 2.0)
    room = max(2.0, 0.4 * (high - low))
    digits = 1 - math.floor(math.log10(high - low + 2 * room))
    return (round(low - room, digits), round(high + room, digits))
