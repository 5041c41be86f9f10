"""The one or two directions through the space of parameters that a landscape shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.core.pictures import Floats, PictureRequest
from playground.core.plane import principal_plane


@dataclass(frozen=True)
class Slice:
    """origin (n,) + a·directions[0] (+ b·directions[1]); `names` are the titles of a and b.

    `axes` are the numbers of the parameters shown, or empty if the directions are mixtures.
    """

    origin: tuple[float, ...]
    directions: tuple[tuple[float, ...], ...]
    names: tuple[str, ...]
    axes: tuple[int, ...] = ()

    def seen(self, theta: NDArray[Any]) -> Floats:  # Any: the run's own number format
        """Return the coordinates of theta, (rows, n), on the slice: (rows, 1 or 2)."""
        if self.axes:
            return np.asarray(theta[:, list(self.axes)], np.float64)
        with np.errstate(all="ignore"):
            apart = np.asarray(theta, np.float64) - self.origin
            coordinates: Floats = apart @ np.array(self.directions).T
        return coordinates

    def along(self, vector: ArrayLike) -> Floats:
        """Return the part of a vector, (n,), along each direction."""
        with np.errstate(all="ignore"):
            parts: Floats = np.array(self.directions) @ np.asarray(vector, np.float64)
        return parts

    def moved(self, theta: Sequence[float], to: Sequence[float]) -> tuple[float, ...]:
        """Return theta, (n,), moved along the slice until it is seen at `to`."""
        if self.axes:
            moved = list(theta)
            for axis, value in zip(self.axes, to, strict=True):
                moved[axis] = float(value)
            return tuple(moved)
        here = self.seen(np.asarray([theta]))[0]
        change = (np.asarray(to) - here) @ np.array(self.directions)
        return tuple((np.asarray(theta) + change).tolist())

    def request(self, extent: Sequence[tuple[float, float]], size: int) -> PictureRequest:
        """Return the request for the landscape of this slice."""
        return PictureRequest(self.origin, self.directions, tuple(extent), size)


def parameters_slice(held: Sequence[float], axes: Sequence[int], names: Sequence[str]) -> Slice:
    """Return the slice of one or two parameters, by number; the others are held."""
    directions = np.eye(len(held))[list(axes)]
    origin = np.asarray(held, np.float64) * (1 - directions.sum(0))
    return Slice(
        tuple(origin.tolist()),
        tuple(tuple(direction) for direction in directions.tolist()),
        tuple(names[axis] for axis in axes),
        tuple(axes),
    )


def principal_slice(path: NDArray[Any]) -> Slice:
    """Return the plane nearest to a path, with the origin below the start.

    path is (rows, n); Any is the run's own number format. Rows that are not finite, or wildly
    far away, do not count.
    """
    with np.errstate(all="ignore"):
        far = np.abs(np.asarray(path, np.float64) - path[0]).max(axis=1)
    plane = principal_plane(path[far <= 1e3 * (1.0 + np.abs(path[0]).max())])
    start = np.asarray(path[0], np.float64)
    inside = plane.directions.T @ (plane.directions @ (start - plane.origin))
    share = f"{100 * plane.fraction:.3g} % of the path's variance in this plane"
    return Slice(
        tuple((plane.origin + inside).tolist()),
        tuple(tuple(direction) for direction in plane.directions.tolist()),
        (f"first principal direction ({share})", "second principal direction"),
    )
