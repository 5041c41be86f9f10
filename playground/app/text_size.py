"""How large text can be, and when it leaves too little room for everything."""

from __future__ import annotations

SCALES = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)  # of type and space together
ROOMY = (980, 500)  # what everything takes with the usual text


def is_crowded(width: int, height: int, scale: float) -> bool:
    """Whether text of that scale leaves too little room for everything, in a window of that size.

    With the usual text the person's own layout stays, however small the window.
    """
    return scale > 1 and (width < ROOMY[0] * scale or height < ROOMY[1] * scale)


def nearest_scale(scale: float) -> float:
    """Return the scale of text on offer that is nearest to this one."""
    return min(SCALES, key=lambda offered: abs(offered - scale))
