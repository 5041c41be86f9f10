"""What became of a learning rate: a colour, a shape and a word for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.app.palette import Theme
from playground.core.outcome import LOST
from playground.core.sweep_words import kind_name

if TYPE_CHECKING:
    from playground.core.swept import Sweep


@dataclass(frozen=True)
class Kind:
    """One kind of point; `token` names a colour of the theme."""

    name: str
    token: str
    shape: str  # of SHAPES

    def colour(self, theme: Theme) -> str:
        """Its colour in this theme."""
        colour: str = getattr(theme, self.token)
        return colour


SHAPES = ("triangle", "disc", "diamond", "square", "cross", "plus", "ring")
KINDS = (
    Kind("too slow", "too_slow", "triangle"),
    Kind("monotone", "good", "disc"),
    Kind("oscillating", "oscillates", "diamond"),
    Kind("cycling", "oscillates", "square"),
    Kind("diverged", "explodes", "cross"),
    Kind("stuck", "muted", "plus"),
    Kind("undefined", "muted", "ring"),
)
_PLACES = {kind.name: place for place, kind in enumerate(KINDS)}


def kinds_of(sweep: Sweep) -> NDArray[np.int64]:
    """Return which of KINDS each run of a sweep is, (R,)."""
    return np.array([_PLACES[kind_name(*pair)] for pair in zip(sweep.outcome, sweep.manner)])  # noqa: B905 - of one sweep


def lost(sweep: Sweep) -> NDArray[np.bool_]:
    """Return which runs ended nowhere, (R,)."""
    return np.isin(sweep.outcome, LOST)
