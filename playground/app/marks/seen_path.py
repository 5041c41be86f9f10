"""A run's path on a slice, worked out once for each row."""

from __future__ import annotations

import numpy as np

from playground.app.marks.slice import Slice
from playground.app.view import View
from playground.core.pictures import Floats


class SeenPath:
    """The coordinates of one run at a time: its rows never change, so new ones are added."""

    def __init__(self) -> None:
        self._key: object = None
        self._points = np.empty((0, 2))
        self._length = 0

    def points(self, view: View, shown: Slice) -> Floats:
        """Return the path, (rows, 2): on a slice of one parameter the second is the loss."""
        key = (view.run, shown)
        if key != self._key:
            self._key, self._length = key, 0
            self._points = np.empty((view.steps + 1, 2))
        new = slice(self._length, view.length)
        if view.length > self._length:
            seen = shown.seen(view.theta[new])
            self._points[new, : seen.shape[1]] = seen
            if seen.shape[1] == 1:
                self._points[new, 1] = view.loss[new]
            self._length = view.length
        return self._points[: view.length]
