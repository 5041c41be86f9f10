"""How the optimizer scales the axes: an ellipse on the relief at the playhead."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from playground.app.carried import axis_sizes, used_row
from playground.app.marks import shapes
from playground.app.marks.slice import Slice
from playground.app.surface.camera import Shot
from playground.app.surface.relief import Relief
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.pictures import Floats

_REACH = 0.24  # of the box's half: the larger half-axis
_CORNERS = 48
NO_SIZES = np.empty((0, 3))


def sizes_ellipse(view: View, shown: Slice, relief: Relief, path: Floats) -> Floats:
    """Return the corners of the ellipse, (corners, 3), nan where the relief ends.

    Its half-axes are in the ratio of the sizes that scale the next step along each axis.
    No corners where the optimizer keeps none, or the playhead's place is not in the box.
    """
    sizes = axis_sizes(view, used_row(view)) if shown.axes else None
    here = relief.flat(path[view.playhead : view.playhead + 1])
    if sizes is None or not np.isfinite(relief.height_at(here)).all():
        return NO_SIZES
    seen = sizes[list(shown.axes)]
    largest = seen.max()
    if not (np.isfinite(seen).all() and largest > 0):
        return NO_SIZES
    turn = np.linspace(0.0, 2 * np.pi, _CORNERS + 1)
    around = np.column_stack([np.cos(turn), np.sin(turn)])
    return relief.on(here + _REACH * (seen / largest) * around)


def paint_sizes(painter: QPainter, shot: Shot, corners: Floats, theme: Theme) -> None:
    """Paint the ellipse dashed, in pieces where a part of it is beside the relief."""
    if not len(corners):
        return
    places = shot(corners)
    gaps = np.flatnonzero(~np.isfinite(places).all(axis=1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.surface, 3), (theme.text, 1)):
        painter.setPen(shapes.line_pen(colour, theme.px(width), Qt.PenStyle.DashLine))
        for piece in np.split(places, gaps):
            known = piece[np.isfinite(piece).all(axis=1)]
            painter.drawPolyline(QPolygonF([QPointF(*place) for place in known]))
