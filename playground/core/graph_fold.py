"""Long chains as one node that can be unfolded, so that a large graph stays readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heappop, heappush

from playground.core.graph_groups import (
    RESHAPE,
    Groups,
    Key,
    branches,
    chains,
    merged,
    plumbing,
    set_apart,
    sums,
    twins,
)
from playground.core.graph_parts import Graph

PLAIN = 24  # nodes that are shown as they are
READABLE = 40  # nodes beyond which also branches are folded
_BRANCHES = (2, 4, 8, 16, 32)  # operations in a branch that is folded, if the smaller do not do

Way = Callable[[Graph, Groups], Iterable[Key]]


@dataclass(frozen=True)
class Item:
    """A node, or several folded into one; `key` is the nodes.

    `label` is "12 operations" or "5 times x²" for those, "θ · 3" for one with its constants,
    else the symbol; what only gives another shape is not told. `end` is the node whose result
    goes on. `whole` is what it was set apart from, else its key; opening that unfolds all of it.
    """

    key: Key
    end: int
    label: str
    whole: Key

    @property
    def folded(self) -> bool:
        """Whether it stands for several nodes."""
        return len(self.key) > 1


@dataclass(frozen=True)
class Link:
    """The edges from one item to another; `edges` are theirs in the graph."""

    start: int
    end: int
    edges: tuple[int, ...]


@dataclass(frozen=True)
class Folded:
    """A graph as it is drawn: items in the order of forward, links between them.

    `where` has the item of each node of the graph.
    """

    items: tuple[Item, ...]
    links: tuple[Link, ...]
    where: tuple[int, ...]


Fits = Callable[[Folded], bool]


def is_readable(folded: Folded) -> bool:
    """Whether a graph has few enough nodes to be read."""
    return len(folded.items) <= READABLE


class Folding:
    """The ways in which a graph can be shown, from all of its nodes to as few as fit.

    Long chains and sums are folded. Where what is left does not fit, also branches, whole terms
    of a sum and twins are, little by little until it does.
    """

    def __init__(self, graph: Graph, fits: Fits = is_readable) -> None:
        self._graph = graph
        groups: Groups = {node.index: (node.index,) for node in graph.nodes}
        self._levels = [groups]
        if len(graph.nodes) > PLAIN:
            self._levels.append(merged(groups, [*chains(graph), *sums(graph)], graph))
        pair, first, *larger = (partial(branches, most=most) for most in _BRANCHES)
        ways: list[Way] = [plumbing, pair, first, twins, *larger, twins]
        if fits(_drawn(graph, self._levels[-1])):
            return
        for way in ways:
            last = self._levels[-1]
            if found := list(way(graph, last)):
                self._levels.append(merged(last, found, graph))
                if fits(_drawn(graph, self._levels[-1])):
                    return

    def folded(self, opened: Collection[Key] = (), apart: Collection[int] = ()) -> Folded:
        """Return the graph as few nodes as fit, but for the `opened` keys.

        Opening one shows what was folded within. Nodes in `apart` stand by themselves, between
        what comes before and after them in their fold.
        """
        shown = {}
        for index in self._levels[0]:
            keys = (level[index] for level in reversed(self._levels))
            shown[index] = next((key for key in keys if key not in opened), (index,))
        return _drawn(self._graph, shown, apart)


def fold(graph: Graph, opened: Collection[Key] = (), fits: Fits = is_readable) -> Folded:
    """Return a graph folded until it fits, but for the `opened` keys."""
    return Folding(graph, fits).folded(opened)


def _drawn(graph: Graph, whole: Groups, apart: Collection[int] = ()) -> Folded:
    shown = set_apart(whole, apart) if apart else whole
    # what is whole has one result, its last: only parts have to be put in order
    keys = _in_order(graph, shown) if apart else sorted({*shown.values()}, key=lambda key: key[-1])
    place = {key: item for item, key in enumerate(keys)}
    links: dict[tuple[int, int], list[int]] = {}
    for edge in graph.edges:
        start, end = place[shown[edge.start]], place[shown[edge.end]]
        if start != end:
            links.setdefault((start, end), []).append(edge.index)
    return Folded(
        items=tuple(Item(key, key[-1], _label(graph, key), whole[key[0]]) for key in keys),
        links=tuple(Link(*ends, tuple(edges)) for ends, edges in links.items()),
        where=tuple(place[shown[node.index]] for node in graph.nodes),
    )


def _in_order(graph: Graph, shown: Groups) -> list[Key]:
    """The groups, each behind those it depends on; else in the order of forward."""
    following: dict[Key, set[Key]] = {key: set() for key in shown.values()}
    for edge in graph.edges:
        if shown[edge.start] != shown[edge.end]:
            following[shown[edge.start]].add(shown[edge.end])
    waits = Counter(key for users in following.values() for key in users)
    ready = [(key[-1], key) for key in following if not waits[key]]
    heapify(ready)
    order = []
    while ready:
        _, key = heappop(ready)
        order.append(key)
        for user in following[key]:
            waits[user] -= 1
            if not waits[user]:
                heappush(ready, (user[-1], user))
    return order


def _label(graph: Graph, key: Key) -> str:
    if len(key) == 1:
        return graph.nodes[key[0]].symbol
    inside = [graph.nodes[index] for index in key if graph.nodes[index].kind == "operation"]
    if len(inside) == 1:
        return inside[0].expression  # one with its constants is written out
    shaped = [node for node in inside if node.symbol == RESHAPE]
    named = [node.symbol for node in inside if node.symbol != RESHAPE] or [RESHAPE]
    if len(named) == 1:
        return named[0]
    if len(set(named)) == 1:
        return f"{len(named)} times {named[0]}"
    return f"{len(named) + len(shaped)} operations"
