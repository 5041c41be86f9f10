"""A gradient of another origin against autograd's, component by component, in float64."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.gradient_words import Found, verdict
from playground.core.losses import Loss
from playground.core.tensors import DTYPES, gradient_of

Floats = NDArray[np.float64]
Gradient = Callable[[Tensor], Tensor]  # from theta, (..., n), to the gradient, (..., n)

_OTHERS = 4  # thetas besides, so that a derivative is not right by accident
_SAMPLES = 4  # near each of them, to see how much is rounded
_FINER = 2.0**-29  # a gap of float64 as a share of one of float32
_ROOM = 32.0  # as often as what is rounded in a sample, two right derivatives may differ


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Compared:
    """A gradient of another origin, (n,), in the run's dtype, and where it differs from autograd's.

    `wrong` is the first component that differs, −1 if none does, and `here` whether it differs
    at this theta; `ratio` is what autograd's is multiplied by everywhere, None if it is no one
    number.
    """

    gradient: Floats
    wrong: int
    here: bool
    ratio: float | None
    says: str


def compared(
    experiment: Experiment, point: Floats, bound: Callable[[str], tuple[Loss, Gradient]]
) -> Compared:
    """Compare a gradient with autograd's at theta, (n,), and at a few others near it.

    `bound` gives the loss and the gradient in a number format. A component is wrong if it
    differs from autograd's by more than rounding: that is seen where it is 2²⁹ times coarser,
    in float32, and so includes what cancels in that component.
    """
    loss, other = bound("float64")
    points = np.vstack([point, point + _around(experiment, len(point))])
    exact, given = _at(autograd_of(loss), points), _at(other, points)
    allowed = _rounding(points, bound) + np.finfo(np.float64).eps * _ROOM * np.abs(exact)
    with np.errstate(invalid="ignore"):
        off = np.abs(given - exact) > allowed
    off |= ~np.isfinite(given) & np.isfinite(exact)
    found = Found(points, given, exact, off, _ratio(given, exact, allowed))
    return Compared(
        gradient=_at(bound(experiment.dtype)[1], points[:1], DTYPES[experiment.dtype])[0],
        wrong=found.wrong,
        here=found.here,
        ratio=found.ratio if found.wrong >= 0 else 1.0,
        says=verdict(found, experiment.parameters, loss.rows),
    )


def autograd_of(loss: Loss) -> Gradient:
    """Return the function from theta, (..., n), to the gradient of the loss by autograd."""

    def gradient(theta: Tensor) -> Tensor:
        theta = theta.detach().requires_grad_()
        return gradient_of(loss(theta), theta)

    return gradient


def _around(experiment: Experiment, n: int) -> Floats:
    """Ways to a few other thetas, (4, n): a fixed pattern, a tenth of the view long."""
    extent = experiment.loss_entry.extent
    extent = extent if len(extent) == n else extent[:1] * n
    widths = np.array([high - low for low, high in extent])
    angles = np.arange(1, _OTHERS * n + 1).reshape(_OTHERS, n)
    ways: Floats = 0.1 * widths * np.sin(angles * 1.7)
    return ways


def _rounding(points: Floats, bound: Callable[[str], tuple[Loss, Gradient]]) -> Floats:
    """How far apart rounding in float64 may bring two right derivatives, (P, n)."""
    coarse, fine = bound("float32"), bound("float64")
    pairs = [(autograd_of(coarse[0]), autograd_of(fine[0])), (coarse[1], fine[1])]
    most = np.zeros_like(points)
    angles = np.arange(1, points.size + 1).reshape(points.shape)
    for sample in range(_SAMPLES):
        # not at theta alone: what is rounded there may be nothing, by accident
        near = points * (1 + 1e-3 * np.sin(angles * 2.3 + sample))
        with np.errstate(over="ignore"):
            near = near.astype(np.float32).astype(np.float64)  # the same theta in both
        for rough, exact in pairs:
            with np.errstate(invalid="ignore"):
                error = np.abs(_at(rough, near, torch.float32) - _at(exact, near))
            most = np.maximum(most, np.where(np.isfinite(error), error, 0.0))
    return _ROOM * _FINER * most


def _at(gradient: Gradient, points: Floats, dtype: torch.dtype = torch.float64) -> Floats:
    """The gradient at each of the points, (P, n)."""
    values: Floats = gradient(torch.from_numpy(points).to(dtype)).detach().double().numpy()
    return values


def _ratio(given: Floats, exact: Floats, allowed: Floats) -> float | None:
    """The one number that every component is multiplied by at every theta, if there is one."""
    if not (np.isfinite(given) & np.isfinite(exact)).all():
        return None
    known = np.abs(exact) > 1e3 * allowed  # of which rounding leaves digits enough
    if not known.any():
        return None
    ratio = float(np.median(given[known] / exact[known]))
    same = np.abs(given - ratio * exact) <= allowed * max(abs(ratio), 1.0)
    return ratio if same.all() else None
