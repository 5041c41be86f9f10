"""Which ends of many runs clearly lie on a slope: `ground` for a whole batch, clear cases only."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.hessian import Floats, derivatives
from playground.core.losses import Loss

Flags = NDArray[np.bool_]

# As in `ground`, but stricter by the margin, so that whatever is near a limit is left to it.
_CURVED = 1e-8  # of the largest curvature: above, its sign is sure
_SCALES = (1e-4, 1e-3, 1e-2, 1e-1, 0.5)  # of the view, at which the loss is probed
_LEVEL = 1e-3  # of the way down: a slope that gains less across the whole view is none
_MARGIN = 2.0


def clear_slopes(loss: Loss, point: Floats, reach: Floats) -> Flags:
    """Return which points (F, n) have the minimum of their parabola clearly beyond reach (F,).

    And gain clearly more by their slope than a plateau would.
    """
    found = derivatives(loss, point)
    good_hessian: Flags = np.asarray(np.isfinite(found.hessian).all(axis=(1, 2)))
    finite: Flags = good_hessian & np.asarray(np.isfinite(found.gradient).all(axis=1))
    hessian = np.where(finite[:, None, None], found.hessian, 0.0)
    gradient = np.where(finite[:, None], found.gradient, 0.0)
    curvatures, modes = np.linalg.eigh(hessian)
    sizes = np.abs(curvatures)
    curved = finite & (sizes.min(axis=1) > _CURVED * sizes.max(axis=1)) & (sizes.max(axis=1) > 0)
    slopes = np.einsum("ijk,ij->ik", modes, gradient)
    ways = np.divide(slopes, curvatures, where=curved[:, None], out=np.zeros_like(slopes))
    widths = _widths(loss, point.shape[1])
    with np.errstate(over="ignore"):  # so far out that everything is steep
        remaining: Floats = np.linalg.norm(ways, axis=1)
        lengths: Floats = np.linalg.norm(gradient, axis=1)
        gain = lengths * np.maximum(widths.max(), remaining)
    steep = gain > _MARGIN * _LEVEL * _drops(loss, point, widths)
    slope: Flags = curved & (remaining > _MARGIN * reach) & steep
    return slope


def _drops(loss: Loss, point: Floats, widths: Floats) -> Floats:
    """How much lower each point's loss gets at any distance that is probed, or at any minimum."""
    axes = np.concatenate((np.diag(widths), -np.diag(widths)))
    steps = (np.array(_SCALES)[:, None, None] * axes).reshape(-1, point.shape[1])
    known = [minimum for minimum in loss.minima if len(minimum) == point.shape[1]]
    with torch.no_grad():
        here = loss(torch.from_numpy(point)).numpy()
        around = loss(torch.from_numpy(point[:, None] + steps)).numpy()
        lowest = loss(torch.tensor(known, dtype=torch.float64)).numpy() if known else np.empty(0)
    least = np.where(np.isfinite(around), around, np.inf).min(axis=1)
    drops: Floats = here - np.minimum(least, lowest.min(initial=np.inf))
    return np.maximum(drops, 0.0)


def _widths(loss: Loss, n: int) -> Floats:
    widths = [high - low for low, high in loss.entry.extent]
    return np.array(widths if len(widths) == n else [widths[0] if widths else 1.0] * n)
