"""A picture of the landscape as a relief: how high each loss stands in the box."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.app.numbers_text import power_text, short_text
from playground.app.plots.ticks import linear_texts, linear_ticks, log_ticks
from playground.app.surface.camera import TALL
from playground.core.pictures import Floats, Picture

MOST_CELLS = 128  # along each side; a cell is then about 4 pixels, and a frame 10 ms
_DECADES = 6.0  # of a logarithmic height; what is lower stands on the floor
_HUGE_RATIO = 50.0  # of the highest to the middle height: beyond, a linear relief is one spike
_LARGEST = 1e300  # what is beyond is as good as infinite: differences of it overflow


@dataclass(frozen=True)
class HeightScale:
    """How a loss becomes a height from 0 to 1: from `low` to `high`, by its size if `log`.

    With `log`, low and high are of the loss above `base`, and heights are those of its logarithm.
    """

    low: float
    high: float
    log: bool = False
    base: float = 0.0
    floored: bool = False  # some losses are below `low` and stand on the floor

    def place(self, loss: Floats) -> Floats:
        """Return heights from 0 to 1; nan where there is no finite loss."""
        with np.errstate(all="ignore"):
            if self.log:
                size = np.log10(np.maximum(loss - self.base, self.low))
                low, high = np.log10([self.low, self.high])
            else:
                size, low, high = np.asarray(loss, np.float64), self.low, self.high
            place = np.clip((size - low) / (high - low), 0.0, 1.0)
        return np.where(drawable(loss), place, np.nan)

    def ticks(self) -> list[tuple[float, str]]:
        """Return (height, text) from the lowest to the highest."""
        if not self.log:
            step, ticks = linear_ticks(self.low, self.high)
            texts = linear_texts(ticks, step)
            span = self.high - self.low
            return [((t - self.low) / span, text) for t, text in zip(ticks, texts, strict=True)]
        low, high = np.log10([self.low, self.high])
        shown = [((at - low) / (high - low), text) for at, text in log_ticks(low, high)]
        if self.floored:
            shown = [(0.0, f"≤ {_floor_text(self.low)}"), *(s for s in shown if s[0] > 0.04)]
        return shown

    @property
    def title(self) -> str:
        """The title of the axis."""
        if not self.log:
            return "loss"
        return f"loss above {short_text(self.base, 3)}, log" if self.base else "loss, log"


def drawable(loss: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where there is a loss that can be drawn."""
    with np.errstate(invalid="ignore"):
        return np.abs(loss) < _LARGEST


def linear_scale(loss: Floats) -> HeightScale:
    """Return the scale from the lowest to the highest loss."""
    seen = loss[drawable(loss)]
    if not len(seen):
        return HeightScale(0.0, 1.0)
    low, high = float(seen.min()), float(seen.max())
    if high - low <= 1e-12 * max(abs(low), abs(high)) or high - low < 1e-300:
        room = max(abs(low), 1.0) / 2
        return HeightScale(low - room, high + room)
    return HeightScale(low, high)


def log_scale(loss: Floats) -> HeightScale:
    """Return the logarithmic scale, of at most six decades.

    Losses below 0 have no logarithm: then it is that of the height above the lowest.
    """
    seen = loss[drawable(loss)]
    base = min(float(seen.min()), 0.0) if len(seen) else 0.0
    above = seen - base
    above = above[above > 0]
    if not len(above):
        return HeightScale(0.1, 1.0, log=True, base=base)
    high = float(above.max())
    low = max(float(above.min()), high * 10**-_DECADES)
    if low < float(above.min()) * 1.001 and len(above) == len(seen):
        return HeightScale(low if low < high else high / 10, high, log=True, base=base)
    low = 10 ** np.ceil(np.log10(low))
    return HeightScale(min(float(low), high / 10), high, log=True, base=base, floored=True)


def is_huge(loss: Floats) -> bool:
    """Whether most of a linear relief would be flat beside its highest part."""
    seen = loss[drawable(loss)]
    if not len(seen):
        return False
    above = seen - seen.min()
    return bool(above.max() > _HUGE_RATIO * np.median(above))


@dataclass(frozen=True, eq=False)
class Relief:
    """Heights on a grid: `across` (columns,) and `up` (rows,) are values of the parameters."""

    across: Floats
    up: Floats
    loss: Floats  # (rows, columns)
    scale: HeightScale

    @cached_property
    def height(self) -> Floats:
        """From 0 to TALL, (rows, columns); nan where there is no finite loss."""
        return TALL * self.scale.place(self.loss)

    def flat(self, points: Floats) -> Floats:
        """Return where parameters, (rows, 2), are on the floor: −1 to 1 is the box."""
        low = np.array([self.across[0], self.up[0]])
        high = np.array([self.across[-1], self.up[-1]])
        with np.errstate(all="ignore"):
            flat: Floats = 2.0 * (np.asarray(points, np.float64) - low) / (high - low) - 1.0
        return flat

    def on(self, flat: Floats) -> Floats:
        """Return places, (rows, 3), on the relief above places of the floor, (rows, 2)."""
        return np.column_stack([flat, self.height_at(flat)])

    def height_at(self, flat: Floats) -> Floats:
        """Return how high the relief is above places of the floor; nan beside it and in holes."""
        rows, columns = self.loss.shape
        with np.errstate(all="ignore"):
            inside = np.asarray((np.abs(flat) <= 1.0 + 1e-9).all(axis=1))
        places = np.where(inside[:, None], flat, 0.0)
        x = np.clip((places[:, 0] + 1) / 2 * (columns - 1), 0, columns - 1)
        y = np.clip((places[:, 1] + 1) / 2 * (rows - 1), 0, rows - 1)
        left = np.minimum(x.astype(np.int64), columns - 2)
        below = np.minimum(y.astype(np.int64), rows - 2)
        x, y = x - left, y - below
        height = self.height
        # The two triangles of a cell, as they are drawn: they meet from lower right to upper left.
        here, right = height[below, left], height[below, left + 1]
        over, far = height[below + 1, left], height[below + 1, left + 1]
        lower = here + x * (right - here) + y * (over - here)
        upper = far + (1 - x) * (over - far) + (1 - y) * (right - far)
        return np.where(inside, np.where(x + y <= 1, lower, upper), np.nan)


def relief(picture: Picture, log: bool) -> Relief:
    """Return the relief of a picture of two parameters, coarse enough to be drawn at once."""
    across, up = picture.axes
    loss = picture.loss
    stride = -(-(len(across) - 1) // MOST_CELLS)
    if stride > 1 and (len(across) - 1) % stride == 0:
        across, up, loss = across[::stride], up[::stride], loss[::stride, ::stride]
    return Relief(across, up, loss, log_scale(loss) if log else linear_scale(loss))


def _floor_text(value: float) -> str:
    exponent = round(np.log10(value))
    return power_text(exponent) if abs(10.0**exponent / value - 1) < 1e-9 else short_text(value, 2)
