"""Long and wild lines made fit to paint: thinned to what can be told apart, cut to the screen."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from playground.app.marks.pixels import Floats, Pixels

Rows = NDArray[np.int64]

CELL = 2.0  # pixels; two rows closer than this are one point to the eye
COARSER = (4.0, 8.0)  # pixels, tried where a smooth line can then be thick
FEW_POINTS = 300  # all are kept, and the line through them may be thick and smooth
MOST_POINTS = 2000
JOINED = 60  # points up to which a thick line is painted in one piece
_FAR = 4000.0  # pixels outside the plot up to which Qt is trusted with a line


def thin(points: Floats, pixels: Pixels, cell: float = CELL) -> Rows:
    """Return the rows worth painting of points in pixels, (rows, 2), in their order.

    Of rows that follow each other within one `cell` of the screen the first is kept; if too
    many are left, the first in each cell, and if still too many, evenly spaced ones. The first
    and the last row are always kept.
    """
    last = len(points) - 1
    if last < FEW_POINTS:
        return np.arange(last + 1)
    wide, high = int(pixels.width / cell) + 3, int(pixels.height / cell) + 3
    x = _cells(points[:, 0], pixels.left, wide, cell)
    y = _cells(points[:, 1], pixels.top, high, cell)
    place = y * wide + x
    kept_here = np.zeros(last + 1, np.bool_)
    kept_here[0] = True
    np.not_equal(place[1:], place[:-1], out=kept_here[1:])
    # All that is outside is in the cells around the plot: keep where the path comes back from.
    outside = (x == 0) | (x == wide - 1) | (y == 0) | (y == high - 1)
    kept_here[:-1] |= outside[:-1] & kept_here[1:]
    kept: Rows = np.flatnonzero(kept_here)
    if len(kept) > MOST_POINTS:
        first = np.empty(wide * high, np.int64)
        first[place[kept][::-1]] = kept[::-1]  # the last to be written stays: the earliest row
        kept = kept[first[place[kept]] == kept]
    if len(kept) > MOST_POINTS:
        kept = kept[:: -(-len(kept) // MOST_POINTS)]
    return kept if kept[-1] == last else np.append(kept, last)


def _cells(places: Floats, begin: float, count: int, cell: float) -> NDArray[np.int32]:
    """Return in which cell each place is, from 0 to count - 1; the outer two are outside."""
    with np.errstate(invalid="ignore"):  # what no integer can hold becomes one far outside
        cells = ((places - (begin - cell)) * (1 / cell)).astype(np.int32)
    return np.clip(cells, 0, count - 1, out=cells)


def draw_line(painter: QPainter, points: Floats, pixels: Pixels) -> None:
    """Draw a line through points in pixels, (rows, 2), with the painter's pen.

    The pen is to be opaque: pieces overlap where they meet. Qt takes ten times as long for a
    line in one piece, whose outline it works out as a whole.
    """
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 2:
        return
    low, high = points.min(axis=0), points.max(axis=0)
    starts, ends = points[:-1], points[1:]
    near = pixels.holds(low, _FAR) and pixels.holds(high, _FAR)
    if near and (painter.pen().widthF() <= 1 or len(points) <= JOINED):
        painter.drawPolyline(pg.functions.arrayToQPolygonF(points[:, 0], points[:, 1]))
        return
    if not near:
        starts, ends = clipped(starts, ends, pixels, _FAR)
    pairs = np.stack([starts, ends], axis=1).reshape(-1, 2)
    pen = QPen(painter.pen())
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)  # closes the joints at a fifth of a round one's cost
    painter.setPen(pen)
    painter.drawPath(pg.functions.arrayToQPath(pairs[:, 0], pairs[:, 1], connect="pairs"))


def draw_points(painter: QPainter, points: Floats, pixels: Pixels) -> None:
    """Draw a dot as wide as the painter's pen at each point on the plot."""
    shown = points[on_plot(points, pixels)]
    if len(shown):
        painter.drawPoints(pg.functions.arrayToQPolygonF(shown[:, 0], shown[:, 1]))


def on_plot(points: Floats, pixels: Pixels) -> NDArray[np.bool_]:
    """Return which points in pixels, (rows, 2), are on the plot; not finite ones are not."""
    low = np.array((pixels.left, pixels.top))
    high = low + np.array((pixels.width, pixels.height))
    with np.errstate(invalid="ignore"):
        return np.asarray(((points >= low) & (points <= high)).all(axis=1))


def clipped(
    starts: Floats, ends: Floats, pixels: Pixels, margin: float = 0.0
) -> tuple[Floats, Floats]:
    """Return the parts of line segments, (rows, 2) each, within `margin` of the plot.

    Segments that are wholly outside are left out.
    """
    low = np.array((pixels.left, pixels.top)) - margin
    high = low + np.array((pixels.width, pixels.height)) + 2 * margin
    enter, leave = parts_inside(starts, ends, low, high)
    seen = enter < leave
    along = ends[seen] - starts[seen]
    begin = starts[seen] + enter[seen, None] * along
    end = starts[seen] + leave[seen, None] * along
    return begin, end


def parts_inside(starts: Floats, ends: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return which parts of line segments, (rows, 2) each, are between two corners, (2,).

    Each is two numbers, (rows,), from 0 at the start to 1 at the end; 0 and 0 if none of it is.
    Liang and Barsky, "A new concept and method for line clipping" (1984).
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        along = ends - starts
        to_low, to_high = (low - starts) / along, (high - starts) / along
        enter = np.where(along == 0, -np.inf, np.minimum(to_low, to_high)).max(axis=1)
        leave = np.where(along == 0, np.inf, np.maximum(to_low, to_high)).min(axis=1)
        apart = ((along == 0) & ((starts < low) | (starts > high))).any(axis=1)
    enter, leave = np.clip(enter, 0, 1), np.clip(leave, 0, 1)
    seen = (enter < leave) & ~apart & np.isfinite(along).all(axis=1)
    return np.where(seen, enter, 0.0), np.where(seen, leave, 0.0)
