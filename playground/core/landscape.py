"""The loss on a grid: along one or two directions through the space of parameters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from playground.core.losses import Loss
from playground.core.pictures import Floats, Picture, PictureRequest

# Numbers in one evaluation, counting each point's theta and predictions once: a few milliseconds,
# and some tens of megabytes for a network, whose layers hold several times as many.
_NUMBERS = 2**18
_COARSENESS = (8, 3, 1)


def landscape(loss: Loss, request: PictureRequest) -> Iterator[Picture]:
    """Yield the newest picture after each part of the work: coarse ones, then the whole one.

    A grid that takes a single part comes whole at once. Until the first coarse picture is
    there its losses are nan. The loss is evaluated in the dtype that it was bound in, at
    theta = origin + a·directions[0] + b·directions[1].

    Raises ValueError where the request does not fit itself or the loss.
    """
    _check(request)
    points = max(1, _NUMBERS // (len(request.origin) + loss.rows))
    whole = request.size ** len(request.directions)
    picture: Picture | None = None
    for coarseness in (1,) if whole <= points else _COARSENESS:
        axes = _axes(request, max(2, request.size // coarseness))
        losses = np.full([len(axis) for axis in reversed(axes)], np.nan)
        picture = picture or Picture(request, axes, losses.copy(), whole=False)
        for start in range(0, losses.size, points):
            if start:
                yield picture
            part = losses.reshape(-1)[start : start + points]
            part[:] = _evaluate(loss, _thetas(request, axes, start, len(part)))
        picture = Picture(request, axes, losses, whole=coarseness == 1)
        yield picture


def _check(request: PictureRequest) -> None:
    count = len(request.directions)
    if count not in (1, 2) or len(request.extent) != count:
        raise ValueError(
            f"a landscape needs 1 or 2 directions with an extent each, "
            f"not {count} and {len(request.extent)}"
        )
    if any(len(direction) != len(request.origin) for direction in request.directions):
        raise ValueError(f"directions must have {len(request.origin)} components as origin has")
    if request.size < 2:
        raise ValueError(f"size must be at least 2, not {request.size}")


def _axes(request: PictureRequest, size: int) -> tuple[Floats, ...]:
    return tuple(np.linspace(low, high, size) for low, high in request.extent)


def _thetas(request: PictureRequest, axes: tuple[Floats, ...], start: int, count: int) -> Floats:
    """Return the points of the grid from number `start` on, (count, n); a changes fastest."""
    number = np.arange(start, start + count)
    thetas = np.asarray(request.origin, np.float64)
    for axis, direction in zip(axes, request.directions, strict=True):
        number, place = np.divmod(number, len(axis))
        thetas = thetas + np.multiply.outer(axis[place], direction)
    return thetas


def _evaluate(loss: Loss, thetas: Floats) -> Floats:
    # no_grad must not stay on across a yield: it would reach into the caller's descent
    with torch.no_grad():
        losses: Floats = loss(torch.tensor(thetas, dtype=loss.dtype)).double().numpy()
    return losses
