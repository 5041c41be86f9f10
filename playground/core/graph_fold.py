"""Long chains as one node that can be unfolded, so that a large graph stays readable."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial

from playground.core.graph_groups import Groups, Key, branches, chains, merged, sums, twins
from playground.core.graph_parts import Graph

PLAIN = 24  # nodes that are shown as they are
READABLE = 40  # nodes beyond which also branches are folded
_BRANCHES = (4, 8, 16, 32)  # operations in a branch that is folded, if the smaller do not do

Way = Callable[[Graph, Groups], Iterable[Key]]


@dataclass(frozen=True)
class Item:
    """A node, or several folded into one; `key` is the nodes, and unfolds them.

    `label` is "12 operations" or "5 times x²" for those, "θ · 3" for one with its constants,
    else the symbol. `end` is the node whose result goes on.
    """

    key: Key
    end: int
    label: str

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


def fold(graph: Graph, opened: Collection[Key] = (), fits: Fits = is_readable) -> Folded:
    """Return the graph with long chains and sums folded, but for the `opened` keys.

    Where what is left does not fit, also branches, whole terms of a sum and twins are folded,
    little by little until it does; opening one of those shows what was folded within.
    """
    groups: Groups = {node.index: (node.index,) for node in graph.nodes}
    levels = [groups]
    if len(graph.nodes) > PLAIN:
        levels.append(merged(groups, [*chains(graph), *sums(graph)], graph))
        first, *larger = (partial(branches, most=most) for most in _BRANCHES)
        ways: list[Way] = [first, twins, *larger, twins]
        for way in ways:
            if fits(_drawn(graph, levels[-1])):
                break
            levels.append(merged(levels[-1], way(graph, levels[-1]), graph))
    return _drawn(graph, _shown(levels, opened))


def _shown(levels: list[Groups], opened: Collection[Key]) -> Groups:
    """The group that each node is shown in: the outermost that is not opened."""
    shown = {}
    for index in levels[0]:
        keys = (level[index] for level in reversed(levels))
        shown[index] = next((key for key in keys if key not in opened), (index,))
    return shown


def _drawn(graph: Graph, shown: Groups) -> Folded:
    keys = sorted(set(shown.values()), key=lambda key: key[-1])
    place = {key: item for item, key in enumerate(keys)}
    links: dict[tuple[int, int], list[int]] = {}
    for edge in graph.edges:
        start, end = place[shown[edge.start]], place[shown[edge.end]]
        if start != end:
            links.setdefault((start, end), []).append(edge.index)
    return Folded(
        items=tuple(Item(key, key[-1], _label(graph, key)) for key in keys),
        links=tuple(Link(*ends, tuple(edges)) for ends, edges in links.items()),
        where=tuple(place[shown[node.index]] for node in graph.nodes),
    )


def _label(graph: Graph, key: Key) -> str:
    if len(key) == 1:
        return graph.nodes[key[0]].symbol
    inside = [graph.nodes[index] for index in key if graph.nodes[index].kind == "operation"]
    symbols = {node.symbol for node in inside}
    if len(inside) == 1:
        return inside[0].expression  # one with its constants is written out
    if len(symbols) == 1:
        return f"{len(inside)} times {symbols.pop()}"
    return f"{len(inside)} operations"
