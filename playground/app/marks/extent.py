"""Which part of the landscape is on screen, and which part a picture is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from playground.core.pictures import Floats

Extent = tuple[float, float]

_ROOM = 0.06  # of the span, beside a start that lies at the edge
_STEPS = 8  # to a picture's span: small moves of the view need no other picture
WIDEST = 1e9
NARROWEST = 1e-9


def home_extent(declared: Sequence[Extent], axes: Sequence[int]) -> list[Extent]:
    """Return the declared extents of these parameters; one extent stands for all."""
    extents = list(declared) or [(-2.0, 2.0)]
    return [extents[min(axis, len(extents) - 1)] for axis in axes]


def widened(extent: Extent, value: float) -> Extent:
    """Return the extent, widened where the value is not well inside; a wild value does nothing."""
    low, high = extent
    if not (math.isfinite(value) and abs(value) <= WIDEST):
        return extent
    room = _ROOM * (max(high, value) - min(low, value))
    if value < low + room / 2:
        low = value - room
    if value > high - room / 2:
        high = value + room
    return (low, high)


def around(values: Floats, fallback: Extent) -> Extent:
    """Return the extent of values, (rows,), with some room; the fallback if there are none."""
    seen = values[np.isfinite(values) & (np.abs(values) <= WIDEST)]
    if not len(seen):
        return fallback
    low, high = float(seen.min()), float(seen.max())
    room = 0.12 * (high - low) or 0.05 * max(abs(low), 1e-3)
    return (low - room, high + room)


def height_of(loss: Floats) -> Extent:
    """Return the extent for a curve's losses: poles and overflow do not flatten the rest."""
    seen = loss[np.isfinite(loss) & (np.abs(loss) <= 1e12)]
    if not len(seen):
        return (0.0, 1.0)
    low, high = float(seen.min()), float(seen.max())
    lower, middle, upper = (float(q) for q in np.quantile(seen, (0.1, 0.5, 0.9)))
    high = min(high, upper + 8 * max(upper - middle, 0.1 * (upper - lower), 1e-12))
    low = max(low, lower - 8 * max(middle - lower, 0.1 * (upper - lower), 1e-12))
    room = 0.08 * (high - low) or 0.5 * max(abs(high), 1.0)
    return (low - room, high + room)


def snapped(extent: Extent) -> Extent:
    """Return an extent that holds this one and stays the same while this one moves a little."""
    low, high = extent
    grain = 2.0 ** math.ceil(math.log2(max(high - low, NARROWEST))) / _STEPS
    return (math.floor(low / grain) * grain, math.ceil(high / grain) * grain)


def rounded(value: float, extent: Extent) -> float:
    """Return a coordinate as a hand can set it: no finer than a 500th of what is seen."""
    grain = 10.0 ** math.floor(math.log10(max(extent[1] - extent[0], NARROWEST) / 500))
    return float(f"{round(value / grain) * grain:.12g}")
