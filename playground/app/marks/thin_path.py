"""The rows of a path that are worth painting, chosen again only for what is new of it."""

from __future__ import annotations

import numpy as np

from playground.app.marks.pixels import Floats, Pixels
from playground.app.marks.polyline import COARSER, FEW_POINTS, Rows, thin


class ThinPath:
    """Of one path at a time: the rows that can be told apart on the plot, and their pixels."""

    def __init__(self) -> None:
        self.rows: Rows = np.empty(0, np.int64)
        self.points = np.empty((0, 2))  # in pixels
        self.gap = 0.0  # between points, as it mostly is
        self._made_for: object = None
        self._done = 0  # rows of the path that were looked at

    @property
    def short(self) -> bool:
        """Whether the path can be painted with care."""
        return len(self.rows) <= FEW_POINTS

    def follow(self, path: Floats, key: object, pixels: Pixels) -> None:
        """Take the path, (rows, 2); the same key and length are the same path.

        Of a path that has grown only the new rows are looked at.
        """
        if (key, pixels) != self._made_for or self._done > len(path):
            self._made_for, self._done = (key, pixels), 0
            self.rows, self.points = np.empty(0, np.int64), np.empty((0, 2))
        if self._done == len(path):
            return
        fresh = pixels(path[self._done :])
        rows = thin(fresh, pixels)
        self.points = np.concatenate([self.points, fresh[rows]])
        self.rows = np.concatenate([self.rows, rows + self._done])
        if not self.short:
            kept = thin(self.points, pixels)
            self.rows, self.points = self.rows[kept], self.points[kept]
            self._thicken(pixels)
        self.gap = _typical_gap(self.points)
        self._done = len(path)

    def _thicken(self, pixels: Pixels) -> None:
        """Leave out more of a smooth path, if few enough points for a thick line remain."""
        for cell in COARSER:
            kept = thin(self.points, pixels, cell)
            if len(kept) <= FEW_POINTS:
                self.rows, self.points = self.rows[kept], self.points[kept]
                return

    def nearest(self, pixel: Floats, reach: float) -> int | None:
        """Return the row nearest to a pixel, or None if none is within reach."""
        if not len(self.points):
            return None
        with np.errstate(invalid="ignore", over="ignore"):
            distance = np.nan_to_num(np.hypot(*(self.points - pixel).T), nan=np.inf)
        best = int(distance.argmin())
        return int(self.rows[best]) if distance[best] <= reach else None


def _typical_gap(points: Floats) -> float:
    """Return how far apart in pixels, (rows, 2), the first half of a path's points mostly are."""
    with np.errstate(all="ignore"):
        gaps = np.hypot(*np.diff(points[: len(points) // 2 + 2], axis=0).T)
    finite = gaps[np.isfinite(gaps)]
    return float(np.median(finite)) if len(finite) else 0.0
