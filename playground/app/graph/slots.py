"""Where gradients are written: beside their own edges, clear of boxes, arrows and one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF

from playground.app.graph.edge_item import HEAD, SLIM
from playground.app.graph.lettering import LABEL, letters
from playground.app.graph.places import GAP, Curve

BESIDE = 1.0  # of the ground, at both sides of a text
_APART = 1.0  # from the boxes
LABEL_ROOM = GAP - 2 * BESIDE - _APART  # the most that a number may be wide
_OFF = 0.5  # the arrow's head
_TYPICAL = "−0.015"  # a number that a slot should have room for, where it cannot have more
_ALONG = (0.5, 0.35, 0.65, 0.2, 0.8)  # of the curve, where there is no room at its usual place
_KEPT = 8  # zooms
_CRAMPED = 0.5  # zoom below which a gap is too small for a number beside the arrows' heads


class Slots:
    """The room for the number of each curve that has one.

    It does not depend on the numbers, which stay where they are while they change.
    """

    def __init__(
        self, curves: Sequence[Curve], told: Sequence[bool], boxes: Sequence[QRectF]
    ) -> None:
        self._curves, self._told, self._boxes = curves, told, boxes
        self._made: dict[float, list[QRectF]] = {}

    def room(self, index: int, zoom: float) -> QRectF:
        """Return the room beside a curve, empty where there is none."""
        if zoom not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[zoom] = list(self._slots(zoom))
        return self._made[zoom][index]

    def _slots(self, zoom: float) -> Iterator[QRectF]:
        heads = [head(curve, zoom) for curve in self._curves]
        taken = list(self._boxes)
        for curve, told in zip(self._curves, self._told, strict=True):
            slot = QRectF()
            if told:
                slot = _free(curve, [*taken, *heads], zoom)
                if slot.isEmpty() and zoom < _CRAMPED:
                    slot = _free(curve, taken, zoom)
                taken.append(slot)
            yield slot


def usual(curve: Curve, width: float, zoom: float) -> QRectF:
    """Return a box of this width beside a curve: in its middle, or left of where arrows end."""
    box = _beside(curve.label, width, zoom, curve.below)
    size, (first, last) = HEAD / zoom, curve.heads
    half = SLIM * size
    all_heads = QRectF(curve.tip.x() - size, first - half, size, last - first + 2 * half)
    if box.intersects(all_heads):
        least = curve.tip.x() - GAP + _APART / 2
        box.moveLeft(max(all_heads.left() - 1 - width, least))
    return box


def head(curve: Curve, zoom: float) -> QRectF:
    """Return where the head of a curve's arrow is."""
    size = HEAD / zoom
    return QRectF(curve.tip.x() - size, curve.tip.y() - SLIM * size, size, 2 * SLIM * size)


def _free(curve: Curve, taken: Sequence[QRectF], zoom: float) -> QRectF:
    reach = curve.path.boundingRect().adjusted(-GAP, -GAP, GAP, GAP)
    near = [box for box in taken if box.intersects(reach)]
    typical = letters(LABEL, zoom).metrics.horizontalAdvance(_TYPICAL) + 2 * BESIDE
    for width in (LABEL_ROOM, min(typical, LABEL_ROOM)):
        for box in _places(curve, width, zoom):
            if not any(map(box.intersects, near)):
                return box
    return QRectF()


def _places(curve: Curve, width: float, zoom: float) -> Iterator[QRectF]:
    """Yield boxes beside a curve, the one that is read best first."""
    yield usual(curve, width, zoom)
    yield usual(curve._replace(below=not curve.below), width, zoom)
    for share in _ALONG:
        at = curve.path.pointAtPercent(share)
        for below in (curve.below, not curve.below):
            yield _beside(at, width, zoom, below)


def _beside(at: QPointF, width: float, zoom: float, below: bool) -> QRectF:
    height = letters(LABEL, zoom).height - 2
    away = height / 2 + HEAD * SLIM / zoom + _OFF
    box = QRectF(0, 0, width, height)
    box.moveCenter(at + QPointF(0, away if below else -away))
    return box
