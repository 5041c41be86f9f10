"""Whether a loss is one parabola, so that what its curvature says holds everywhere."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.hessian import Floats
from playground.core.losses import Loss, LossEntry
from playground.core.settings import Settings, Value
from playground.core.tensors import gradient_of

_LINES = 3
_SCALES = np.geomspace(0.01, 100, 13)  # of the view, along each line, both ways
_ASIDE = 0.1  # of the view: how far the lines cross from its middle, where a kink often is
_SAME = 1e-6  # relative: changes of the gradient that differ by no more are one
_MOST_NUMBERS = 2_000_000  # of one batch


def is_parabola(experiment: Experiment) -> bool:
    """Whether the loss has the same Hessian everywhere and no kink, as far as is looked.

    Along three lines through the view, in no special direction, the gradient has to grow in
    proportion to the way, from a hundredth of the view to a hundred views to both sides. Of a
    gradient by hand it is asked whether that one does. What is narrower may be missed.
    """
    settings = tuple(experiment.loss_settings.items())
    by_hand = experiment.gradient == "by-hand"
    return _is_parabola(experiment.loss_entry, settings, by_hand, len(experiment.theta))


@lru_cache(maxsize=16)  # asked for again by each of many runs of the same loss
def _is_parabola(
    entry: LossEntry, settings: tuple[tuple[str, Value], ...], by_hand: bool, count: int
) -> bool:
    loss = entry.bind(Settings(dict(settings)), torch.float64)
    extent = entry.extent or ((-1.0, 1.0),)
    ends = np.array(extent if len(extent) == count else extent[:1] * count)
    middle, widths = ends.mean(axis=1), ends[:, 1] - ends[:, 0]
    random = np.random.default_rng(0)
    ways = random.choice((-1.0, 1.0), (_LINES + 1, count)) * random.uniform(
        0.5, 1.0, (_LINES + 1, count)
    )
    centre = middle + _ASIDE * ways[0] * widths
    steps = np.concatenate((_SCALES, -_SCALES))
    points = centre + steps[:, None] * (ways[1:, None] * widths)  # (lines, steps, n)
    gradients = _gradients(loss, np.vstack((centre, points.reshape(-1, count))), by_hand)
    with np.errstate(all="ignore"):  # what overflows far out becomes NaN, and is no parabola
        changes = (gradients[1:] - gradients[0]).reshape(points.shape) / steps[:, None]
        off = np.abs(changes - changes[:, :1]).max(axis=(1, 2))
        return bool((off <= _SAME * np.abs(changes).max(axis=(1, 2))).all())


def _gradients(loss: Loss, points: Floats, by_hand: bool) -> Floats:
    """The gradients at points, (B, n), some at a time."""
    most = max(_MOST_NUMBERS // (points.shape[1] * max(loss.rows, 1)), 1)
    parts = [_gradient(loss, part, by_hand) for part in torch.split(torch.from_numpy(points), most)]
    return np.concatenate([part.detach().numpy(force=True) for part in parts])


def _gradient(loss: Loss, points: Tensor, by_hand: bool) -> Tensor:
    if by_hand:
        return loss.hand_gradient(points)
    leaf = points.clone().requires_grad_()
    return gradient_of(loss(leaf), leaf)
