"""Paths that leave the view: where they do, and how to see them again."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from playground.app.marks import shapes
from playground.app.marks.pixels import Floats, Pixels
from playground.app.marks.polyline import clipped, on_plot
from playground.app.theme import Theme

WORDS = "now is outside: Fit path"
_INSET, _LENGTH = 8, 26  # pixels of the design: from the edge, and of the arrow


def draw_outside(
    painter: QPainter, now: Floats, pixels: Pixels, theme: Theme, busy: Floats
) -> None:
    """Point from inside the plot to a pixel outside of it, (2,), with the words beside.

    The words cover as few busy pixels, (rows, 2), as they can.
    """
    middle = np.array([pixels.left + pixels.width / 2, pixels.top + pixels.height / 2])
    _, ends = clipped(middle[None], now[None], pixels, margin=-theme.px(_INSET))
    if not len(ends):
        return
    tip = ends[0]
    along = (tip - middle) / np.hypot(*(tip - middle))
    shaft = np.linspace(tip - theme.px(_LENGTH) * along, tip, 5)
    shapes.draw_arrow(painter, shaft[0], tip, theme.accent, theme)
    look = (theme, theme.accent)
    busy = np.concatenate([busy, shaft[1:]])
    shapes.draw_label_beside(painter, shaft[0], WORDS, look, pixels, busy)


def end_of(points: Floats, pixels: Pixels) -> tuple[Floats | None, int]:
    """Return the pixel at which a path in pixels ends, and the first row beyond it.

    That is where it last crosses the plot's edge, or its last finite point if that is on the
    plot; None if the path ends without having been on the plot.
    """
    on = np.flatnonzero(on_plot(points, pixels))
    if not len(on):
        return None, 0
    last = int(on[-1])
    if last + 1 == len(points) or not np.isfinite(points[last + 1]).all():
        return points[last], last + 1
    _, ends = clipped(points[last][None], points[last + 1][None], pixels, margin=-shapes.CROSS)
    return (ends[-1] if len(ends) else points[last]), last + 1
