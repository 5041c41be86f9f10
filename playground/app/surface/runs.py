"""The runs on the relief: the one on screen, and all that are pinned beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from playground.app.marks import shapes
from playground.app.marks.pixels import point
from playground.app.marks.seen_path import SeenPath
from playground.app.marks.slice import Slice
from playground.app.palette import Theme, mixed
from playground.app.surface.camera import Shot
from playground.app.surface.drape import EMPTY, Drape, DrapedPath
from playground.app.surface.hidden import hidden
from playground.app.surface.relief import Relief
from playground.app.view import View
from playground.core.pictures import Floats

_AHEAD, _HIDDEN = 0.55, 0.5  # how strong the path beyond the playhead is, and behind the relief


@dataclass(frozen=True, eq=False)
class Track:
    """One run on the relief; places are (3,), nan where there is none in the box."""

    path: Drape
    playhead: int
    colour: str
    start: Floats
    now: Floats
    main: bool = True  # the run that the window is about, not one that is pinned


class SeenRun:
    """The path of one run at a time on the slice and on the relief; only new rows are new work."""

    def __init__(self) -> None:
        self.path = SeenPath()
        self._draped = DrapedPath()

    def track(self, view: View, shown: Slice, relief: Relief, colour: str, main: bool) -> Track:
        """Return the run of a view on the relief of a slice."""
        path = self.path.points(view, shown)
        ends = relief.on(relief.flat(path[[0, view.playhead]]))
        draped = self._draped.on(relief, path, (view.run, shown))
        return Track(draped, view.playhead, colour, ends[0], ends[1], main)


class TrackPainter:
    """Paints one run; what is hidden is looked for again only when the camera has moved."""

    def __init__(self) -> None:
        self.track = Track(EMPTY, 0, "#000000", np.full(3, np.nan), np.full(3, np.nan))
        self._made_for: object = None
        self._behind = np.empty(0, np.bool_)
        self._pixels = np.empty((0, 2, 2))

    def paint(self, painter: QPainter, shot: Shot, relief: Relief, theme: Theme) -> None:
        """Paint the path, faintly where it is behind the relief, with its start or its now.

        The dot of the main run is not painted here: it comes last, on top of the arrows.
        """
        track = self.track
        self._prepare(shot, relief)
        past = track.path.rows <= track.playhead + 1e-9
        faint = mixed(theme.muted, theme.surface, _AHEAD)
        behind = mixed(track.colour, theme.surface, _HIDDEN)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rim = 5.0 if track.main else 4.0
        for chosen, colour, width in (
            (~past & self._behind, faint, 1.0),
            (past & self._behind, behind, 1.5),
            (~past & ~self._behind, faint, 2.0),
            (past & ~self._behind, theme.surface, rim),
            (past & ~self._behind, track.colour, rim / 2),
        ):
            _draw(painter, self._pixels[chosen], colour, width * theme.scale)
        start, now = shot(np.stack([track.start, track.now]))
        if np.isfinite(start).all() and track.main:
            shapes.draw_ring(painter, start, theme)
        if np.isfinite(now).all() and not track.main:
            painter.setPen(shapes.line_pen(theme.surface, theme.px(2)))
            painter.setBrush(QColor(track.colour))
            painter.drawEllipse(point(now), theme.px(shapes.DOT), theme.px(shapes.DOT))

    def _prepare(self, shot: Shot, relief: Relief) -> None:
        path = self.track.path
        if self._made_for != (shot, relief, path):
            self._made_for = (shot, relief, path)
            middles = (path.begins + path.ends) / 2
            self._behind = hidden(relief, middles, shot.camera.eye)
            self._pixels = np.stack([shot(path.begins), shot(path.ends)], axis=1)


def _draw(painter: QPainter, pieces: Floats, colour: str, width: float) -> None:
    """Draw pieces in pixels, (pieces, 2, 2), each by itself: Qt joins long lines slowly."""
    if not len(pieces):
        return
    pen = shapes.line_pen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)  # closes the joints at a fifth of a round one's cost
    painter.setPen(pen)
    ends = pieces.reshape(-1, 2)
    painter.drawPath(pg.functions.arrayToQPath(ends[:, 0], ends[:, 1], connect="pairs"))
