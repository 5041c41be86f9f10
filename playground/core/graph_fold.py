"""Long chains as one node that can be unfolded, so that a large graph stays readable."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial

from playground.core.graph_parts import Graph, Node

PLAIN = 24  # nodes that are shown as they are
READABLE = 40  # nodes beyond which also branches are folded
LONG = 3  # operations of a chain or a sum that are worth folding
_BRANCHES = (4, 8, 16, 32)  # operations in a branch that is folded, if the smaller do not do

Key = tuple[int, ...]
Groups = dict[int, Key]  # the group that each node is in
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


def fold(graph: Graph, opened: Collection[Key] = ()) -> Folded:
    """Return the graph with long chains and sums folded, but for the `opened` keys.

    Where it would still have more than 40 nodes, also branches and twins are folded; opening
    one of those shows what was folded within.
    """
    groups: Groups = {node.index: (node.index,) for node in graph.nodes}
    levels = [groups]
    if len(graph.nodes) > PLAIN:
        levels.append(_merged(groups, [*_chains(graph), *_sums(graph)], graph))
        ways: list[Way] = [partial(_branches, most=most) for most in _BRANCHES]
        for way in (ways[0], _twins, *ways[1:]):
            if len(set(levels[-1].values())) <= READABLE:
                break
            levels.append(_merged(levels[-1], way(graph, levels[-1]), graph))
    return _drawn(graph, _shown(levels, opened))


def _chains(graph: Graph) -> Iterable[Key]:
    """Runs of operations that each have one operand that carries a gradient, used only there."""
    following = {}
    for node in _operations(graph):
        before = [edge for edge in graph.into(node.index) if edge.carries]
        if len(before) == 1 and _single(graph, before[0].start):
            following[before[0].start] = node.index
    for first in following.keys() - following.values():
        run = [first]
        while run[-1] in following:
            run.append(following[run[-1]])
        # the first may have any operands: what matters is that only the next reads it
        inside = [each for each in run if graph.nodes[each].kind == "operation"]
        if len([edge for edge in graph.into(inside[0]) if edge.carries]) > 1:
            inside = inside[1:]
        if len(inside) >= LONG:
            yield tuple(inside)


def _sums(graph: Graph) -> Iterable[Key]:
    """Additions that only add up for one another, as in x₁² + x₂² + …; products alike."""
    for names in (("Add", "Sub"), ("Mul",)):
        alike = {node.index for node in _operations(graph) if node.name.startswith(names)}
        top: dict[int, int] = {}
        for index in sorted(alike, reverse=True):
            users = {edge.end for edge in graph.out_of(index)}
            user = next(iter(users)) if len(users) == 1 else -1
            top[index] = top[user] if user in alike else index
        for last in set(top.values()):
            group = tuple(sorted(index for index in alike if top[index] == last))
            if len(group) >= LONG:
                yield group


def _branches(graph: Graph, groups: Groups, most: int) -> Iterable[Key]:
    """The largest groups, of up to so many operations, whose results only one of them hands on."""
    before, users = _neighbours(graph, groups)
    for top in {groups[node.index] for node in _operations(graph)}:
        branch, waiting = {top}, [top]
        while waiting:
            for start in before.get(waiting.pop(), set()):
                # asked again whenever one of its users joins
                if start not in branch and users[start] <= branch and graph.leaf not in start:
                    branch.add(start)
                    waiting.append(start)
        whole = _union(branch)
        if len(branch) > 1 and _count(graph, whole) <= most:
            yield whole


def _twins(graph: Graph, groups: Groups) -> Iterable[Key]:
    """Operations between the same others, as the squares in x₁² + x₂² + …."""
    before, users = _neighbours(graph, groups)
    alike: dict[object, set[Key]] = {}
    for key in {groups[node.index] for node in _operations(graph)}:
        if key in before and key in users:
            ends = frozenset(before[key]), frozenset(users[key])
            alike.setdefault(ends, set()).add(key)
    return [_union(twins) for twins in alike.values() if len(twins) > LONG]


def _neighbours(graph: Graph, groups: Groups) -> tuple[dict[Key, set[Key]], dict[Key, set[Key]]]:
    """The groups that each depends on, and those that depend on it."""
    before: dict[Key, set[Key]] = {}
    users: dict[Key, set[Key]] = {}
    for edge in graph.edges:
        start, end = groups[edge.start], groups[edge.end]
        if start != end:
            before.setdefault(end, set()).add(start)
            users.setdefault(start, set()).add(end)
    return before, users


def _union(keys: Iterable[Key]) -> Key:
    return tuple(sorted(index for key in keys for index in key))


def _merged(groups: Groups, found: Iterable[Key], graph: Graph) -> Groups:
    """The groups with those found, the largest first; constants go with what alone uses them."""
    merged = dict(groups)
    constants = [node.index for node in graph.nodes if node.kind == "constant"]
    taken: set[int] = set()
    for key in sorted(found, key=lambda key: (-len(key), key)):
        if taken.isdisjoint(key):
            taken.update(key)
            inside = set(key)
            users = ({edge.end for edge in graph.out_of(index)} for index in constants)
            alone = [index for index, ends in zip(constants, users, strict=True) if ends <= inside]
            whole = tuple(sorted(inside.union(alone)))
            merged.update(dict.fromkeys(whole, whole))
    return merged


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


def _count(graph: Graph, key: Key) -> int:
    """How many operations there are in a group."""
    return sum(graph.nodes[index].kind == "operation" for index in key)


def _operations(graph: Graph) -> Iterable[Node]:
    return (node for node in graph.nodes if node.kind == "operation")


def _single(graph: Graph, node: int) -> bool:
    """Whether an operation's result is used once."""
    return graph.nodes[node].kind == "operation" and len(graph.out_of(node)) == 1
