"""The arrows at the playhead: downhill, the momentum, and the step that comes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.app.carried import carried
from playground.app.carried import step_words as step_words
from playground.app.marks.polyline import parts_inside
from playground.app.marks.run_slopes import gradients
from playground.app.marks.seen_path import SeenSize
from playground.app.marks.slice import Slice
from playground.app.surface.relief import Relief
from playground.app.view import View
from playground.core.pictures import Floats

_SHORT, _LONG = 0.16, 0.42  # of the box's half: arrows of no length and of the longest so far
_AHEAD = 1 / 24  # along which the slope of the relief is measured


@dataclass(frozen=True, eq=False)
class Arrow:
    """From one place of the box to another, (3,) each; `kind` is one of the names below."""

    kind: str
    begin: Floats
    end: Floats


DOWNHILL, CARRIED, STEP = "downhill", "carried", "step"


class Arrows:
    """Works out the arrows of a run; lengths are shares of the longest so far."""

    def __init__(self) -> None:
        self._steepest, self._fastest = SeenSize(), SeenSize()

    def at_playhead(self, view: View, shown: Slice, relief: Relief, path: Floats) -> list[Arrow]:
        """Return the arrows of the update from the playhead's row on; fewer where some are none.

        The momentum is the one that this update uses, this row's gradient included. `path` is
        (rows, 2).
        """
        row = view.playhead
        here = relief.flat(path[row : row + 1])
        if not np.isfinite(relief.height_at(here)).all():
            return []
        uphill = gradients(view)
        share = self._steepest.share_of(uphill, row, view)
        downhill = -shown.along(uphill[row])
        arrows = [self._along(DOWNHILL, here[0], downhill, share, relief)]
        if (moved := carried(view)) is not None:
            share = self._fastest.share_of(moved.kept, moved.row, view)
            along = -shown.along(moved.kept[moved.row])
            arrows.append(self._along(CARRIED, here[0], along, share, relief))
        arrows.append(_step(relief, relief.flat(path[row : row + 2])))
        return [arrow for arrow in arrows if arrow is not None]

    def _along(
        self, kind: str, here: Floats, vector: Floats, share: float, relief: Relief
    ) -> Arrow | None:
        """Return the arrow that leaves a place of the floor along the relief."""
        span = [relief.across[-1] - relief.across[0], relief.up[-1] - relief.up[0]]
        with np.errstate(all="ignore"):
            flat = vector / np.abs(vector).max() / span
            flat /= np.hypot(*flat)
        if not np.isfinite(flat).all():
            return None
        way = np.append(flat, _slope(relief, here, flat))
        reach = _SHORT + (share if np.isfinite(share) else 1.0) * (_LONG - _SHORT)
        begin = relief.on(here[None])[0]
        return Arrow(kind, begin, begin + reach * way / np.linalg.norm(way))


def _slope(relief: Relief, here: Floats, flat: Floats) -> float:
    """Return how the relief rises along a unit direction of the floor; 0 where it is not known."""
    ahead, level, behind = relief.height_at(here + np.outer([_AHEAD, 0, -_AHEAD], flat))
    for rise in (ahead - behind) / 2, ahead - level, level - behind:
        if np.isfinite(rise):
            return float(rise / _AHEAD)
    return 0.0


def _step(relief: Relief, flat: Floats) -> Arrow | None:
    """Return the arrow to the next place of the floor, (2, 2), or to where it leaves the box."""
    if len(flat) < 2:
        return None
    enter, leave = parts_inside(flat[:1], flat[1:], -np.ones(2), np.ones(2))
    if leave[0] <= enter[0]:
        return None
    begin, end = relief.on(np.stack([flat[0], flat[0] + leave[0] * (flat[1] - flat[0])]))
    return Arrow(STEP, begin, end) if np.isfinite(end).all() else None
