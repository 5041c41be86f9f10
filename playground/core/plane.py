"""Planes through the space of parameters, on which a landscape is seen; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.core.pictures import Floats, PictureRequest

_MOST_ROWS = 10_000


class Plane(NamedTuple):
    """Origin (n,), two orthonormal directions (2, n), and the share of the variance in it."""

    origin: Floats
    directions: Floats
    fraction: float


def parameter_slice(
    held: Sequence[float],
    axes: Sequence[int],
    extent: Sequence[tuple[float, float]],
    size: int,
) -> PictureRequest:
    """Return the request for the landscape of one or two parameters, the others held.

    `axes` are their numbers; a and b of the request are the parameters' own values.
    Raises ValueError if there is no such parameter or if both are the same.
    """
    wrong = next((axis for axis in axes if not 0 <= axis < len(held)), None)
    if wrong is not None or len(set(axes)) < len(axes):
        raise ValueError(f"axes must be different numbers below {len(held)}, not {tuple(axes)}")
    directions = np.eye(len(held))[list(axes)]
    origin = np.asarray(held, np.float64) * (1 - directions.sum(0))
    return PictureRequest(
        origin=tuple(origin.tolist()),
        directions=tuple(tuple(direction) for direction in directions.tolist()),
        extent=tuple(extent),
        size=size,
    )


# Any: the path is in the run's own number format.
def principal_plane(theta_path: NDArray[Any]) -> Plane:
    """Return the plane nearest to a path, (rows, n) with n ≥ 2: its two principal directions.

    The origin is the path's mean and the fraction is the part of the path's variance that the
    plane holds (1 for a path of one point). Rows that are not finite are left out, and of more
    than 10,000 rows, evenly spaced ones are taken. Each direction's largest component is
    positive. Raises ValueError for fewer than 2 parameters or no finite row.

    Principal component analysis by singular values; for paths of descent after Li et al.,
    "Visualizing the Loss Landscape of Neural Nets" (2018), section 7.
    """
    path = np.asarray(theta_path, np.float64)
    path = path[np.isfinite(path).all(axis=1)]
    if path.shape[1] < 2 or not len(path):
        raise ValueError(f"a plane needs 2 parameters and 1 finite row, not {path.shape[::-1]}")
    path = path[:: -(-len(path) // _MOST_ROWS)]
    scale = max(np.abs(path).max(), np.finfo(np.float64).tiny)  # squares of 1e200 overflow
    path = path / scale
    origin = path.mean(axis=0)
    # a second row lets a single point, too, have two directions
    apart = path - origin if len(path) > 1 else np.zeros((2, path.shape[1]))
    _, spread, directions = np.linalg.svd(apart, full_matrices=False)
    total = np.square(spread).sum()
    fraction = float(np.square(spread[:2]).sum() / total) if total > 0 else 1.0
    return Plane(origin * scale, _upright(directions[:2]), fraction)


def _upright(directions: Floats) -> Floats:
    largest = np.abs(directions).argmax(axis=1)[:, None]
    return directions * np.sign(np.take_along_axis(directions, largest, axis=1))
