"""The graph with its steps and its source: what is shown, how far, and what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from playground.app.graph.canvas import Canvas
from playground.app.graph.sight import Sight
from playground.app.graph.source_text import SourceText
from playground.app.graph.step_bar import STEP_KEYS, StepBar
from playground.app.graph.walking import ARROWS, next_item, turned_over
from playground.app.palette import Theme
from playground.core.graph_fold import Folded, Folding, is_readable
from playground.core.graph_groups import Key
from playground.core.graph_layout import extent
from playground.core.graph_parts import Graph
from playground.core.graph_steps import involved

if TYPE_CHECKING:
    from playground.core.graph_asked import GraphAnswer

NOTHING = "Nothing is computed yet, and .grad is None."
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Stage(QObject):
    """Keeps canvas, source and steps together. changed: there is something else to be seen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.canvas, self.source, self.steps = Canvas(), SourceText(), StepBar()
        self.answer: GraphAnswer | None = None
        self.folded = Folded((), (), ())
        self._shape: object = None
        self._opened: set[Key] = set()
        self._room = self.canvas.holds  # that it was folded for
        self._folding: Folding | None = None
        self._count: int | None = None  # steps that are shown; None: all, however many
        self.selected = -1
        self.canvas.take_keys(*ARROWS, *STEP_KEYS, *_ENTER, Qt.Key.Key_Escape)
        self.canvas.pressed.connect(self._press)
        self.canvas.picked.connect(self.select)
        self.canvas.opened.connect(self.turn_over)
        self.canvas.resized.connect(self._suit)
        self.canvas.tell_node = self._about
        self.canvas.tell_edge = self._about_edges
        self.steps.moved.connect(self._go_to)

    @property
    def count(self) -> int:
        """How many steps are shown."""
        whole = len(self.answer.steps) if self.answer is not None else 0
        return whole if self._count is None else min(self._count, whole)

    @property
    def sight(self) -> Sight | None:
        """What is to be seen now."""
        if self.answer is None:
            return None
        return Sight(self.answer, self.folded, self.count, self.selected)

    def show_answer(self, answer: GraphAnswer) -> None:
        """Show this graph; one of the same shape stays where it is, at the same step."""
        if answer is self.answer:
            return
        self.answer = answer
        shape = shape_of(answer.graph)
        if shape != self._shape:
            self.canvas.picture.forget()
            self._shape, self._count, self.selected = shape, None, -1
            self._opened = set()
            self._fold()
            self.canvas.fit()
            self.source.show_source(answer.graph.source)
        self._show()

    def forget(self) -> None:
        """Show no graph."""
        self.answer, self._shape, self.selected = None, None, -1
        self.canvas.picture.forget()
        self.source.show_source("")
        self.steps.show_step(0, 0, "")

    def select(self, item: int) -> None:
        """Select an item, −1 for none."""
        if item != self.selected:
            self.selected = item
            self._show()
        if item >= 0:
            self.canvas.look_at(self.canvas.picture.nodes[item].box)

    def turn_over(self, item: int) -> None:
        """Unfold an item, or fold it again into the one that it came from."""
        if self.answer is None or item < 0:
            return
        opened = turned_over(self.folded, item, self._opened)
        if opened == self._opened:
            return
        self._opened, self.selected = opened, item
        self._build()
        self._show()
        self.canvas.look_at(self.canvas.picture.nodes[self.selected].box)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.canvas.paint_with(theme)
        self.source.paint_with(theme)
        self._suit()

    def _about(self, item: int) -> str:
        sight = self.sight
        return sight.about(item) if sight is not None else ""

    def _about_edges(self, edges: tuple[int, ...]) -> str:
        sight = self.sight
        return sight.about_edges(edges) if sight is not None else ""

    def _fold(self) -> None:
        """Draw the graph folded for the room that there is."""
        assert self.answer is not None
        self._room = self.canvas.holds
        self._folding = Folding(self.answer.graph, self._fits)
        self._build()

    def _build(self) -> None:
        """Draw the graph folded, but for what the step is about, if it is not drawn so yet."""
        sight = self.sight
        assert sight is not None
        assert self._folding is not None
        graph, moment = sight.graph, sight.moment
        apart = involved(graph, moment) if moment is not None else ()
        folded = self._folding.folded(self._opened, apart)
        if folded == self.folded and self.canvas.picture.nodes:
            return
        end = self.folded.items[self.selected].end if self.selected >= 0 else -1
        self.folded = folded
        self.selected = folded.where[end] if end >= 0 else -1
        self.canvas.picture.build(graph, folded)
        self.canvas.refit()

    def _fits(self, folded: Folded) -> bool:
        layers, places = extent(folded)
        return is_readable(folded) and layers <= self._room[0] and places <= self._room[1]

    def _suit(self) -> None:
        """Fold as much as the room asks for, unless a person has unfolded, zoomed or dragged."""
        if self.answer is None or not self.canvas.fitted:
            return
        if not self._opened and self.canvas.holds != self._room:
            before = self.folded
            self._fold()
            if self.folded != before:
                self._show()
        self._follow()

    def _go_to(self, count: int) -> None:
        if self.answer is None:
            return
        self._count = None if count >= len(self.answer.steps) else count
        self.selected = -1
        self._build()
        self._show()
        self._follow()

    def _show(self) -> None:
        sight = self.sight
        assert sight is not None
        self.canvas.picture.show_sight(sight)
        self.source.mark(sight.spans)
        moment = sight.moment
        text = moment.text if moment is not None else NOTHING
        chosen = sight.about(self.selected) if self.selected >= 0 else ""
        wrong = moment is not None and moment.kind == "refused" and not chosen
        self.steps.show_step(self.count, len(sight.answer.steps), chosen or text, wrong)
        self.canvas.setAccessibleDescription(chosen or f"{_summary(sight.graph)} {text}")
        self.changed.emit()

    def _follow(self) -> None:
        """Bring on screen what the step is at."""
        sight = self.sight
        if sight is None or sight.moment is None:
            return
        picture = self.canvas.picture
        if sight.current >= 0:
            self.canvas.look_at(picture.nodes[sight.current].box)
        for edge in picture.edges:
            if edge.look.now:
                self.canvas.look_at(edge.curve.path.boundingRect(), edge.curve.label)

    def _press(self, key: Qt.Key) -> None:
        if self.answer is None:
            return
        if key in STEP_KEYS:
            self.steps.press(key)
        elif key == Qt.Key.Key_Escape:
            if self.selected < 0:
                self.canvas.clearFocus()
            self.select(-1)
        elif key in _ENTER:
            self.turn_over(self.selected)
        elif self.selected < 0:
            leaf = self.folded.where[self.answer.graph.leaf]
            sight = self.sight
            self.select(leaf if sight is None or sight.current < 0 else sight.current)
        else:
            boxes = [node.box for node in self.canvas.picture.nodes]
            self.select(next_item(self.folded, boxes, self.selected, key))


def shape_of(graph: Graph) -> object:
    """Return what graphs have in common that are drawn with the same boxes and curves."""
    nodes = tuple((n.kind, n.name, n.symbol, n.shape, n.expression) for n in graph.nodes)
    edges = tuple((e.start, e.output, e.end, e.operand) for e in graph.edges)
    return nodes, edges, graph.result, graph.source, graph.remedy, graph.refusal


def _summary(graph: Graph) -> str:
    operations = sum(node.kind == "operation" for node in graph.nodes)
    return f"{operations} operation{'s' if operations != 1 else ''} from {_leaf(graph)}."


def _leaf(graph: Graph) -> str:
    return graph.nodes[graph.leaf].symbol
