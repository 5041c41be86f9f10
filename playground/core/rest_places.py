"""Where descents come to rest: the known minima, and what else is found on the way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.core.basin_record import loss_in_float64
from playground.core.experiment import Experiment
from playground.core.ground import ground

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_MOST = 256  # places told apart; on a flat valley there would be no end of them
_APART = 0.01  # of the view: places nearer than that are one on any map
_REACHES = 2.0  # or nearer than this many times what counts as having come to rest


class RestPlaces:
    """Points in the order in which they were found, the known minima first.

    `kinds` are those of `ground`: minimum, saddle, maximum, plateau, or slope for a place where
    nothing holds theta but the slowness of its descent.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._loss = loss_in_float64(experiment)
        widths = [high - low for low, high in self._loss.entry.extent] or [1.0]
        self._near = _APART * min(widths)
        self.points: list[Floats] = [np.array(point) for point in experiment.minima]
        self.kinds = ["minimum"] * len(self.points)

    def find(self, ends: Floats, reach: Floats, slope: Floats) -> Whole:
        """Return the number of the place where each end is, (A,); −1 beyond the most kept.

        ends (A, n) are thetas at rest, reach (A,) how exactly, slope (A,) their gradients'
        lengths: of several ends at a place, the lowest slope is on it.
        """
        radius = np.maximum(self._near, _REACHES * reach)
        found = np.full(len(ends), -1)
        nearest = radius.copy()
        for number, point in enumerate(self.points):
            _take(ends, point, number, found, nearest)
        while (found < 0).any() and len(self.points) < _MOST:
            rest = np.flatnonzero(found < 0)
            first = rest[np.argmin(slope[rest])]
            self.points.append(ends[first])
            self.kinds.append(ground(self._loss, ends[first], float(reach[first])).kind)
            found[first] = len(self.points) - 1
            _take(ends, ends[first], len(self.points) - 1, found, nearest)
        return found

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The places that are minima."""
        pairs = zip(self.points, self.kinds, strict=True)
        return tuple(tuple(map(float, point)) for point, kind in pairs if kind == "minimum")

    @property
    def minimum_of(self) -> Whole:
        """For each place its number among the minima, −1 if it is none, (places + 1,).

        The last is that of no place, number −1.
        """
        is_minimum = np.array([kind == "minimum" for kind in self.kinds] + [False])
        return np.where(is_minimum, np.cumsum(is_minimum) - 1, -1)


def _take(ends: Floats, point: Floats, number: int, found: Whole, nearest: Floats) -> None:
    """Give the ends to the point that are nearer to it than to any before."""
    with np.errstate(over="ignore"):  # what is infinitely far is at no point
        away = np.sqrt(np.square(ends - point).sum(axis=-1))
    taken = away < nearest
    found[taken] = number
    nearest[taken] = away[taken]
