"""What a map of many descents holds; plain arrays, no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.core.pictures import Floats

if TYPE_CHECKING:
    from playground.core.losses import Minima
    from playground.core.map_request import MapRequest

MAP_OUTCOMES = ("settled", "stuck", "moving", "diverged", "undefined")
NO_MINIMUM = -1
DIVERGED = -2


@dataclass(frozen=True, eq=False)
class BasinMap:
    """The descents of a map, or of some of its rows and columns: H rows along y, W along x.

    `minimum` (H, W) is the number among `minima` of the one reached, −1 where none is and −2
    where the descent diverged. The known minima come first, then those that descents came to
    rest at. `steps` (H, W) is the step from which theta stayed within a thousandth of its way
    of its end (exact up to 256 steps, to 1 in 128 of more), or was no longer finite; for what
    still moves it is the last. `loss` (H, W) is the last one. `outcome` (H, W) is a number among
    MAP_OUTCOMES; "stuck" is at rest, but at no minimum. Row 0 is the low end of y.
    """

    request: MapRequest
    x: Floats  # (W,)
    y: Floats  # (H,)
    minimum: NDArray[np.int16]
    steps: NDArray[np.int32]
    loss: Floats
    outcome: NDArray[np.int8]
    minima: Minima
    known: int  # how many of the minima were known beforehand
    whole: bool  # False while only some of the pixels are there
    # (H, W): whose own descent is not made yet, so that they have the values of the pixel with
    # the next lower even row and column; None if there are none such.
    borrowed: NDArray[np.bool_] | None = None

    @cached_property
    def share(self) -> float:
        """How much of the whole map is there, from 0 to 1."""
        lacking = 0 if self.borrowed is None else int(self.borrowed.sum())
        return (self.outcome.size - lacking) / self.request.size**2
