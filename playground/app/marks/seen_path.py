"""A run's path on a slice, and how steep it was there, worked out once for each row."""

from __future__ import annotations

import numpy as np

from playground.app.marks.run_slopes import gradients, rides
from playground.app.marks.slice import Slice
from playground.app.view import Array, View
from playground.core.pictures import Floats, Picture


class SeenPath:
    """The coordinates of one run at a time: its rows never change, so new ones are added."""

    def __init__(self) -> None:
        self._key: object = None
        self._points = self._lifted = np.empty((0, 2))
        self._length = 0
        self._picture: Picture | None = None
        self.version = 0  # changes with the curve that a path was put on

    def on(self, view: View, shown: Slice, picture: Picture | None) -> Floats:
        """Return the path, (rows, 2); of minibatches on a curve, at the height of that curve.

        The curve is the loss of all rows: the loss of its minibatch alone would take each row of
        the path off it.
        """
        points = self.points(view, shown)
        if picture is None or not rides(view) or len(picture.axes) != 1:
            return points
        if picture is not self._picture or len(points) != len(self._lifted):
            heights = np.interp(points[:, 0], picture.axes[0], picture.loss)
            self._picture, self._lifted = picture, np.column_stack([points[:, 0], heights])
            self.version += 1
        return self._lifted

    def points(self, view: View, shown: Slice) -> Floats:
        """Return the path, (rows, 2): on a slice of one parameter the second is the loss."""
        key = (view.run, shown)
        if key != self._key:
            self._key, self._length, self._picture = key, 0, None
            self._points = np.empty((view.steps + 1, 2))
        new = slice(self._length, view.length)
        if view.length > self._length:
            seen = shown.seen(view.theta[new])
            self._points[new, : seen.shape[1]] = seen
            if seen.shape[1] == 1:
                self._points[new, 1] = view.loss[new]
            self._length = view.length
        return self._points[: view.length]


class SeenSize:
    """How long a row of vectors is beside the longest one up to that row, for one run."""

    def __init__(self) -> None:
        self._run: object = None
        self._share = np.empty(0)
        self._length, self._largest = 0, 0.0

    def share_of(self, vectors: Array, row: int, view: View) -> float:
        """Return the length of a row of vectors, (rows, n), that the run of this view made.

        From 0 to 1 of the longest so far; nan if infinite.
        """
        if view.run != self._run:
            self._run, self._length, self._largest = view.run, 0, 0.0
            self._share = np.empty(view.steps + 1)
        if len(vectors) > self._length:
            self._add(slice(self._length, len(vectors)), vectors)
            self._length = len(vectors)
        return float(self._share[row])

    def _add(self, new: slice, vectors: Array) -> None:
        added = np.asarray(vectors[new], np.float64)
        with np.errstate(all="ignore"):
            size = np.sqrt(np.square(added).sum(axis=1))
            known = np.concatenate([[self._largest], np.where(np.isfinite(size), size, 0.0)])
            largest = np.maximum.accumulate(known)[1:]
            self._share[new] = np.where(largest > 0, size / largest, 0.0)
        self._largest = float(largest[-1])


class SeenSlope(SeenSize):
    """How long the gradient of a row is beside the longest one up to that row, for one run."""

    def share(self, view: View) -> float:
        """Return the length at the playhead, from 0 to 1 of the longest so far; nan if infinite."""
        return self.share_of(gradients(view), view.playhead, view)
