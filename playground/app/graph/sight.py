"""What is to be seen of a graph at one moment: which numbers are known, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from playground.app.graph.texts import (
    about,
    about_edge,
    flowing,
    grad_texts,
    labels_of,
    rows_of,
    symbols_of,
    values_of,
)
from playground.core.graph_fold import Folded, Item
from playground.core.graph_parts import Edge, Graph
from playground.core.graph_steps import Moment, Seen, seen

if TYPE_CHECKING:
    from playground.core.graph_asked import GraphAnswer


@dataclass(frozen=True)
class NodeLook:
    """How a box looks. Texts are given from the longest to the shortest; empty: not yet known."""

    kind: str  # "leaf", "operation", "constant" or "folded"
    symbol: tuple[str, ...]
    name: str
    values: tuple[str, ...]
    rows: tuple[str, ...] = ()  # of a small matrix, which stand for the values where they fit
    grad: tuple[str, ...] = ()  # theta's
    has_grad: bool = False
    now: bool = False  # the step is here
    selected: bool = False
    faded: bool = False  # another one is selected, which does not depend on it


@dataclass(frozen=True)
class EdgeLook:
    """How a curve looks; `texts` of the gradient are empty until it has passed."""

    texts: tuple[str, ...]
    passed: bool
    carries: bool
    now: bool = False
    faded: bool = False


@dataclass(frozen=True, eq=False)
class Sight:
    """A graph after `count` of its steps, folded, with the selected item, −1 for none."""

    answer: GraphAnswer
    folded: Folded
    count: int
    selected: int = -1

    @property
    def graph(self) -> Graph:
        """What autograd recorded."""
        return self.answer.graph

    @property
    def moment(self) -> Moment | None:
        """The step that was taken last; None before the first."""
        return self.answer.steps[self.count - 1] if self.count else None

    @cached_property
    def seen(self) -> Seen:
        """What is known by now."""
        return seen(self.graph, self.answer.steps, self.count)

    @cached_property
    def current(self) -> int:
        """The item that the step is at; −1 for none."""
        moment = self.moment
        if moment is None:
            return -1
        if moment.kind == "edge":  # its curve says so, unless it is folded
            edge = self.graph.edges[moment.edge]
            start, end = self.folded.where[edge.start], self.folded.where[edge.end]
            return start if start == end else -1
        return self.folded.where[moment.node]

    @cached_property
    def depends_on(self) -> frozenset[int]:
        """The items that the selected one depends on, with itself; all if none is selected."""
        if self.selected < 0:
            return frozenset(range(len(self.folded.items)))
        end = self.folded.items[self.selected].end
        found = {self.folded.where[node] for node in self.graph.ancestors(end)}
        return frozenset(found | {self.selected})

    def node(self, index: int) -> NodeLook:
        """Return how an item looks."""
        item = self.folded.items[index]
        node = self.graph.nodes[item.end]
        known = item.end in self.seen.values
        results = self._results(item)
        return NodeLook(
            kind="folded" if item.folded else node.kind,
            symbol=labels_of(item) if item.folded else symbols_of(self.graph, node),
            name="" if item.folded else node.name,
            values=_values(self.graph, item, results) if known else (),
            rows=rows_of(node.value) if known and not results else (),
            grad=grad_texts(self.graph, self.seen.grad) if node.kind == "leaf" else (),
            has_grad=self.seen.grad,
            now=index == self.current,
            selected=index == self.selected,
            faded=index not in self.depends_on,
        )

    def edge(self, edges: tuple[int, ...]) -> EdgeLook:
        """Return how the curve of an edge, or of several together, looks."""
        all_of_them = [self.graph.edges[index] for index in edges]
        passed = [edge.gradient for edge in all_of_them if edge.index in self.seen.edges]
        alone = passed[0] if len(edges) == len(passed) == 1 else None
        moment = self.moment
        return EdgeLook(
            texts=flowing(alone) if alone is not None else (),
            passed=bool(passed),
            carries=all_of_them[0].carries,
            now=moment is not None and moment.kind == "edge" and moment.edge in edges,
            faded=self._where(all_of_them[0]) not in self.depends_on,
        )

    def about(self, index: int) -> str:
        """Return all that is known of an item, in one line."""
        item = self.folded.items[index]
        if results := self._results(item):
            return f"{item.label} with {results} results; unfold the node to see each"
        return about(self.graph, self.folded.items[index].end, self.seen)

    def about_edges(self, edges: tuple[int, ...]) -> str:
        """Return what flows along a curve, as far as it has passed."""
        if len(edges) > 1:
            return f"{len(edges)} edges; unfold the node to see each"
        edge = self.graph.edges[edges[0]]
        return about_edge(self.graph, edge) if edge.index in self.seen.edges else ""

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The places in the source of what is selected, or else of what the step is at."""
        if self.selected >= 0:
            node = self.folded.items[self.selected].end
        elif self.moment is not None:
            node = self.moment.node
        else:
            return ()
        return self.graph.nodes[node].spans

    def _results(self, item: Item) -> int:
        """How many nodes of a folded item others depend on; 0 if only one."""
        inside = frozenset(item.key)
        ends = ({edge.end for edge in self.graph.out_of(node)} for node in item.key)
        found = sum(not users <= inside for users in ends) if item.folded else 1
        return found if found > 1 else 0

    def _where(self, edge: Edge) -> int:
        return self.folded.where[edge.end]


def _values(graph: Graph, item: Item, results: int) -> tuple[str, ...]:
    """The value in a box, but for that of the constant 3, which is its very name."""
    node = graph.nodes[item.end]
    if results:
        return (f"{results} results",)
    return values_of(node) if node.kind != "constant" or node.symbol != node.text else ()
