"""The relief as triangles; where there is no loss there is a hole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.app.surface.relief import Relief
from playground.core.pictures import Floats

Single = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Mesh:
    """Corners and normals (corners, 3), a place among the bands (corners,), corners of triangles.

    `faces` is (triangles, 3).
    """

    corners: Single
    normals: Single
    places: Single
    faces: NDArray[np.uint32]


def mesh(relief: Relief, places: Floats) -> Mesh:
    """Return the triangles of a relief; `places`, (rows, columns), colour its corners."""
    height = relief.height
    rows, columns = height.shape
    x, y = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
    there = np.isfinite(height)
    corners = np.stack([x, y, np.where(there, height, 0.0)], axis=-1)
    return Mesh(
        corners.reshape(-1, 3).astype(np.float32),
        _normals(height, 2 / (columns - 1), 2 / (rows - 1)),
        np.where(there, places, 0.0).reshape(-1).astype(np.float32),
        _faces(there),
    )


def _normals(height: Floats, across: float, up: float) -> Single:
    """Return unit normals, (corners, 3); beside a hole the slope counts as none."""
    down, right = np.gradient(height, up, across)
    normals = np.stack([-right, -down, np.ones_like(height)], axis=-1)
    normals[~np.isfinite(normals).all(axis=-1)] = (0.0, 0.0, 1.0)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    return normals.reshape(-1, 3).astype(np.float32)


def _faces(there: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Return the triangles whose corners all are there, two for each cell."""
    rows, columns = there.shape
    number = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    here, right = number[:-1, :-1], number[:-1, 1:]
    over, far = number[1:, :-1], number[1:, 1:]
    lower = np.stack([here, right, over], axis=-1).reshape(-1, 3)
    upper = np.stack([right, far, over], axis=-1).reshape(-1, 3)
    faces = np.concatenate([lower, upper])
    kept = faces[there.reshape(-1)[faces].all(axis=1)]
    return np.ascontiguousarray(kept)
