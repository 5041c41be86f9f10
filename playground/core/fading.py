"""Whether a run goes one way, or creeps, since little is left of its learning rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.core.trajectory import Array

if TYPE_CHECKING:
    from playground.core.end import End

_LITTLE = 0.05  # of the largest learning rate of the run
_FEWEST = 3  # updates that have to go one way
_MOST = 400


def creeps(end: End) -> bool:
    """Whether theta has lately gone one way, with a learning rate that has faded."""
    return not end.noisy and fades(end) and bool(one_way(end.trajectory.theta))


def fades(end: End) -> bool:
    """Whether little is left of the learning rate."""
    rates = end.trajectory.learning_rate
    if end.experiment.optimizer == "rprop":  # whose steps heed no learning rate
        return False
    return bool(rates[-1] <= _LITTLE * rates.max())


def turns_back(theta: Array) -> bool:
    """Whether some parameter has ever gone both ways; (rows, n)."""
    steps = np.diff(theta, axis=0)
    return bool(((steps > 0).any(axis=0) & (steps < 0).any(axis=0)).any())


def one_way(theta: Array) -> NDArray[np.bool_]:
    """Whether the last updates, an eighth of them, never turned back; (rows, …, n) to (…)."""
    updates = min(max((len(theta) - 1) // 8, _FEWEST), _MOST)
    rows = theta[-updates - 1 :].astype(np.float64)
    # Scaled, since the square of 1e200 is beyond float64.
    steps = np.diff(rows / (np.abs(rows).max(initial=0.0) or 1.0), axis=0)
    forward: NDArray[np.bool_] = (np.einsum("...k,...k->...", steps[1:], steps[:-1]) >= 0).all(0)
    return forward
