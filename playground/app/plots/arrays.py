"""The one gate between a run's arrays and pyqtgraph."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# Beyond this pyqtgraph's auto-range gives up; what is larger is drawn at the edge of the plot.
LARGEST = 1e12


def plot_arrays(*values: ArrayLike, largest: float = LARGEST) -> tuple[Floats, ...]:
    """Return what pyqtgraph may be given: float64, 1-D, of equal length, finite, not huge.

    Rows in which any value is not finite are left out. Raises ValueError if lengths differ.
    """
    arrays = [np.asarray(value, dtype=np.float64).reshape(-1) for value in values]
    if len({len(array) for array in arrays}) > 1:
        raise ValueError(f"plot arrays must be equally long, not {[len(a) for a in arrays]}")
    good = np.logical_and.reduce([np.isfinite(array) for array in arrays])
    if not good.all():
        arrays = [array[good] for array in arrays]
    return tuple(np.clip(array, -largest, largest) for array in arrays)


def decimate(x: ArrayLike, y: ArrayLike, pixels: int) -> tuple[Floats, Floats]:
    """Return at most about 2 · pixels points that look the same: each column's minimum and maximum.

    x rises evenly (steps), so a column of pixels is a run of rows.
    """
    across, values = np.asarray(x), np.asarray(y)
    block = len(values) // max(pixels, 1)
    if block <= 2:
        across, values = plot_arrays(across, values)
        return across, values
    whole = len(values) // block * block
    columns = values[:whole].reshape(-1, block)
    starts = np.arange(0, whole, block)
    finite = np.isfinite(columns)
    low = starts + np.where(finite, columns, np.inf).argmin(1)
    high = starts + np.where(finite, columns, -np.inf).argmax(1)
    picked = np.unique(np.concatenate([low, high, np.arange(whole, len(values)), [0]]))
    across, values = plot_arrays(across[picked], values[picked])
    return across, values
