"""What the marks of a run are made of: its path on a plot's two axes, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from playground.app.marks.pixels import Floats, Pixels

_AT_REST_PX, _AT_REST = 1.0, 0.05  # a way and a slope below which a path has come to rest
_NOWHERE = np.full(2, np.nan)


@dataclass(frozen=True, eq=False)
class Marks:
    """What is known of a run on a plot's two axes; nan is nowhere."""

    path: Floats = field(default_factory=lambda: np.empty((0, 2)))  # (rows, 2), all there are
    key: object = None  # the same key and length: the same path
    playhead: int = 0
    minima: Floats = field(default_factory=lambda: np.empty((0, 2)))
    downhill: Floats = field(default_factory=lambda: _NOWHERE)  # minus the gradient, (2,)
    steepness: float = 1.0  # of the steepest slope so far
    carried: Floats = field(default_factory=lambda: _NOWHERE)  # minus the momentum, (2,)
    pull: float = 1.0  # of the largest momentum so far
    sizes: Floats = field(default_factory=lambda: _NOWHERE)  # that each axis is divided by, (2,)
    tangent: Floats = field(default_factory=lambda: _NOWHERE)  # its direction, (2,)
    taken: Floats = field(default_factory=lambda: _NOWHERE)  # as the tangent, of a false gradient
    settled: bool = False  # the run came to rest where it ended
    ended: str = ""  # what went wrong with the run, "" if nothing did
    ended_at: int = 0  # the first row that is not there, or holds no finite loss


def at_rest(marks: Marks, pixels: Pixels) -> bool:
    """Whether the path has settled by the playhead: it is flat there, and it moves no more."""
    if not marks.settled or marks.steepness >= _AT_REST:
        return False
    now, end = pixels(marks.path[[marks.playhead, -1]])
    with np.errstate(invalid="ignore"):
        return float(np.hypot(*(end - now))) < _AT_REST_PX
