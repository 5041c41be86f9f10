"""Which places of the relief are behind a part of it, from where it is looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.app.surface.camera import TALL
from playground.app.surface.relief import Relief
from playground.core.pictures import Floats

_LOOKS = 24  # along the line of sight, from a place to where it leaves the box
_SLACK = 0.02  # how far the line may be below the relief: its cells are flat, slopes are not


def hidden(relief: Relief, places: Floats, eye: Floats) -> NDArray[np.bool_]:
    """Return which places, (rows, 3), cannot be seen from the eye, (3,)."""
    if not len(places):
        return np.empty(0, np.bool_)
    along = eye - places
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(along >= 0, 1.0 - places, 1.0 + places) / np.abs(along)
        reach[:, 2] = (TALL - places[:, 2]) / along[:, 2]
    leaves = np.nan_to_num(np.clip(reach, 0.0, 1.0).min(axis=1), nan=0.0)
    # Close looks first: what hides a place is mostly near it.
    parts = (np.arange(1, _LOOKS + 1) / _LOOKS) ** 1.5
    looks = places[:, None] + (parts * leaves[:, None])[..., None] * along[:, None]
    ground = relief.height_at(looks[..., :2].reshape(-1, 2)).reshape(looks.shape[:2])
    with np.errstate(invalid="ignore"):
        return np.asarray((looks[..., 2] < ground - _SLACK).any(axis=1))
