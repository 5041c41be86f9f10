"""The paths of pinned runs on a landscape: painted once, with a dot where each is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.marks.kept_canvas import KeptCanvas
from playground.app.marks.pixels import Floats, Pixels, point
from playground.app.marks.polyline import FEW_POINTS, clipped, thin
from playground.app.marks.seen_path import SeenPath
from playground.app.marks.slice import Slice
from playground.app.palette import Theme
from playground.app.plots.curves import DASHES
from playground.app.view import View
from playground.core.pictures import Picture

WIDTH, RIM, DOT = 2.0, 4.0, 4.5  # pixels of the design
_FAR = 4000.0  # pixels outside the plot up to which Qt is trusted with a line


class PinnedPath(NamedTuple):
    """The path of a pinned run on a plot's two axes."""

    key: object  # another one is another path
    path: Floats  # (rows, 2)
    playhead: int
    slot: int  # of its colour and dash


class SeenPaths:
    """The paths of the pinned runs on a slice, each worked out once."""

    def __init__(self) -> None:
        self._paths: dict[int, SeenPath] = {}

    def of(self, view: View, shown: Slice, picture: Picture | None) -> list[PinnedPath]:
        """Return the paths of the visible pinned runs that belong on this landscape."""
        pinned = [one for one in view.pinned if one.same_loss]
        self._paths = {one.key: self._paths.get(one.key) or SeenPath() for one in pinned}
        found = []
        for one in pinned:
            seen = self._paths[one.key]
            path = seen.on(one.view, shown, picture)
            key = (one.key, shown, seen.version)
            found.append(PinnedPath(key, path, one.view.playhead, one.slot))
        return found


class PinnedPaths(KeptCanvas):
    """Paints the paths of pinned runs below that of the run on screen."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: Sequence[PinnedPath] = ()

    def show_paths(self, paths: Sequence[PinnedPath]) -> None:
        """Paint these from now on."""
        if paths or self.paths:
            self.paths = paths
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if not self.paths:
            return
        self.show_kept(painter, pixels, tuple((one.key, one.slot) for one in self.paths))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for one in self.paths:
            self._paint_now(painter, pixels(one.path[one.playhead]), one.slot, pixels)

    def _paint_now(self, painter: QPainter, now: Floats, slot: int, pixels: Pixels) -> None:
        if pixels.holds(now, DOT):
            painter.setPen(QPen(QColor(self.theme.surface), self.theme.px(2)))
            painter.setBrush(QColor(self.theme.runs[slot]))
            painter.drawEllipse(point(now), DOT * self.theme.scale, DOT * self.theme.scale)

    def paint_kept(self, painter: QPainter, pixels: Pixels) -> None:
        for one in self.paths:
            points = pixels(one.path)
            paint_path(painter, points[thin(points, pixels)], one.slot, pixels, self.theme)


def paint_path(painter: QPainter, points: Floats, slot: int, pixels: Pixels, theme: Theme) -> None:
    """Paint a path through points in pixels, (rows, 2), in the colour and dash of a slot."""
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 2:
        return
    short = len(points) <= FEW_POINTS
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, short)
    starts, ends = clipped(points[:-1], points[1:], pixels, _FAR)
    pairs = np.stack([starts, ends], axis=1).reshape(-1, 2)
    lines = pg.functions.arrayToQPath(pairs[:, 0], pairs[:, 1], connect="pairs")
    rim = QPen(QColor(theme.surface), RIM * theme.scale)
    rim.setCapStyle(Qt.PenCapStyle.RoundCap if short else Qt.PenCapStyle.SquareCap)
    painter.setPen(rim)
    painter.drawPath(lines)
    pen = QPen(QColor(theme.runs[slot]), WIDTH * theme.scale)
    near = pixels.holds(points.min(axis=0), _FAR) and pixels.holds(points.max(axis=0), _FAR)
    if short and near:  # in one piece, so that the dash runs on from step to step
        if DASHES[slot]:
            pen.setDashPattern(DASHES[slot])
        painter.setPen(pen)
        painter.drawPolyline(pg.functions.arrayToQPolygonF(points[:, 0], points[:, 1]))
        return
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.drawPath(lines)
