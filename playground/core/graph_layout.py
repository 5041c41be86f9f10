"""Where the nodes of a graph stand: in layers, with few crossings.

Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures"
(1981): layers by the longest path, an order within each by barycentres. A link over several
layers has a place in each, so that it passes beside the nodes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from playground.core.graph_fold import Folded

Point = tuple[float, float]
_SWEEPS = 8
_APART = 0.3  # between two links from one node to another, at their middle


@dataclass(frozen=True)
class Layout:
    """The place (x, y) of each item, and the points of each link from its start to its end.

    x counts layers from theta on the left, y places in a layer, 1 apart at least; the graph lies
    around y = 0. A link of several edges has a path for each of them.
    """

    items: tuple[Point, ...]
    links: tuple[tuple[tuple[Point, ...], ...], ...]

    @property
    def width(self) -> float:
        """How many layers there are."""
        return max(x for x, _ in self.items) + 1

    @property
    def height(self) -> float:
        """How many places the highest layer needs."""
        ys = [y for _, y in self.items]
        return max(ys) - min(ys) + 1


def extent(folded: Folded) -> tuple[int, int]:
    """Return how many layers a graph has and how many places its highest one; before any order."""
    ends = [(link.start, link.end) for link in folded.links]
    layer = _layers(len(folded.items), ends)
    _chains(layer, ends)
    return max(layer) + 1, max(Counter(layer).values())


def layout(folded: Folded) -> Layout:
    """Return where to draw a graph; the same graph always lies the same way."""
    ends = [(link.start, link.end) for link in folded.links]
    layer = _layers(len(folded.items), ends)
    chains = _chains(layer, ends)
    y = _heights(layer, {pair for chain in chains for pair in pairwise(chain)})
    points = list(zip(map(float, layer), y, strict=True))
    counts = [len(link.edges) for link in folded.links]
    paths = [
        _paths([points[place] for place in chain], count)
        for chain, count in zip(chains, counts, strict=True)
    ]
    return Layout(tuple(points[: len(folded.items)]), tuple(paths))


def _layers(count: int, ends: Sequence[tuple[int, int]]) -> list[int]:
    """The layer of each item: as many before the result as the longest path to it is long."""
    ahead = [0] * count
    for start, end in sorted(ends, key=lambda pair: -pair[0]):  # items stand in forward's order
        ahead[start] = max(ahead[start], ahead[end] + 1)
    starts = {start for start, _ in ends}
    # theta stands on the left also where the result does not depend on it
    return [
        max(ahead) - each if item in starts or item == count - 1 else 0
        for item, each in enumerate(ahead)
    ]


def _chains(layer: list[int], ends: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Each link as a chain of places, one a layer; new places are appended to `layer`.

    Long links from one item share their places and part before their ends: fewer lines to read.
    """
    shared: dict[int, list[int]] = {}
    chains = []
    for start, end in ends:
        road = shared.setdefault(start, [])
        for at in range(layer[start] + 1 + len(road), layer[end]):
            road.append(len(layer))
            layer.append(at)
        chains.append([start, *road[: layer[end] - layer[start] - 1], end])
    return chains


def _heights(layer: list[int], pairs: Iterable[tuple[int, int]]) -> list[float]:
    """Order each layer by the mean of its neighbours, to and fro, then space it by the same."""
    rows: list[list[int]] = [[] for _ in range(max(layer) + 1)]
    for place, at in enumerate(layer):
        rows[at].append(place)
    before: list[list[int]] = [[] for _ in layer]
    after: list[list[int]] = [[] for _ in layer]
    for start, end in sorted(pairs):
        before[end].append(start)
        after[start].append(end)
    y = [0.0] * len(layer)
    for row in rows:
        _spread(row, [float(place) for place in range(len(row))], y)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for row in rows if forward else reversed(rows):
            wished = [_mean(place, before if forward else after, y) for place in row]
            order = sorted(range(len(row)), key=wished.__getitem__)
            row[:] = [row[index] for index in order]
            _spread(row, sorted(wished), y)
    return y


def _mean(place: int, neighbours: list[list[int]], y: list[float]) -> float:
    near = neighbours[place]
    return sum(y[each] for each in near) / len(near) if near else y[place]


def _spread(row: list[int], wished: list[float], y: list[float]) -> None:
    """Set the heights of a layer: as near to those wished as 1 apart allows, on the whole."""
    down, up = list(wished), list(wished)
    for index in range(1, len(row)):
        down[index] = max(down[index], down[index - 1] + 1)
    for index in range(len(row) - 2, -1, -1):
        up[index] = min(up[index], up[index + 1] - 1)
    for index, place in enumerate(row):
        y[place] = (down[index] + up[index]) / 2


def _paths(points: list[Point], count: int) -> tuple[tuple[Point, ...], ...]:
    """The points once for each edge; those beside each other part in the middle."""
    if count == 1:
        return (tuple(points),)
    inside = points[1:-1]
    if not inside:
        (x, y), (last, end) = points
        inside = [((x + last) / 2, (y + end) / 2)]
    offsets = [_APART * (index - (count - 1) / 2) for index in range(count)]
    return tuple(
        (points[0], *((x, y + offset) for x, y in inside), points[-1]) for offset in offsets
    )
