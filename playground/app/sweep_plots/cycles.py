"""Where a descent ends up, told from its last values."""

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
    steps = period(values, _APART * height)
    if steps == 1:
        return f"ends at {short_text(float(values[-1]))}"
    if steps is not None:
        return f"ends in a cycle of {steps}"
    changes = np.diff(values)
    if (changes >= 0).all() or (changes <= 0).all():
        return "still on its way"
    return f"no cycle of {_LONGEST} or fewer"


def period(values: Floats, apart: float) -> int | None:
    """Return the fewest steps after which the values repeat, to within so much; None if never."""
    for steps in range(1, min(_LONGEST, len(values) // 2) + 1):
        if (np.abs(values[steps:] - values[:-steps]) <= apart).all():
            return steps
    return None
