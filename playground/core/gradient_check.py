"""Autograd's gradient against central differences, one written by hand, and one typed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.gradient_compared import Compared, Gradient, autograd_of, compared
from playground.core.least_error import Least, least_of
from playground.core.losses import Loss
from playground.core.typed_derivative import typed_derivative
from playground.core.written_out.formats import other_format

Floats = NDArray[np.float64]

WIDTHS = 10.0 ** np.arange(-16, 1.01, 0.25)  # the h of the curve
_WIDE = np.array([0.1, 1.0, 10.0])  # h at which truncation shows, if there is any
_ROUNDINGS = 256  # a loss is off by so many of its last digits, since errors add up
_NUMBERS = 2_000_000  # evaluated at once


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class GradientCheck:
    """The gradient of the loss at theta, (n,), by autograd and by central differences.

    `central` is for the width h, both in the run's own dtype; `widths` and `errors`, (H,), are
    the curve: the largest difference from autograd's gradient in float64, as a share of its
    largest component (of 1 where that is 0). `by_hand` and `typed` are compared where there are
    such. `least` says where the errors are least, `other_least` where they are in the other
    number format. `truncates` is whether a wide h makes an error that is not of rounding: on a
    parabola it makes none. `rows` is how many rows the minibatch has that all of this is of, 0
    if it is of all.
    """

    theta: Floats
    loss: float
    autograd: Floats
    central: Floats
    h: float
    widths: Floats
    errors: Floats
    least: Least
    other_least: Least
    truncates: bool
    by_hand: Compared | None
    typed: Compared | None
    rows: int = 0


def gradient_check(
    experiment: Experiment,
    theta: Floats | None = None,
    h: float = 1e-3,
    typed: str = "",
    rows: Tensor | None = None,
) -> GradientCheck:
    """Return the check at theta, (n,), by default the start; `typed` is a derivative to compare.

    The loss is that of all rows of the data, or of these: a minibatch.
    The error of a central difference is h²/6 · |f‴| for a wide h (truncation) and about
    ε · |f| / h for a narrow one (rounding); see Nocedal and Wright (2006), section 8.1.
    Raises ValueError for an h that is not above 0, and FormulaError for a wrong derivative.
    """
    if not (math.isfinite(h) and h > 0):
        raise ValueError(f"h must be a finite number above 0, not {h}")
    point = np.asarray(experiment.theta if theta is None else theta, np.float64)
    losses = _Losses(experiment, rows)
    loss, precise = losses(), losses("float64")
    exact = _autograd(precise, point)
    scale = float(np.abs(exact).max()) or 1.0
    widths = np.unique(np.append(WIDTHS, h))
    differences = _central(loss, point, widths)
    errors = _errors(differences, exact, scale)
    other = losses(other_format(experiment.dtype))
    elsewhere = _errors(_central(other, point, widths), exact, scale)
    hand = experiment.loss_entry.hand_gradient is not None
    return GradientCheck(
        theta=point,
        loss=float(loss(torch.from_numpy(point).to(loss.dtype))),
        autograd=_autograd(loss, point),
        central=differences[int(np.searchsorted(widths, h))],
        h=h,
        widths=widths,
        errors=errors,
        least=least_of(widths, errors, torch.finfo(loss.dtype).eps),
        other_least=least_of(widths, elsewhere, torch.finfo(other.dtype).eps),
        truncates=_truncates(precise, point, exact),
        by_hand=_by_hand(losses, point) if hand else None,
        typed=_typed(losses, point, typed) if typed.strip() else None,
        rows=0 if rows is None else len(rows),
    )


def _errors(differences: Floats, exact: Floats, scale: float) -> Floats:
    with np.errstate(invalid="ignore"):
        errors: Floats = np.abs(differences - exact).max(axis=1) / scale
    return errors


def _truncates(precise: Loss, point: Floats, exact: Floats) -> bool:
    """Whether wide differences are off by more than rounding makes of them; no number counts."""
    off = np.abs(_central(precise, point, _WIDE) - exact)
    with torch.no_grad():
        ways = torch.from_numpy(_WIDE)[:, None, None] * torch.eye(len(point), dtype=precise.dtype)
        theta = torch.from_numpy(point).to(precise.dtype)
        around = np.maximum(*(np.abs(_numbers(precise(theta + sign * ways))) for sign in (1, -1)))
    rounding = _ROUNDINGS * torch.finfo(precise.dtype).eps * around / _WIDE[:, None]
    return not bool((off <= rounding).all())


class _Losses(NamedTuple):
    """The loss of an experiment on some rows of its data, in any number format."""

    experiment: Experiment
    rows: Tensor | None

    def __call__(self, dtype: str = "") -> Loss:
        loss = self.experiment.bound_loss(dtype)
        return loss if self.rows is None else loss.on(self.rows)


def _autograd(loss: Loss, point: Floats) -> Floats:
    return _numbers(autograd_of(loss)(torch.from_numpy(point).to(loss.dtype)))


def _central(loss: Loss, point: Floats, widths: Floats) -> Floats:
    """Return the central differences, (H, n), in the loss's dtype: (f(θ+h) − f(θ−h)) / 2h."""
    n = len(point)
    most = max(_NUMBERS // (2 * n * (n + loss.rows)), 1)
    parts = []
    for start in range(0, len(widths), most):
        chosen = torch.from_numpy(widths[start : start + most]).to(loss.dtype)
        step = chosen[:, None, None] * torch.eye(n, dtype=loss.dtype)  # (H, n, n): h along each
        theta = torch.from_numpy(point).to(loss.dtype)
        with torch.no_grad():
            rise = loss(theta + step) - loss(theta - step)
        parts.append(_numbers(rise / (2 * chosen[:, None])))
    return np.concatenate(parts)


def _by_hand(losses: _Losses, point: Floats) -> Compared:
    def bound(dtype: str) -> tuple[Loss, Gradient]:
        loss = losses(dtype)
        return loss, loss.hand_gradient

    return compared(losses.experiment, point, bound)


def _typed(losses: _Losses, point: Floats, text: str) -> Compared:
    gradient = typed_derivative(losses.experiment, text, losses.rows)
    return compared(losses.experiment, point, lambda dtype: (losses(dtype), gradient))


def _numbers(values: Tensor) -> Floats:
    numbers: Floats = values.detach().double().numpy()
    return numbers
