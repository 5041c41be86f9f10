"""The order in which a graph is stepped through: forward by values, backward by edges, .grad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.core.graph_parts import Edge, Graph, Node

_MOST_ADDED = 4  # numbers written out in a sum


@dataclass(frozen=True)
class Moment:
    """One step: what happens, where, and in words.

    `kind` is "forward" (the value of a node), "seed" (the gradient that backward starts with),
    "edge" (a gradient flows along it), "sum" (all that arrive at a node are added up), "grad"
    (theta's .grad is there) or "refused" (torch's error). `edge` is −1 but for "edge".
    """

    kind: str
    node: int
    edge: int
    text: str


@dataclass(frozen=True)
class Seen:
    """What is known after some moments: nodes with their value, edges passed, gradients.

    `gradients` are the nodes at which all that flows to them has arrived.
    """

    values: frozenset[int]
    edges: frozenset[int]
    gradients: frozenset[int]
    grad: bool
    refused: bool


def moments(graph: Graph) -> tuple[Moment, ...]:
    """Return every step through the graph, in order; constants come with what needs them."""
    return (*_forward(graph), *_backward(graph))


def involved(graph: Graph, moment: Moment) -> frozenset[int]:
    """Return the nodes that a step is about: an operation and what it is applied to.

    Where gradients are added up, it is those that they come from instead.
    """
    if moment.kind == "sum":
        users = {edge.end for edge in graph.out_of(moment.node)}
        return frozenset({moment.node, *(users if len(users) <= _MOST_ADDED else ())})
    if moment.kind in ("grad", "refused"):
        return frozenset({moment.node})
    return frozenset({moment.node, *(edge.start for edge in graph.into(moment.node))})


def seen(graph: Graph, steps: Sequence[Moment], count: int) -> Seen:
    """Return what is known after the first `count` of the moments; all before backward if 0."""
    done = steps[:count]
    last = max((moment.node for moment in done if moment.kind == "forward"), default=-1)
    edges = frozenset(moment.edge for moment in done if moment.kind == "edge")
    started = any(moment.kind == "seed" for moment in done)
    gradients = {graph.result[0]} if started else set()
    for node in graph.nodes:
        flows = _flows(graph, node.index)
        if flows and all(edge.index in edges for edge in flows):
            gradients.add(node.index)
    return Seen(
        values=frozenset(node.index for node in graph.nodes if node.index <= last),
        edges=edges,
        gradients=frozenset(gradients),
        grad=any(moment.kind == "grad" for moment in done),
        refused=any(moment.kind == "refused" for moment in done),
    )


def _forward(graph: Graph) -> Iterator[Moment]:
    for node in graph.nodes:
        if node.kind != "constant" or node.index == graph.result[0]:
            yield Moment("forward", node.index, -1, _computed(graph, node))


def _computed(graph: Graph, node: Node) -> str:
    if node.kind != "operation":
        return f"{node.symbol} = {node.value.text}"
    if len(node.outputs) > 1 and node.outputs[0].label:
        return node.text
    return f"{node.expression} = {node.value.text}{_with(graph, node)}"


def _with(graph: Graph, node: Node) -> str:
    """What the operands are, but for numbers, which are their own name."""
    values = {
        edge.name: graph.nodes[edge.start].outputs[edge.output].value.text
        for edge in graph.into(node.index)
    }
    parts = [f"{name} = {value}" for name, value in values.items() if name != value]
    return f", with {' and '.join(parts)}" if parts else ""


def _backward(graph: Graph) -> Iterator[Moment]:
    start = graph.result[0]
    if graph.refusal:
        yield Moment("refused", start, -1, graph.refusal)
        return
    yield Moment("seed", start, -1, _started(graph))
    waiting = {node.index: len(_flows(graph, node.index)) for node in graph.nodes}
    for index in graph.passed:
        edge = graph.edges[index]
        if edge.gradient is None:
            continue
        yield Moment("edge", edge.end, index, edge.text)
        waiting[edge.start] -= 1
        if not waiting[edge.start]:
            yield from _added(graph, edge.start)
    leaf = graph.nodes[graph.leaf]
    if graph.grad is not None:
        text = f"{leaf.symbol}.grad = {graph.grad.text}; until now it was None"
        yield Moment("grad", graph.leaf, -1, text)


def _started(graph: Graph) -> str:
    assert graph.seed is not None  # else torch would have refused
    if graph.remedy == "ones":
        return f"backward(gradient) starts with {graph.seed.text}: each number counts once"
    return f"backward() starts with ∂out/∂out = {graph.seed.text}"


def _added(graph: Graph, node: int) -> Iterator[Moment]:
    """Where several gradients arrive at the same output: that they are added up."""
    for place, output in enumerate(graph.nodes[node].outputs):
        flows = [edge for edge in _flows(graph, node) if edge.output == place]
        if len(flows) > 1 and output.gradient is not None:
            name = output.label or "this result"
            parts = [edge.gradient.text for edge in flows if edge.gradient is not None]
            listed = " + ".join(parts[:_MOST_ADDED]) + (" + …" if len(parts) > _MOST_ADDED else "")
            text = f"{name} is used {len(flows)} times: {listed} = {output.gradient.text}"
            yield Moment("sum", node, -1, text.replace("+ −", "− "))


def _flows(graph: Graph, node: int) -> list[Edge]:
    """The edges along which a gradient comes to a node."""
    return [edge for edge in graph.out_of(node) if edge.gradient is not None]
