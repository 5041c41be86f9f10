"""Which nodes of a graph can be drawn as one: chains, sums, branches, twins."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable

from playground.core.graph_parts import Graph, Node

RESHAPE = "reshape"  # the symbol of what only puts numbers in another shape
_LONG = 3  # operations of a chain or a sum that are worth folding

Key = tuple[int, ...]
Groups = dict[int, Key]  # the group that each node is in


def chains(graph: Graph) -> Iterable[Key]:
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
        if len(inside) >= _LONG:
            yield tuple(inside)


def sums(graph: Graph) -> Iterable[Key]:
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
            if len(group) >= _LONG:
                yield group


def branches(graph: Graph, groups: Groups, most: int) -> Iterable[Key]:
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


def plumbing(graph: Graph, groups: Groups) -> Iterable[Key]:
    """What only puts numbers in another shape, with what alone reads it or what it alone reads."""
    before, users = _neighbours(graph, groups)
    for key in {groups[node.index] for node in _operations(graph)}:
        if all(graph.nodes[index].symbol == RESHAPE for index in key):
            readers = users.get(key, set())
            read = {one for one in before.get(key, set()) if users[one] == {key}}
            if len(readers) == 1:
                yield _union({key, *readers})
            elif len(read) == 1 and (graph.leaf,) not in read:
                yield _union({key, *read})


def twins(graph: Graph, groups: Groups) -> Iterable[Key]:
    """Operations between the same others, as the squares in x₁² + x₂² + …."""
    before, users = _neighbours(graph, groups)
    alike: dict[object, set[Key]] = {}
    for key in {groups[node.index] for node in _operations(graph)}:
        if key in before and key in users:
            ends = frozenset(before[key]), frozenset(users[key])
            alike.setdefault(ends, set()).add(key)
    return [_union(twins) for twins in alike.values() if len(twins) > _LONG]


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


def merged(groups: Groups, found: Iterable[Key], graph: Graph) -> Groups:
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


def set_apart(groups: Groups, nodes: Collection[int]) -> Groups:
    """The groups with these nodes by themselves; what they leave of a group is cut where they are.

    Cut by the order of forward: no part then waits for one that waits for it.
    """
    parts = dict(groups)
    for key in {groups[node] for node in nodes}:
        alone = [node for node in key if node in nodes]
        pieces: dict[tuple[bool, int], list[int]] = {}
        for node in key:
            pieces.setdefault((node in nodes, bisect(alone, node)), []).append(node)
        for piece in map(tuple, pieces.values()):
            parts.update(dict.fromkeys(piece, piece))
    return parts


def _count(graph: Graph, key: Key) -> int:
    """How many operations there are in a group."""
    return sum(graph.nodes[index].kind == "operation" for index in key)


def _operations(graph: Graph) -> Iterable[Node]:
    return (node for node in graph.nodes if node.kind == "operation")


def _single(graph: Graph, node: int) -> bool:
    """Whether an operation's result is used once."""
    return graph.nodes[node].kind == "operation" and len(graph.out_of(node)) == 1
