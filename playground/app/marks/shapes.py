"""The signs that mean something on every plot: start ring, minimum star, dot of now, arrow, cross.

All sizes are pixels of the design, scaled by the theme; every sign has a rim in the surface's
colour, so that it stands out from any landscape.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from playground.app.marks.pixels import Floats, Pixels, point
from playground.app.theme import Theme

RING = 7.0
DOT = 6.0
HALO = 12.0
STAR = 9.0
CROSS = 6.0
HEAD = 8.0  # and as much more as the shaft is wide
TEXT_PX = 12
_WRAPPED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_FLAT = Qt.PenCapStyle.FlatCap
_ROUND = Qt.PenCapStyle.RoundCap


def line_pen(colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen with round ends and joins."""
    pen = QPen(QColor(colour), width, style, _ROUND, Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen


def faded(colour: str, opacity: float) -> QColor:
    """Return the colour with that opacity, 0 to 1."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


def draw_ring(painter: QPainter, at: Floats, theme: Theme, held: bool = False) -> None:
    """Draw the start of a path; filled with the accent while it is held or can be taken."""
    radius = theme.px(RING)
    painter.setPen(line_pen(theme.surface, theme.px(6)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(point(at), radius, radius)
    painter.setPen(line_pen(theme.accent if held else theme.text, theme.px(3)))
    painter.drawEllipse(point(at), radius, radius)


def draw_now(painter: QPainter, at: Floats, theme: Theme) -> None:
    """Draw the current point: a dot with a halo."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(theme.accent, 0.3))
    painter.drawEllipse(point(at), theme.px(HALO), theme.px(HALO))
    painter.setPen(line_pen(theme.surface, theme.px(2)))
    painter.setBrush(QColor(theme.accent))
    painter.drawEllipse(point(at), theme.px(DOT), theme.px(DOT))


def draw_star(painter: QPainter, at: Floats, theme: Theme) -> None:
    """Draw a minimum."""
    radius = theme.px(STAR)
    corners = [
        QPointF(at[0] + r * math.sin(turn), at[1] - r * math.cos(turn))
        for turn, r in (
            (math.pi * k / 5, radius if k % 2 == 0 else 0.42 * radius) for k in range(10)
        )
    ]
    painter.setPen(line_pen(theme.text, 1.5))
    painter.setBrush(QColor(theme.surface))
    painter.drawPolygon(QPolygonF(corners))


def draw_cross(painter: QPainter, at: Floats, theme: Theme) -> None:
    """Draw where a path ends for good."""
    reach = theme.px(CROSS)
    x, y = float(at[0]), float(at[1])
    lines = [
        QLineF(x - reach, y - reach, x + reach, y + reach),
        QLineF(x - reach, y + reach, x + reach, y - reach),
    ]
    for pen in (line_pen(theme.surface, theme.px(7)), line_pen(theme.explodes, theme.px(3))):
        painter.setPen(pen)
        painter.drawLines(lines)


def draw_arrow(
    painter: QPainter,
    start: Floats,
    end: Floats,
    colour: str,
    theme: Theme,
    width: float = 3.0,
    rim: bool = True,
) -> None:
    """Draw an arrow whose head stays 8 px; a step too short for a head is not drawn."""
    along = end - start
    length = float(np.hypot(*along))
    head = theme.px(HEAD + width)
    if not math.isfinite(length) or length < head:
        return
    along = along / length
    aside = 0.55 * head * np.array([-along[1], along[0]])
    base = end - head * along
    tip = QPolygonF([point(end), point(base + aside), point(base - aside)])
    shaft = QLineF(point(start), point(base))
    layers = [(theme.surface, theme.px(3)), (colour, 0)] if rim else [(colour, 0)]
    for tint, extra in layers:
        pen = QPen(QColor(tint), theme.px(width) + extra, Qt.PenStyle.SolidLine, _FLAT)
        painter.setPen(pen)
        painter.drawLine(shaft)
        painter.setPen(QPen(QColor(tint), extra) if extra else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tint))
        painter.drawPolygon(tip)


def hollow_out(painter: QPainter, begin: Floats, end: Floats, theme: Theme) -> None:
    """Paint the inside of an arrow: its colour is one that no run and no zone has."""
    length = float(np.hypot(*(end - begin)))
    inside = end - (end - begin) * theme.px(3) / length if length else end
    draw_arrow(painter, begin, inside, theme.surface, theme, 3.0, rim=False)


def draw_label_beside(
    painter: QPainter,
    at: Floats,
    text: str,
    look: tuple[Theme, str],
    pixels: Pixels,
    busy: Floats,
) -> None:
    """Write text on a plate beside a sign, where it covers the fewest busy pixels, (rows, 2).

    look: the theme and the colour of the text.
    """
    theme, colour = look
    size = _label_size(painter, text, theme, pixels)
    plate = QRectF(0, 0, size.width() + theme.px(8), size.height() + theme.px(4))
    plate = placed_beside(plate, at, theme.px(CROSS + 5), pixels.rect, busy)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(theme.surface, 0.88))
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(QColor(colour))
    painter.drawText(plate, _WRAPPED, text)


def words_that_fit(painter: QPainter, words: Sequence[str], theme: Theme, pixels: Pixels) -> str:
    """Return the first of these, from long to short, that would not cover a small plot.

    The longest may take two lines, the others one; if all are too long, it is the last.
    """
    for at, text in enumerate(words[:-1]):
        height = _label_size(painter, text, theme, pixels).height()
        if height < (2.5 if at == 0 else 1.5) * painter.fontMetrics().height():
            return text
    return words[-1]


def _label_size(painter: QPainter, text: str, theme: Theme, pixels: Pixels) -> QRect:
    """Take the font of labels; return how large this one is where the plot's width wraps it."""
    font = QFont(painter.font())
    font.setPixelSize(theme.px(TEXT_PX))
    painter.setFont(font)
    room = max(int(pixels.width) - theme.px(8) - 4, 1)
    return painter.fontMetrics().boundingRect(QRect(0, 0, room, 1000), _WRAPPED, text)


def placed_beside(plate: QRectF, at: Floats, gap: float, room: QRectF, busy: Floats) -> QRectF:
    """Return the plate where it lies beside a sign, in the room, over the fewest busy pixels.

    Right and left of the sign come first, then above and below it.
    """
    x, y = float(at[0]), float(at[1])
    wide, high = plate.width(), plate.height()
    level, far = y - high / 2, gap + high
    corners = [(x + gap, level), (x - gap - wide, level)]
    corners += [(x + side, y + up) for up in (-far, gap) for side in (gap, -gap - wide, -wide / 2)]
    best, covered = plate, math.inf
    for left, top in corners:
        moved = QRectF(
            max(min(left, room.right() - wide - 2), room.left() + 2),
            max(min(top, room.bottom() - high - 2), room.top() + 2),
            wide,
            high,
        )
        inside = (busy >= (moved.left(), moved.top())) & (busy <= (moved.right(), moved.bottom()))
        count = int(inside.all(axis=1).sum()) + 1000 * moved.contains(x, y)
        if count < covered:
            best, covered = moved, count
    return best
