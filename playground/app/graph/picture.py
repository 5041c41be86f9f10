"""The scene: one item a box and a curve, built once for each shape of graph."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from playground.app.graph.edge_item import EdgeItem
from playground.app.graph.edge_label import EdgeLabel
from playground.app.graph.node_item import NodeItem
from playground.app.graph.places import Curve, boxes, curves
from playground.app.graph.sight import Sight
from playground.app.graph.slots import Slots
from playground.core.graph_fold import Folded
from playground.core.graph_layout import layout
from playground.core.graph_parts import Graph

_BEYOND = 4000.0  # that can be dragged to, around the graph


class GraphPicture(QGraphicsScene):
    """Boxes and curves of a folded graph; they stay where they are while values change."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.nodes: list[NodeItem] = []
        self.edges: list[EdgeItem] = []
        self.labels: list[EdgeLabel] = []  # of the edges, above all of them
        self.whole, self.start = QRectF(), QRectF()  # start: the box of theta

    def build(self, graph: Graph, folded: Folded) -> None:
        """Take another graph, or the same folded in another way."""
        self.clear()
        places = layout(folded)
        drawn = boxes(graph, folded, places)
        self.nodes = [NodeItem(index, box) for index, box in enumerate(drawn)]
        lines = curves(folded, places, drawn)
        self.edges = [EdgeItem(curve) for curve in lines]
        room = Slots(lines, [_is_told(graph, curve) for curve in lines], drawn)
        self.labels = [EdgeLabel(curve, room, at) for at, curve in enumerate(lines)]
        for item in (*self.edges, *self.nodes, *self.labels):
            self.addItem(item)
        self.whole, self.start = QRectF(), drawn[folded.where[graph.leaf]]
        for node in self.nodes:
            self.whole = self.whole.united(node.boundingRect())
        for edge in self.edges:
            self.whole = self.whole.united(edge.curve.path.boundingRect())
        self.setSceneRect(self.whole.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND))

    def forget(self) -> None:
        """Show nothing."""
        self.clear()
        self.nodes, self.edges, self.labels, self.whole = [], [], [], QRectF()

    def show_sight(self, sight: Sight) -> None:
        """Show this moment of the graph that was built."""
        for node in self.nodes:
            node.show_look(sight.node(node.index))
        for edge, label in zip(self.edges, self.labels, strict=True):
            look = sight.edge(edge.curve.edges)
            edge.show_look(look)
            label.show_look(look)


def _is_told(graph: Graph, curve: Curve) -> bool:
    """Whether a number is ever written beside a curve: not of several edges, nor a constant's."""
    first, *others = curve.edges
    return not others and graph.edges[first].gradient is not None
