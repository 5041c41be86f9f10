"""Whether a cycle goes around a kink, where no learning rate lets plain descent come to rest."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from playground.core.losses import Loss
from playground.core.pieces import Pieces, gradients_of
from playground.core.rate import Rows

_CUT = 0.4  # not the middle, where a kink often is and torch takes its slope as 0
_CUTS = 28  # 0.6²⁸ is below a millionth: a smooth slope is gone, that of |θ| as large as before
_LEFT = 0.01  # of the change of slope between the two points: what is left of it at a kink


def around_a_kink(loss: Loss, cycle: Rows) -> Pieces[bool]:
    """Work out whether the slope flips, without vanishing, between two points of the cycle.

    cycle is (period, n), loss bound in float64. The way between the points is cut again and
    again, and the part kept in which the slope along it turns from falling to rising.
    """
    low = torch.from_numpy(cycle)
    high = torch.from_numpy(np.roll(cycle, -1, axis=0))
    way = high - low
    falls = yield from _slopes(loss, low, way)
    rises = yield from _slopes(loss, high, way)
    turns, change = (falls < 0) & (rises > 0), rises - falls
    for _ in range(_CUTS):
        between = low + _CUT * (high - low)
        slope = yield from _slopes(loss, between, way)
        down = slope < 0
        low, falls = torch.where(down[:, None], between, low), torch.where(down, slope, falls)
        high, rises = torch.where(down[:, None], high, between), torch.where(down, rises, slope)
    return bool((turns & (rises - falls > _LEFT * change)).any())


def _slopes(loss: Loss, theta: Tensor, way: Tensor) -> Pieces[Tensor]:
    gradients = yield from gradients_of(loss, theta)
    return (gradients * way).sum(-1)
