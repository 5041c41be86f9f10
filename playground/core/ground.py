"""What theta stands on: a minimum, a maximum, a saddle, a plateau, or a slope."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from playground.core.hessian import MOST_CURVED, Floats, deriving
from playground.core.losses import Loss
from playground.core.pieces import Pieces, losses_of, whole

_MOST_PROBED = 64  # parameters along which the loss is probed
_FLAT = 1e-9  # of the largest curvature: below, rounding decides its sign
_SCALES = (1e-4, 1e-3, 1e-2, 1e-1, 0.5)  # of the view, at which the loss is probed
_NOISE = 1e-11  # relative: a loss that differs by less is the same
_LEVEL = 1e-3  # of the way down: a slope that gains less across the whole view is none
_STEEP = 1e-3  # of the largest curvature: less leads along a valley, not down its side


@dataclass(frozen=True)
class Ground:
    """`kind` is minimum, maximum, saddle, plateau or slope; `remaining` the way down a slope.

    `place` is where a Newton step leads, (n,); None where the curvature is not known. `floor`, on
    a slope or a saddle, is the bottom of a valley beside theta, (n,); None beyond reach.
    """

    kind: str
    remaining: float = 0.0
    place: Floats | None = None
    floor: Floats | None = None


def ground(loss: Loss, theta: Floats, reach: float) -> Ground:
    """Return what lies within reach of theta, (n,), by autograd's curvature and by probing.

    loss is bound in float64. A slope is where the minimum of the local parabola (a Newton step)
    is farther than reach. Where the curvature says nothing, as at the bottom of θ⁴, the loss is
    compared with its values at several distances along every parameter.
    """
    return whole(exploring(loss, theta, reach))


def exploring(loss: Loss, theta: Floats, reach: float) -> Pieces[Ground]:
    """Work out what `ground` returns."""
    found = yield from _judging(loss, theta, reach)
    if found.floor is None:
        return found
    # On the side of a valley of minima, as at x ≈ 0 of x²·y, the slope along it fades with the way
    # to its floor: from the floor alone it is seen whether the valley itself goes down.
    below = yield from _judging(loss, found.floor, reach, theta)
    return below if below.kind == "minimum" else found


def _judging(
    loss: Loss, theta: Floats, reach: float, start: Floats | None = None
) -> Pieces[Ground]:
    """Work out what theta stands on, to the rounding of the loss at the start as well."""
    point = torch.from_numpy(theta)
    gradient, hessian = yield from _deriving(loss, theta)
    if len(theta) <= MOST_CURVED:
        curvatures, modes = np.linalg.eigh(hessian)
    else:
        curvatures, modes = np.empty(0), np.empty((len(theta), 0))
    slopes = modes.T @ gradient
    curved = np.abs(curvatures) > _FLAT * np.abs(curvatures).max(initial=0.0)
    ahead = slopes[curved] / curvatures[curved]
    remaining = math.hypot(*ahead)
    place = theta - modes[:, curved] @ ahead if modes.size else None
    # From the straight modes alone: what is left of the others is rounding, which points anywhere.
    straight = modes[:, ~curved] @ slopes[~curved] if modes.size else gradient
    probes = yield from _probing(loss, point, max(reach, remaining), start)
    floor = _floor(theta, slopes, curvatures, modes, reach)
    if remaining > reach or probes.falls_along(-straight, reach):
        # The parabola's own reach too: far out on a bowl, the view is a small part of the way.
        gain = math.hypot(*gradient) * max(probes.width, remaining)
        level = gain <= _LEVEL * probes.drop
        return Ground("plateau") if level else Ground("slope", remaining, floor=floor)
    if curved.any() and (curvatures[curved] < 0).any():
        top = bool(curved.all() and (curvatures < 0).all())
        return Ground("maximum" if top else "saddle", 0.0, place, floor)
    if curved.sum() == len(theta):
        return Ground("minimum", place=place)
    return Ground(probes.kind(), place=place)


def _floor(
    theta: Floats, slopes: Floats, curvatures: Floats, modes: Floats, reach: float
) -> Floats | None:
    """Where a Newton step along the steep modes alone leads, unless that is theta or too far."""
    steep = curvatures > _STEEP * np.abs(curvatures).max(initial=0.0)
    down: Floats = modes[:, steep] @ (slopes[steep] / curvatures[steep])
    return theta - down if 0 < math.hypot(*down) <= reach else None


def _deriving(loss: Loss, point: Floats) -> Pieces[tuple[Floats, Floats]]:
    """The gradient (n,) and, of few parameters, the Hessian (n, n); 0 for what is no number."""
    found = yield from deriving(loss, point[None])
    gradient, hessian = (
        np.nan_to_num(part[0], nan=0.0, posinf=0.0, neginf=0.0)
        for part in (found.gradient, found.hessian)
    )
    return gradient, hessian


def _probing(loss: Loss, point: Tensor, nearest: float, start: Floats | None) -> Pieces[_Probes]:
    """Look around a point; nearer than that, nothing can be told."""
    widths = _widths(loss, len(point))[:_MOST_PROBED]
    axes = torch.diag(torch.from_numpy(widths))
    if len(point) > len(widths):
        axes = torch.nn.functional.pad(axes, (0, len(point) - len(widths)))
    # Nearer than what is left of the way, one side of a minimum is still lower.
    scales = [s for s in _SCALES if s * float(widths.min()) > 30 * nearest] or [_SCALES[-1]]
    steps = torch.tensor(scales, dtype=point.dtype)[:, None, None]
    here = yield from losses_of(loss, point)
    level = here if start is None else (yield from losses_of(loss, torch.from_numpy(start)))
    around = yield from losses_of(loss, point + steps * torch.cat((axes, -axes)))
    known = [minimum for minimum in loss.minima if len(minimum) == len(point)]
    lowest = here
    if known:
        lowest = yield from losses_of(loss, torch.tensor(known, dtype=point.dtype))
    return _Probes(loss, point, float(widths.max()), here, around - here, lowest, level)


@dataclass(frozen=True)
class _Probes:
    """The loss around a point, both ways along every parameter and at several distances."""

    _loss: Loss
    _point: Tensor
    width: float
    _here: Floats
    _rise: Floats  # (distances, ways)
    _lowest: Floats  # at the known minima
    _level: Floats  # that a change has to be seen beside

    @property
    def drop(self) -> float:
        """How far it is down from here to the lowest loss known."""
        lower = np.append(self._rise[np.isfinite(self._rise)], self._lowest - self._here)
        return -float(lower.min(initial=0.0))

    def kind(self) -> str:
        """What the first change along every direction says: minimum, saddle, maximum, plateau."""
        noise = _NOISE * np.abs(self._here) + 1e-14 * np.nan_to_num(
            np.abs(self._rise), nan=0.0, posinf=0.0
        ).max(axis=1, keepdims=True)
        changed = np.where(np.abs(self._rise) > noise, np.sign(self._rise), 0.0)
        first = changed[(changed != 0).argmax(axis=0), np.arange(changed.shape[1])]
        # Where the loss is no number, nothing lower can be found: it counts as a rise.
        rises, falls = bool((~(first <= 0)).any()), bool((first < 0).any())
        level = len(changed) > 2 and not changed[:2].any()
        if not falls:
            return "minimum" if rises else "plateau"
        if level:
            return "plateau"
        return "saddle" if rises else "maximum"

    def falls_along(self, direction: Floats, reach: float) -> bool:
        """Whether the loss is still lower four times the reach away in that direction."""
        length = math.hypot(*direction)
        if not length or not math.isfinite(length):
            return False
        step = torch.from_numpy(direction / length) * 4 * reach
        with torch.no_grad():
            change = self._loss(self._point + step).numpy() - self._here
        return bool(change < -_NOISE * max(abs(float(self._here)), abs(float(self._level))))


def _widths(loss: Loss, n: int) -> Floats:
    """The width of the view along every parameter; of the first, where theta has any length."""
    widths = [high - low for low, high in loss.entry.extent]
    return np.array(widths if len(widths) == n else [widths[0] if widths else 1.0] * n)
