"""What all losses of two parameters share: their names, and a view of the plane."""

from __future__ import annotations

from playground.core.losses.base import Extent

XY = ("x", "y")


def around(reach: float) -> tuple[Extent, Extent]:
    """The view from −reach to reach in both parameters."""
    return (-reach, reach), (-reach, reach)
