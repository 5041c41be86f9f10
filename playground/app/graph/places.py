"""Where boxes and curves of the graph are, in pixels of the design."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from playground.app.graph.texts import rows_of
from playground.core.graph_fold import Folded, Item
from playground.core.graph_layout import Layout, Point
from playground.core.graph_parts import Graph

COLUMN, GAP, ROW = 110.0, 88.0, 84.0
_HEIGHTS = {"leaf": 112.0, "operation": 58.0, "constant": 34.0}
_MATRIX, _LINE = 172.0, 20.0  # a column that a matrix is written in, and each of its rows but one
_ROUND_ABOUT = 16.0  # beyond the boxes at both ends, with the line of one that is selected
_PORT = 14.0  # between two arrows that end at the same box
_CLOSE = 6.0  # arrows closer to each other could not be told apart: they end in one
_FEW = 3  # edges between the same two boxes that are drawn one by one, unless one is folded
_EARLY, _MIDDLE, _LATE = 0.2, 0.5, 0.8  # where in the gap a curve bends, so that labels part
_SHARE = {_EARLY: 0.84, _MIDDLE: 0.5, _LATE: 0.16}  # of the way up or down in the gap's middle


class Curve(NamedTuple):
    """The curve of an edge, or of a bundle of them; the arrow's tip, and the label's place.

    The label stands above its place, or below it: a lower edge would be covered from above.
    `heads` are the heights of the first and the last arrow that end at the same box.
    """

    edges: tuple[int, ...]
    path: QPainterPath
    tip: QPointF
    label: QPointF
    below: bool = False
    heads: tuple[float, float] = (0.0, 0.0)


def held(width: float, height: float) -> tuple[int, int]:
    """Return how many layers, and places in each, there is room for in pixels of the design."""
    wide, high = COLUMN + _ROUND_ABOUT, _HEIGHTS["operation"] + _ROUND_ABOUT
    return 1 + int((width - wide) // (COLUMN + GAP)), 1 + int((height - high) // ROW)


def boxes(graph: Graph, folded: Folded, layout: Layout) -> list[QRectF]:
    """Return the box of each item; where theta is a matrix there is room for its rows."""
    rows = rows_of(graph.nodes[graph.leaf].value)
    width, more = (_MATRIX, _LINE * (len(rows) - 1)) if rows else (COLUMN, 0.0)
    made = []
    for item, (x, y) in zip(folded.items, layout.items, strict=True):
        height = _HEIGHTS[_kind(graph, item)] + more
        made.append(QRectF(x * (width + GAP) - width / 2, y * ROW - height / 2, width, height))
    return made


def curves(folded: Folded, layout: Layout, places: Sequence[QRectF]) -> list[Curve]:
    """Return the curve of each edge; of more than three between two boxes, one for all."""
    drawn: list[tuple[int, int, tuple[int, ...], tuple[Point, ...]]] = []
    for link, paths in zip(folded.links, layout.links, strict=True):
        folded_end = folded.items[link.start].folded or folded.items[link.end].folded
        if len(paths) > (1 if folded_end else _FEW):
            drawn.append((link.start, link.end, link.edges, _middle(paths)))
        else:
            for edge, path in zip(link.edges, paths, strict=True):
                drawn.append((link.start, link.end, (edge,), path))
    ports = _ports([(end, points) for _, end, _, points in drawn], places)
    heads: dict[int, list[float]] = {}
    for (_, end, _, _), port in zip(drawn, ports, strict=True):
        heads.setdefault(end, []).append(port)
    outs, ins = Counter(one[0] for one in drawn), Counter(one[1] for one in drawn)
    return [
        _curve(
            edges,
            points,
            places[start],
            QPointF(places[end].left(), port),
            _bend(outs[start], ins[end]),
        )._replace(heads=(min(heads[end]), max(heads[end])))
        for (start, end, edges, points), port in zip(drawn, ports, strict=True)
    ]


def _middle(paths: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """The way between the outermost of some paths, which part in the middle of a gap alone."""
    ways = zip(paths[0], paths[-1], strict=True)
    return tuple((x, (y + other) / 2) for (x, y), (_, other) in ways if float(x).is_integer())


def _bend(outs: int, ins: int) -> float:
    if max(outs, ins) <= 2 or outs == ins:
        return _MIDDLE
    return _EARLY if outs > ins else _LATE


def _kind(graph: Graph, item: Item) -> str:
    return "operation" if item.folded else graph.nodes[item.end].kind


def _ports(ends: Sequence[tuple[int, tuple[Point, ...]]], places: Sequence[QRectF]) -> list[float]:
    """The heights at which arrows end, in the order from which they come, so that none cross."""
    into: dict[int, list[int]] = {}
    for index, (end, _) in enumerate(ends):
        into.setdefault(end, []).append(index)
    ports = [0.0] * len(ends)
    for end, indices in into.items():
        indices.sort(key=lambda index: ends[index][1][-2][1])
        box = places[end]
        apart = min(_PORT, (box.height() - 20) / max(len(indices) - 1, 1))
        apart = apart if apart >= _CLOSE else 0.0
        for place, index in enumerate(indices):
            ports[index] = box.center().y() + apart * (place - (len(indices) - 1) / 2)
    return ports


def _curve(
    edges: tuple[int, ...], points: tuple[Point, ...], start: QRectF, tip: QPointF, bend: float
) -> Curve:
    column, pitch = start.width(), start.width() + GAP  # boxes are as wide as each other
    stops = [QPointF(start.right(), start.center().y())]
    parted = False  # in the middle of a gap, from another edge between the same two
    for x, y in points[1:-1]:
        parted = not float(x).is_integer()
        half = column / 2
        sides = (x * pitch,) if parted else (x * pitch - half, x * pitch + half)
        stops.extend(QPointF(side, y * ROW) for side in sides)
    path = QPainterPath(stops[0])
    for before, after in zip(stops, [*stops[1:], tip], strict=True):
        across = before.x() + (_MIDDLE if parted else bend) * (after.x() - before.x())
        path.cubicTo(QPointF(across, before.y()), QPointF(across, after.y()), after)
    last, share = stops[-1], _SHARE[bend]
    label = QPointF((last.x() + tip.x()) / 2, last.y() + share * (tip.y() - last.y()))
    label = last if parted else label
    return Curve(edges, path, tip, label, parted and last.y() > start.center().y())
