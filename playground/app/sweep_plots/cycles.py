"""How many places a descent ends up at, and what that is called."""

from __future__ import annotations

import numpy as np

from playground.app.numbers_text import short_text
from playground.app.plots.arrays import Floats

_LONGEST = 32  # half of the values kept: a longer cycle cannot be told from none
_APART = 1e-4  # of the picture's height: nearer values are one


def ending(values: Floats, height: float) -> str:
    """Return in words where one run's last values (last,) are; height is that of the picture."""
    if not np.isfinite(values).all():
        return "diverges"
    count = places(values, _APART * height)
    if count == 1:
        return f"settles at {short_text(float(values[-1]))}"
    if count <= _LONGEST:
        return f"ends in a cycle of {count}"
    return f"no cycle of {_LONGEST} or fewer"


def places(values: Floats, apart: float) -> int:
    """Return how many groups there are of values farther apart than that."""
    return int((np.diff(np.sort(values)) > apart).sum()) + 1
