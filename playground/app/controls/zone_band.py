"""The zones of the learning rate, painted as a band: each its colour, its pattern and its word."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.app.palette import Theme, mixed

WORD_PX = 11
_TINT = {"too slow": 0.16, "good": 0.3, "oscillates": 0.22, "explodes": 0.24, "unstable": 0.24}
_PATTERN = 0.62  # of the zone's colour
_EVERY = 6  # pixels of the design from one mark of a pattern to the next
_BESIDE = 3  # pixels of the design, to the left and the right of a word


class Span(NamedTuple):
    """A zone on the band: its word, and where it begins and ends in pixels."""

    kind: str
    word: str
    left: float
    right: float


def colour_of(kind: str, theme: Theme) -> str:
    """Return the theme's colour for a zone."""
    # Both are above the limit: the word and the pattern tell which.
    token = "explodes" if kind == "unstable" else kind.replace(" ", "_")
    return str(getattr(theme, token))


def draw_band(painter: QPainter, band: QRectF, spans: list[Span], theme: Theme) -> None:
    """Draw the zones side by side in the band, whose ends are round."""
    painter.save()
    rounded = QPainterPath()
    rounded.addRoundedRect(band, theme.px(4), theme.px(4))
    painter.setClipPath(rounded)
    for span in spans:
        part = QRectF(span.left, band.top(), span.right - span.left, band.height())
        colour = colour_of(span.kind, theme)
        painter.fillRect(part, _tint(span.kind, theme))
        painter.save()
        painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(QColor(mixed(colour, theme.surface, _PATTERN)), theme.px(1)))
        _PATTERNS[span.kind](painter, part, theme.px(_EVERY))
        painter.restore()
        edge = QRectF(part.left(), part.bottom() - theme.px(2), part.width(), theme.px(2))
        painter.fillRect(edge, QColor(colour))
    painter.setPen(QPen(QColor(theme.surface), theme.px(1.5)))
    for span in spans[1:]:
        painter.drawLine(QLineF(span.left, band.top(), span.left, band.bottom()))
    painter.restore()


def draw_words(
    painter: QPainter, band: QRectF, spans: list[Span], taken: tuple[float, float], theme: Theme
) -> None:
    """Write each zone's word where there is room for it, beside the pixels that are taken."""
    for span in spans:
        width = painter.fontMetrics().horizontalAdvance(span.word) + 2 * theme.px(_BESIDE)
        left = _free((span.left, span.right), taken, width)
        if left is None:
            continue
        plate = QRectF(left, band.top(), width, band.height() - theme.px(2))
        painter.fillRect(plate, _tint(span.kind, theme))
        painter.setPen(QColor(theme.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, span.word)


def _free(room: tuple[float, float], taken: tuple[float, float], width: float) -> float | None:
    """Where a word of that width begins: in the middle of the room, or of its larger free part."""
    middle = (room[0] + room[1] - width) / 2
    if middle < room[0]:
        return None
    if middle + width <= taken[0] or middle >= taken[1]:
        return middle
    left, right = (room[0], min(taken[0], room[1])), (max(taken[1], room[0]), room[1])
    low, high = max(left, right, key=lambda part: part[1] - part[0])
    return (low + high - width) / 2 if high - low >= width else None


def _tint(kind: str, theme: Theme) -> QColor:
    return QColor(mixed(colour_of(kind, theme), theme.surface, _TINT[kind]))


def _dots(painter: QPainter, part: QRectF, every: int) -> None:
    points = [
        QPointF(part.left() + across * every + every / 2 * (row % 2), part.top() + row * every / 2)
        for row in range(1, int(2 * part.height() / every) + 1)
        for across in range(int(part.width() / every) + 2)
    ]
    painter.drawPoints(QPolygonF(points))


def _plain(painter: QPainter, part: QRectF, every: int) -> None:
    """Good is calm: nothing is drawn on it."""


def _waves(painter: QPainter, part: QRectF, every: int) -> None:
    count = int(part.width() / every) + 3
    low, high = part.center().y() + every / 2, part.center().y() - every / 2
    painter.drawPolyline(
        QPolygonF([QPointF(part.left() + k * every, high if k % 2 else low) for k in range(count)])
    )


def _hatching(painter: QPainter, part: QRectF, every: int) -> None:
    tall = part.height()
    starts = range(int(part.left() - tall), int(part.right()) + every, every)
    painter.drawLines([QLineF(x, part.bottom(), x + tall, part.top()) for x in starts])


def _crosses(painter: QPainter, part: QRectF, every: int) -> None:
    """Hatched both ways: a run may go anywhere."""
    _hatching(painter, part, every)
    tall = part.height()
    starts = range(int(part.left() - tall), int(part.right()) + every, every)
    painter.drawLines([QLineF(x, part.top(), x + tall, part.bottom()) for x in starts])


_PATTERNS: dict[str, Callable[[QPainter, QRectF, int], None]] = {
    "too slow": _dots,
    "good": _plain,
    "oscillates": _waves,
    "explodes": _hatching,
    "unstable": _crosses,
}
