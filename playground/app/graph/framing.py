"""How large a graph is drawn, and which part of it is seen, in the room that there is."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF

from playground.app.graph.places import held

_LEGIBLE = 0.42  # at first a graph is made no smaller than this: the rest is dragged to …
_SQUEEZED = 0.37  # … unless a little less shows all of its width
_TINIEST = 0.02  # of the design's size, where there is hardly any room yet
_ROOMY = 1.4  # to fit, a small graph is made no larger than this


class Frame(NamedTuple):
    """The zoom, and the place that stands in the middle."""

    zoom: float
    middle: QPointF


def framed(drawn: QRectF, start: QRectF, room: QRect, scale: float, whole: bool) -> Frame:
    """Return how to show a graph: all of it, or as much as can be read, from its start on.

    The scale is that of the text.
    """
    across, down = room.width() / drawn.width(), room.height() / drawn.height()
    least = across if _SQUEEZED <= across / scale <= _LEGIBLE else _LEGIBLE * scale
    zoom = max(min(across, down), _TINIEST if whole else least)
    zoom = min(zoom, _ROOMY * scale)
    seen = QSizeF(room.width() / zoom, room.height() / zoom)
    return Frame(zoom, _middle(drawn, start, seen))


def readable(room: QRect, scale: float) -> tuple[int, int]:
    """Return how many layers, and places in each, there is room for where they can be read."""
    return held(room.width() / (_SQUEEZED * scale), room.height() / (_LEGIBLE * scale))


def _middle(drawn: QRectF, start: QRectF, seen: QSizeF) -> QPointF:
    """The middle of what is seen of a graph: where there is too much, of what is at its start."""
    middle, across, down = drawn.center(), seen.width() / 2, seen.height() / 2
    if drawn.width() > seen.width():
        middle.setX(drawn.left() + across)
    if drawn.height() > seen.height():
        wanted = max(start.center().y(), drawn.top() + down)
        middle.setY(min(wanted, drawn.bottom() - down))
    return middle
