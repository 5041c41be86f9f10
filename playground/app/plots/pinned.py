"""The curves of pinned runs: painted once, then shown again as a picture in every frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.marks.kept_canvas import KeptCanvas
from playground.app.marks.pixels import Floats, Pixels
from playground.app.palette import Theme
from playground.app.plots.columns import Columns
from playground.app.plots.curves import DASHES, Curve
from playground.app.plots.ends import last_step
from playground.app.plots.scale import StepScale, ValueScale
from playground.app.view import Pinned, View

WIDTH = 1.6  # pixels of the design, and the unit of the dashes: less than the run on screen has
CUT = ", another loss cut off"  # said where a run of another loss leaves the axes
_SMOOTH = 300  # points up to which a line may be smooth: longer ones would cost the next frame


class PinnedCurve(NamedTuple):
    """What a plot shows of a pinned run: some columns of its values, all in one colour."""

    pinned: Pinned
    columns: tuple[int, ...]
    colour: str

    @property
    def key(self) -> object:
        """Changes when another curve is to be painted."""
        return (self.pinned.key, self.pinned.slot, self.columns, self.colour)


def free_colours(view: View, theme: Theme) -> list[str]:
    """Return the colours of a theme, those that no pinned run on screen has first."""
    taken = {pinned.slot for pinned in view.pinned}
    return [theme.runs[slot] for slot in sorted(range(len(theme.runs)), key=taken.__contains__)]


def curves_of(view: View, theme: Theme, columns: Sequence[int] = (0,)) -> list[PinnedCurve]:
    """Return these columns of every visible pinned run in its colour."""
    return [PinnedCurve(pinned, tuple(columns), theme.runs[pinned.slot]) for pinned in view.pinned]


def legend_of(view: View, curves: Sequence[PinnedCurve], colour: str) -> list[Curve]:
    """Return what a legend says of the runs: nothing while there is only the one on screen."""
    if not curves:
        return []
    named = [Curve(0, one.pinned.name, one.colour, one.pinned.slot) for one in curves]
    return [Curve(0, view.name, colour), *named]


def beyond(places: tuple[StepScale, ValueScale], curve: PinnedCurve, found: Columns) -> bool:
    """Whether a pinned run goes on beyond the axes."""
    steps, scale = places
    shown = found.of(list(curve.columns))
    ends = np.concatenate([shown.low.ravel(), shown.high.ravel()])
    ends = ends[np.isfinite(ends)]
    within = all(scale.shows(float(end)) for end in (ends.min(), ends.max())) if len(ends) else True
    return not within or last_step(curve.pinned.view) > steps.steps


class PinnedLine(NamedTuple):
    """A line to paint, in the units of the plot; nan leaves a gap."""

    x: Floats
    y: Floats
    colour: str
    dash: int


class PinnedLines(KeptCanvas):
    """Paints lines that stay the same while the playhead moves."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[PinnedLine] = ()
        self._shown = 0  # counts the lines that were given

    def show_lines(self, lines: Sequence[PinnedLine]) -> None:
        """Paint these from now on."""
        if lines or self._lines:
            self._lines = lines
            self._shown += 1
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if self._lines:
            self.show_kept(painter, pixels, self._shown)

    def paint_kept(self, painter: QPainter, pixels: Pixels) -> None:
        for line in self._lines:
            draw_dashed(painter, pixels(np.column_stack([line.x, line.y])), line, self.theme)


def draw_dashed(painter: QPainter, points: Floats, line: PinnedLine, theme: Theme) -> None:
    """Draw a line through points in pixels, (rows, 2), in its colour and dash."""
    width = WIDTH * theme.scale
    pen = QPen(QColor(line.colour), width)
    pen.setCosmetic(True)
    joined: NDArray[np.bool_] = np.asarray(np.isfinite(points).all(axis=1))
    smooth = len(points) <= _SMOOTH
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    if smooth:
        points = points[joined]
        if DASHES[line.dash]:
            pen.setDashPattern(DASHES[line.dash])
        painter.setPen(pen)
        painter.drawPolyline(pg.functions.arrayToQPolygonF(points[:, 0], points[:, 1]))
        return
    # Qt takes ten times as long for a long line in one piece, and longer still for a dashed one.
    shown = joined[:-1] & joined[1:] & dashed(points, DASHES[line.dash], width)
    pairs = np.stack([points[:-1][shown], points[1:][shown]], axis=1).reshape(-1, 2)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.drawPath(pg.functions.arrayToQPath(pairs[:, 0], pairs[:, 1], connect="pairs"))


def dashed(points: Floats, dash: Sequence[float], width: float) -> NDArray[np.bool_]:
    """Return which pieces between points in pixels, (rows, 2), a dash shows, (rows − 1,).

    It is counted along x: a line that zigzags within a dash would else fall to dust.
    """
    if not dash:
        return np.ones(len(points) - 1, np.bool_)
    ends = np.cumsum(dash) * width
    place = np.nan_to_num(points[1:, 0] - points[0, 0]) % ends[-1]
    shown: NDArray[np.bool_] = np.searchsorted(ends, place, side="right") % 2 == 0
    return shown
