"""The landscapes before and after the input is scaled, on the same axes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from playground.core.experiment import Experiment
from playground.core.landscape import landscape
from playground.core.pictures import Picture, PictureRequest
from playground.core.rescaled import Rescaling, both_inputs, rescaling
from playground.core.valley import Valley, valley

_ROOM = 0.05  # of the span, beside what lies at the edge


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class RescaledLandscapes:
    """One loss over the same extent for the raw input and for the normalised one.

    `pictures` and `minima`, (2,) each, are those of the raw input first.
    """

    rescaling: Rescaling
    pictures: tuple[Picture, Picture]
    minima: tuple[tuple[float, ...], tuple[float, ...]]


def rescaled_landscapes(
    experiment: Experiment, scale: float = 0.1, size: int = 129
) -> Iterator[tuple[float, RescaledLandscapes | None]]:
    """Yield the share of the work done and, at the end, both landscapes of size × size points.

    Both are over an extent that holds the minima of both and the start. Raises ValueError for a
    loss whose input cannot be normalised, without two parameters, or where a minimum is not known.
    """
    compared = rescaling(experiment, scale)
    sides = both_inputs(experiment, scale)
    valleys = [valley(side) for side in sides]
    if compared is None or valleys[0] is None or valleys[1] is None:
        raise ValueError("no minimum is known for the input before and after it is normalised")
    if len(experiment.theta) != 2:
        raise ValueError(f"theta must have 2 numbers for this, not {len(experiment.theta)}")
    extent = _extent(sides, (valleys[0], valleys[1]))
    pictures: list[Picture] = []
    for number, side in enumerate(sides):
        picture = None
        for picture in _pictures(side, extent, size):  # noqa: B007  # the last one is kept
            yield (number + 0.5) / len(sides), None
        assert picture is not None
        pictures.append(picture)
    minima = (valleys[0].theta, valleys[1].theta)
    yield 1.0, RescaledLandscapes(compared, (pictures[0], pictures[1]), minima)


def _pictures(
    experiment: Experiment, extent: tuple[tuple[float, float], ...], size: int
) -> Iterator[Picture]:
    loss = experiment.loss_entry.bind(experiment.loss_settings, torch.float64)
    directions = ((1.0, 0.0), (0.0, 1.0))
    return landscape(loss, PictureRequest((0.0, 0.0), directions, extent, size))


def _extent(
    sides: tuple[Experiment, Experiment], valleys: tuple[Valley, Valley]
) -> tuple[tuple[float, float], ...]:
    declared = [side.loss_entry.extent for side in sides]
    points = [sides[0].theta, *(found.theta for found in valleys)]
    for extent in declared:
        if len(extent) == 2:
            points += [(low, up) for low in extent[0] for up in extent[1]]
    seen = np.array(points)
    low, high = seen.min(axis=0), seen.max(axis=0)
    room = 0.0 if all(len(extent) == 2 for extent in declared) else _ROOM * (high - low)
    return tuple(zip((low - room).tolist(), (high + room).tolist(), strict=True))
