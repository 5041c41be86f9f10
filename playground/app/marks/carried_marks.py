"""What the optimizer carries on, at the current point: the momentum, and how it scales the axes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from playground.app.marks import shapes
from playground.app.marks.pixels import Floats
from playground.app.marks.run_marks import Marks
from playground.app.theme import Theme

_LONG_PX, _LEAST_PX = 72, 30  # of the arrow for the largest momentum so far, for none
_SIZE_PX = 46  # of the larger half-axis
_WIDTH = 6.0


def paint_momentum(
    painter: QPainter, marks: Marks, now: Floats, along: Floats | None, theme: Theme
) -> None:
    """Paint the hollow arrow of the momentum; `along` is its direction in pixels."""
    if along is None:
        return
    share = marks.pull if np.isfinite(marks.pull) else 1.0
    tip = now + theme.px(_LEAST_PX + share * (_LONG_PX - _LEAST_PX)) * along
    shapes.draw_arrow(painter, now, tip, theme.text, theme, _WIDTH)
    shapes.hollow_out(painter, now, tip, theme)


def paint_sizes(painter: QPainter, marks: Marks, now: Floats, theme: Theme) -> None:
    """Paint the dashed ellipse whose half-axes are the sizes that each axis is divided by."""
    sizes = np.asarray(marks.sizes, np.float64)
    largest = sizes.max()
    if not (np.isfinite(sizes).all() and largest > 0):
        return
    across, up = theme.px(_SIZE_PX) * sizes / largest
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.surface, 3), (theme.text, 1)):
        painter.setPen(shapes.line_pen(colour, theme.px(width), Qt.PenStyle.DashLine))
        painter.drawEllipse(QPointF(*now), across, up)
