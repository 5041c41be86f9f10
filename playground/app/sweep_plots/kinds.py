"""What became of a learning rate: a colour, a shape and a word for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.app.palette import Theme
from playground.core.outcome import LOST

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
    return np.array([_PLACES[_name(*pair)] for pair in zip(sweep.outcome, sweep.manner)])  # noqa: B905 - of one sweep


def words(sweep: Sweep, place: int) -> str:
    """Return in words what became of one run."""
    outcome, name = sweep.outcome[place], _name(sweep.outcome[place], sweep.manner[place])
    if outcome in LOST:
        return (
            f"{outcome} at step {int(sweep.first_bad_step[place])}"
            if (sweep.first_bad_step[place] >= 0)
            else outcome
        )
    return f"{name}, settles" if outcome == "settled" else name


def lost(sweep: Sweep) -> NDArray[np.bool_]:
    """Return which runs ended nowhere, (R,)."""
    return np.isin(sweep.outcome, LOST)


def _name(outcome: str, manner: str) -> str:
    if outcome in ("settled", "slow"):
        straight = "monotone" if outcome == "settled" else "too slow"
        return "oscillating" if manner == "swinging" else straight
    return outcome
