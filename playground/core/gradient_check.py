"""Autograd's gradient against central differences, one written by hand, and one typed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core import words
from playground.core.experiment import Experiment
from playground.core.losses import Loss
from playground.core.tensors import gradient_of
from playground.core.typed_derivative import typed_derivative

Floats = NDArray[np.float64]

WIDTHS = 10.0 ** np.arange(-16, 1.01, 0.25)  # the h of the curve
_CLOSE = 1e-3  # relative to the largest component: two gradients that agree differ by less
_NUMBERS = 2_000_000  # evaluated at once
_OTHERS = 4  # thetas besides, so that a derivative is not right by accident


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Compared:
    """A gradient of another origin, (n,), and where it differs from autograd's.

    `wrong` is the first component that differs, −1 if none does; `ratio` is what autograd's
    is multiplied by everywhere, None if it is no one number.
    """

    gradient: Floats
    wrong: int
    ratio: float | None
    says: str


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The gradient of the loss at theta, (n,), by autograd and by central differences.

    `central` is for the width h, both in the run's own dtype; `widths` and `errors`, (H,), are
    the curve: the largest difference from autograd's gradient in float64, as a share of its
    largest component (of 1 where that is 0). `by_hand` and `typed` are compared where there are
    such. `best` is the width with the smallest error; `truncation` is the error of h = 1 in
    float64, which rounding has next to no part in: of a parabola it is 0.
    """

    theta: Floats
    loss: float
    autograd: Floats
    central: Floats
    h: float
    widths: Floats
    errors: Floats
    best: float
    truncation: float
    by_hand: Compared | None
    typed: Compared | None


def gradient_check(
    experiment: Experiment, theta: Floats | None = None, h: float = 1e-3, typed: str = ""
) -> GradientCheck:
    """Return the check at theta, (n,), by default the start; `typed` is a derivative to compare.

    The error of a central difference is h²/6 · |f‴| for a wide h (truncation) and about
    ε · |f| / h for a narrow one (rounding); see Nocedal and Wright (2006), section 8.1.
    Raises ValueError for an h that is not above 0, and FormulaError for a wrong derivative.
    """
    if not (math.isfinite(h) and h > 0):
        raise ValueError(f"h must be a finite number above 0, not {h}")
    point = np.asarray(experiment.theta if theta is None else theta, np.float64)
    loss, precise = experiment.bound_loss(), experiment.bound_loss("float64")
    exact = _autograd(precise, point)
    scale = float(np.abs(exact).max()) or 1.0
    widths = np.unique(np.append(WIDTHS, h))
    differences = _central(loss, point, widths)
    with np.errstate(invalid="ignore"):
        errors = np.abs(differences - exact).max(axis=1) / scale
    finite = np.where(np.isfinite(errors), errors, np.inf)
    hand = experiment.loss_entry.hand_gradient is not None
    return GradientCheck(
        theta=point,
        loss=float(loss(torch.from_numpy(point).to(loss.dtype))),
        autograd=_autograd(loss, point),
        central=differences[int(np.searchsorted(widths, h))],
        h=h,
        widths=widths,
        errors=errors,
        best=float(widths[finite.argmin()]),
        truncation=float(np.abs(_central(precise, point, np.ones(1)) - exact).max()) / scale,
        by_hand=_by_hand(experiment, point) if hand else None,
        typed=_typed(experiment, point, typed) if typed.strip() else None,
    )


def _autograd(loss: Loss, point: Floats) -> Floats:
    theta = torch.from_numpy(point).to(loss.dtype).requires_grad_()
    return _numbers(gradient_of(loss(theta), theta))


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


def _by_hand(experiment: Experiment, point: Floats) -> Compared:
    loss = experiment.bound_loss("float64")
    return _compared(experiment, point, loss.hand_gradient)


def _typed(experiment: Experiment, point: Floats, text: str) -> Compared:
    return _compared(experiment, point, typed_derivative(experiment, text))


def _compared(experiment: Experiment, point: Floats, other: object) -> Compared:
    """Compare a gradient with autograd's at theta and at a few others near it."""
    assert callable(other)
    loss = experiment.bound_loss("float64")
    points = np.vstack([point, point + _around(experiment, len(point))])
    exact = np.array([_autograd(loss, each) for each in points])
    found = np.array([_numbers(other(torch.from_numpy(each))) for each in points])
    scale = np.abs(exact).max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        off = np.abs(found - exact) > _CLOSE * np.maximum(scale, 1e-12)
    off |= ~np.isfinite(found) & np.isfinite(exact)
    wrong = int(off.any(axis=0).argmax()) if off.any() else -1
    ratio = _ratio(found, exact) if wrong >= 0 else 1.0
    says = _says(experiment, points, found, exact, off, wrong, ratio)
    return Compared(found[0], wrong, ratio, says)


def _around(experiment: Experiment, n: int) -> Floats:
    """Ways to a few other thetas, (4, n): a fixed pattern, a tenth of the view long."""
    extent = experiment.loss_entry.extent
    extent = extent if len(extent) == n else extent[:1] * n
    widths = np.array([high - low for low, high in extent])
    angles = np.arange(1, _OTHERS * n + 1).reshape(_OTHERS, n)
    ways: Floats = 0.1 * widths * np.sin(angles * 1.7)
    return ways


def _ratio(found: Floats, exact: Floats) -> float | None:
    """The one number that every component is multiplied by, if there is one."""
    large = np.abs(exact) > _CLOSE * np.abs(exact).max()
    if not large.any() or not np.isfinite(found).all():
        return None
    ratios = found[large] / exact[large]
    middle = float(np.median(ratios))
    same = np.abs(found - middle * exact).max() <= _CLOSE * np.abs(exact).max() * max(
        abs(middle), 1
    )
    return middle if same else None


def _says(
    experiment: Experiment, points: Floats, found: Floats, exact: Floats, off: NDArray[np.bool_],
    wrong: int, ratio: float | None,
) -> str:  # fmt: skip
    if wrong < 0:
        return "It agrees with autograd, here and at other thetas."
    name = experiment.parameters[wrong]
    at = int(off[:, wrong].argmax())
    values = words.number(found[at, wrong], 5), words.number(exact[at, wrong], 5)
    place = f"{name} = {words.number(points[at, wrong], 4)}"
    place = place if points.shape[1] == 1 else f"another theta, {place}"
    is_wrong = "is wrong" if at == 0 else f"is right here but wrong at {place}"
    first = f"∂L/∂{name} {is_wrong}: {values[0]}, where autograd has {values[1]}."
    if ratio is None:
        return first
    if ratio == -1:
        return f"{first} Every component has the wrong sign."
    rows = experiment.bound_loss().rows
    why = ""
    if rows and math.isclose(ratio, rows, rel_tol=1e-6):
        why = f": it sums over the {rows} rows where the loss takes a mean"
    return f"{first} Every component is {words.number(ratio, 4)} times autograd's{why}."


def _numbers(values: Tensor) -> Floats:
    numbers: Floats = values.detach().double().numpy()
    return numbers
