"""The axes around the relief: a floor and two walls with a grid, numbers and titles outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.app.marks.shapes import line_pen
from playground.app.palette import Theme, mixed
from playground.app.plots.axis import AXIS_PX
from playground.app.plots.ticks import linear_texts, linear_ticks
from playground.app.surface.camera import TALL, Shot
from playground.app.surface.relief import Relief
from playground.core.pictures import Floats

Ticks = list[tuple[float, str]]  # place along the axis, from −1 to 1 (or 0 to TALL), and text

_MOST = 5
_TITLE_PX = 12
_GAP, _TITLE_GAP = 7, 6  # pixels from the edge to its numbers, and from those to the title
_SHORTEST = 60  # pixels of an edge that is worth numbers
_APART = 3  # pixels between two texts


@dataclass(frozen=True, eq=False)
class Axes:
    """The ticks and titles of the box: across, up, and the height."""

    ticks: tuple[Ticks, Ticks, Ticks]
    titles: tuple[str, str, str]


def axes_of(relief: Relief, names: Sequence[str]) -> Axes:
    """Return the axes of a relief over two parameters of these names."""
    height = [(TALL * at, text) for at, text in relief.scale.ticks()]
    return Axes(
        (_ticks(relief.across), _ticks(relief.up), height),
        (names[0], names[1], relief.scale.title),
    )


def draw_walls(painter: QPainter, shot: Shot, axes: Axes, theme: Theme) -> None:
    """Draw the floor and the two far walls, with a line at each tick."""
    far = -_near_signs(shot)
    lines = []
    for axis in (0, 1):
        for at, _ in axes.ticks[axis]:
            ends = np.zeros((3, 3))
            ends[:, axis] = at
            ends[:, 1 - axis] = [-far[1 - axis], far[1 - axis], far[1 - axis]]
            ends[2, 2] = TALL
            lines += [ends[:2], ends[1:]]
    for at, _ in axes.ticks[2]:
        corner = np.array([[far[0], -far[1], at], [far[0], far[1], at], [-far[0], far[1], at]])
        lines += [corner[:2], corner[1:]]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line_pen(mixed(theme.line, theme.surface, 0.7), 1))
    _draw_lines(painter, shot, lines)
    painter.setPen(line_pen(theme.line, 1))
    _draw_lines(painter, shot, _edges(far))


def draw_texts(painter: QPainter, shot: Shot, axes: Axes, theme: Theme) -> list[QRectF]:
    """Write titles and numbers beside the near edges; return where there is text now."""
    painter.setPen(QColor(theme.muted))
    taken: list[QRectF] = []
    near = _near_signs(shot)
    for axis in (0, 1):
        ends = np.zeros((2, 3))
        ends[:, axis] = (-1, 1)
        ends[:, 1 - axis] = near[1 - axis]
        outward = np.zeros(3)
        outward[1 - axis] = near[1 - axis]
        _write_axis(painter, shot, (ends, outward), axes, axis, (theme, taken))
    corners = np.array([[near[0], -near[1], 0.0], [-near[0], near[1], 0.0]])
    left = corners[int(shot(corners)[:, 0].argmin())]
    ends = np.stack([left, left + np.array([0, 0, TALL])])
    # Away from the middle of the box, level with the floor.
    _write_axis(painter, shot, (ends, left), axes, 2, (theme, taken))
    return taken


def _write_axis(
    painter: QPainter,
    shot: Shot,
    edge: tuple[Floats, Floats],
    axes: Axes,
    axis: int,
    look: tuple[Theme, list[QRectF]],
) -> None:
    """Write one axis along its edge: the two ends, (2, 3), and the way out of the box, (3,)."""
    (ends, outward), (theme, taken) = edge, look
    begin, end = shot(ends)
    if np.hypot(*(end - begin)) < theme.px(_SHORTEST):
        return
    way = _way_out(shot, ends, outward) if axis < 2 else np.array([-1.0, 0.0])
    painter.setFont(_font(painter, theme, AXIS_PX))
    metrics, widest = QFontMetricsF(painter.font()), 0.0
    for at, text in axes.ticks[axis]:
        place = ends[0].copy()
        place[axis] = at
        size = (metrics.horizontalAdvance(text), metrics.height())
        widest = max(widest, _half(size, way) * 2)
        _write(painter, shot(place[None])[0], way, theme.px(_GAP), (text, size), taken)
    painter.setFont(_font(painter, theme, _TITLE_PX))
    metrics, title = QFontMetricsF(painter.font()), axes.titles[axis]
    title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, 0.45 * shot.width)
    size = (metrics.horizontalAdvance(title), metrics.height())
    if axis < 2:
        gap = theme.px(_GAP + _TITLE_GAP) + widest
        _write(painter, (begin + end) / 2, way, gap, (title, size), taken)
    else:
        _write(painter, end, np.array([0.0, -1.0]), theme.px(_GAP), (title, size), taken)


def _write(
    painter: QPainter,
    at: Floats,
    way: Floats,
    gap: float,
    text: tuple[str, tuple[float, float]],
    taken: list[QRectF],
) -> None:
    """Write a text beside a pixel, on the side of `way`, unless another is there or an edge."""
    words, (wide, high) = text
    centre = at + way * (gap + _half((wide, high), way))
    room = painter.viewport()
    x = min(max(float(centre[0]), wide / 2 + 2), room.width() - wide / 2 - 2)
    y = float(centre[1])
    plate = QRectF(x - wide / 2, y - high / 2, wide, high)
    wider = plate.adjusted(-_APART, 0, _APART, 0)
    if not any(wider.intersects(other) for other in taken):
        taken.append(plate)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)


def _half(size: tuple[float, float], way: Floats) -> float:
    """Return how far a text's middle has to be from a point for its border to touch it."""
    return float(abs(way[0]) * size[0] / 2 + abs(way[1]) * size[1] / 2)


def _way_out(shot: Shot, ends: Floats, outward: Floats) -> Floats:
    """Return the unit vector of the screen that leads away from the box at an edge's middle."""
    middle = ends.mean(axis=0)
    near, far = shot(np.stack([middle, middle + 0.1 * outward]))
    length = float(np.hypot(*(far - near)))
    return (far - near) / length if length > 1e-6 else np.array([0.0, 1.0])


def _near_signs(shot: Shot) -> Floats:
    """Return on which sides, −1 or 1, the walls that are nearer to the eye would be, (2,)."""
    return np.where(shot.camera.back[:2] < 0, -1.0, 1.0)


def _edges(far: Floats) -> list[Floats]:
    x, y = far
    floor = np.array([[x, y, 0], [-x, y, 0], [-x, -y, 0], [x, -y, 0], [x, y, 0]])
    top = np.array([[-x, y, TALL], [x, y, TALL], [x, -y, TALL]])
    pillars = [np.array([[a, b, 0], [a, b, TALL]]) for a, b in ((x, y), (-x, y), (x, -y))]
    return [floor[k : k + 2] for k in range(4)] + [top[:2], top[1:], *pillars]


def _draw_lines(painter: QPainter, shot: Shot, lines: list[Floats]) -> None:
    pixels = shot(np.concatenate(lines))
    painter.drawPath(pg.functions.arrayToQPath(pixels[:, 0], pixels[:, 1], connect="pairs"))


def _ticks(values: Floats) -> Ticks:
    low, high = float(values[0]), float(values[-1])
    step, ticks = linear_ticks(low, high, _MOST)
    texts = linear_texts(ticks, step)
    return [
        (2 * (at - low) / (high - low) - 1, text) for at, text in zip(ticks, texts, strict=True)
    ]


def _font(painter: QPainter, theme: Theme, size: int) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(theme.px(size))
    return font
