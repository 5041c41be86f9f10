"""A path laid on the relief: short pieces that follow it, however long the steps are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.app.marks.pixels import Pixels
from playground.app.marks.polyline import FEW_POINTS, Rows, parts_inside, thin
from playground.app.surface.relief import Relief
from playground.core.pictures import Floats

_PIECE = 2 / 48  # the longest piece along the floor, while there are not more than …
_MOST_PIECES = 1500
_FINENESS = 350.0  # pixels to a length of 1: how finely rows of a path are told apart
_FLOOR = Pixels((1.0, 1.0), (0.0, 0.0), -_FINENESS, -_FINENESS, 2 * _FINENESS, 2 * _FINENESS)


@dataclass(frozen=True, eq=False)
class Drape:
    """Pieces of a path on the relief: from `begins` to `ends`, (pieces, 3) each.

    `rows` (pieces,) are the rows of the path that the pieces lead to, with fractions.
    """

    begins: Floats
    ends: Floats
    rows: Floats


EMPTY = Drape(np.empty((0, 3)), np.empty((0, 3)), np.empty(0))


def drape(relief: Relief, flat: Floats, rows: Rows) -> Drape:
    """Return the pieces of a path on the floor, (rows, 2), that are in the box and not in a hole.

    `rows` are the numbers of the path's rows.
    """
    corner = np.ones(2)
    enter, leave = parts_inside(flat[:-1], flat[1:], -corner, corner)
    steps = np.flatnonzero(enter < leave)
    if not len(steps):
        return EMPTY
    begin, along = flat[steps], flat[steps + 1] - flat[steps]
    enter, part = enter[steps], (leave - enter)[steps]
    length = part * np.hypot(*along.T)
    piece = max(_PIECE, float(length.sum()) / _MOST_PIECES)
    count = np.maximum(np.ceil(length / piece), 1).astype(np.int64)
    step = np.repeat(np.arange(len(steps)), count)
    number = np.arange(len(step)) - np.repeat(np.cumsum(count) - count, count)
    edges = [enter[step] + part[step] * (number + k) / count[step] for k in (0, 1)]
    begins, ends = (relief.on(begin[step] + edge[:, None] * along[step]) for edge in edges)
    numbers = rows[steps][step] + edges[1] * (rows[steps + 1] - rows[steps])[step]
    there = np.isfinite(begins[:, 2]) & np.isfinite(ends[:, 2])
    return Drape(begins[there], ends[there], numbers[there])


class DrapedPath:
    """The path of one run on the newest relief; of a path that has grown only new rows are new."""

    def __init__(self) -> None:
        self._key: object = None
        self._relief: Relief | None = None
        self._done = 0
        self._rows: Rows = np.empty(0, np.int64)
        self._flat = np.empty((0, 2))
        self._drape = EMPTY

    def on(self, relief: Relief, path: Floats, key: object) -> Drape:
        """Return the path, (rows, 2) in parameters, on the relief; one key is one run and slice."""
        if key != self._key or relief is not self._relief or len(path) < self._done:
            self._key, self._relief, self._done = key, relief, 0
            self._rows, self._flat = np.empty(0, np.int64), np.empty((0, 2))
            self._drape = EMPTY
        if self._done < len(path):
            self._add(relief.flat(path[self._done :]))
            self._done = len(path)
            self._drape = drape(relief, self._flat, self._rows)
        return self._drape

    def _add(self, fresh: Floats) -> None:
        with np.errstate(over="ignore"):
            new = thin(fresh * _FINENESS, _FLOOR)
            self._flat = np.concatenate([self._flat, fresh[new]])
            self._rows = np.concatenate([self._rows, new + self._done])
            if len(self._rows) > FEW_POINTS:
                kept = thin(self._flat * _FINENESS, _FLOOR)
                self._rows, self._flat = self._rows[kept], self._flat[kept]
