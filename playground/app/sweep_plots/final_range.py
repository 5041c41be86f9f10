"""Which learning rates and which final values the first look shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.app.plots.arrays import LARGEST, Floats
from playground.app.sweep_plots.kinds import lost

if TYPE_CHECKING:
    from playground.core.swept import Sweep

Range = tuple[float, float]

_AROUND = (0.6, 2.1)  # times the largest stable rate: from settling to chaos on a double well
_BELOW = (0.05, 1.2)  # times the largest rate that was not lost, where no limit is known
_ROOM = 0.06  # of the height, above and below the values
_FAR = 20.0  # times as wide as nearly all values
_GROWS = 1.02  # times as far in the later half of the values: a run that grows


def around_limit(limit: float) -> Range:
    """Return the learning rates around the largest stable one."""
    return _rounded(*(part * limit for part in _AROUND))


def up_to_lost(sweep: Sweep, otherwise: float) -> Range:
    """Return the learning rates up to the largest of a sweep that was not lost."""
    kept = sweep.learning_rate[~lost(sweep)]
    largest = float(kept.max()) if len(kept) else otherwise
    return _rounded(*(part * largest for part in _BELOW))


def height(values: Floats) -> Range:
    """Return the range of all values, (R, last), but for the few that are far from the rest."""
    values = values[(np.abs(values) < LARGEST).all(axis=1)]
    if not values.size:
        return 0.0, 1.0
    away = np.abs(values - np.median(values))
    half = values.shape[1] // 2
    # Just above the limit runs grow slowly: one of them would hide all that end somewhere.
    ends = away[:, half:].max(axis=1) <= _GROWS * away[:, :half].max(axis=1, initial=0.0)
    values = values[ends] if ends.any() else values
    low, high = float(values.min()), float(values.max())
    below, above = np.quantile(values, (0.01, 0.99))
    most = _FAR * (above - below)
    if most and high - low > most:
        low, high = max(low, below - most), min(high, above + most)
    room = _ROOM * (high - low) or 0.5 * abs(high) or 1.0
    return low - room, high + 2 * room


def _rounded(low: float, high: float) -> Range:
    return float(f"{low:.3g}"), float(f"{high:.3g}")
