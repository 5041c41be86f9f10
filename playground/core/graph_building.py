"""From torch's nodes, with what was recorded and what flowed, to plain numbers and text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.autograd.graph import Node as Recipe
from torch.autograd.graph import get_gradient_edge

from playground.core import graph_words as words
from playground.core.graph_advice import advice
from playground.core.graph_backward import Flow, local_derivatives
from playground.core.graph_edges import Applied, Edges, Operand
from playground.core.graph_operations import operation
from playground.core.graph_parts import Graph, Node, Numbers, Output, figure
from playground.core.graph_recorder import Constant, Record, Recorded, numbers
from playground.core.loss_source import Source
from playground.core.losses.spans import Span

_LONGEST_SYMBOL = 24
_OPENING = ("Unsqueeze", "Unbind")  # how theta is taken apart for a typed formula


class Building:
    """Makes one graph; nodes are numbered in the order in which forward made them."""

    def __init__(self, names: Sequence[str], source: Source, record: Record, flowed: Flow) -> None:
        self._names, self._source = names, source
        self._record, self._flow = record, flowed
        self._nodes: list[Node] = []
        self._edges = Edges(flowed)
        self._index: dict[Recipe, int] = {}
        self._constants: dict[int, int] = {}

    def graph(self, recipes: list[Recipe], result: Tensor, leaf: Tensor, remedy: str) -> Graph:
        """Return the graph of a result that depends on the leaf, theta."""
        self._leaf(leaf)
        if recipes:
            for recipe in sorted(recipes, key=_made):
                if recipe not in self._index:
                    self._operation(recipe)
            edge = get_gradient_edge(result)
            end = self._index[edge.node], edge.output_nr
        else:
            end = self._constant(result), 0
        refusal = self._flow.refusal
        node, output = end
        return Graph(
            nodes=tuple(self._nodes),
            edges=tuple(self._edges.made),
            result=end,
            leaf=0,
            seed=self._nodes[node].outputs[output].gradient,
            grad=None if leaf.grad is None else numbers(leaf.grad),
            passed=tuple(self._edges.passed()),
            source=self._source.text,
            remedy=remedy,
            refusal=refusal,
            advice=advice(result, self._nodes[0].symbol) if refusal else "",
        )

    def _leaf(self, leaf: Tensor) -> None:
        recipe = get_gradient_edge(leaf).node
        self._index[recipe] = 0
        (gradient,) = self._flow.arrived.get(recipe, (None,))
        name = self._names[0] if len(self._names) == 1 else "θ"
        output = Output(numbers(leaf), _numbers(gradient), name)
        self._nodes.append(
            Node(0, "leaf", _name(recipe), name, name, (output,), self._source.names.get("", ()))
        )

    def _operation(self, recipe: Recipe) -> None:
        recorded = self._record.operations[_made(recipe)]
        operands = list(self._operands(recipe, recorded))
        made = operation(_name(recipe), recorded.exponent)
        names = words.called([operand.name for operand in operands])
        index = len(self._nodes)
        self._index[recipe] = index
        self._nodes.append(
            Node(
                index,
                "operation",
                _name(recipe),
                made.symbol,
                words.written(made.expression, names),
                self._outputs(recipe, recorded),
                self._spans(recipe, recorded),
            )
        )
        local = local_derivatives(recipe) if made.derivatives else ()
        values = [self._nodes[each.node].outputs[each.output].value for each in operands]
        applied = Applied(recipe, index, made, names, values, local)
        for place, operand in enumerate(operands):
            self._edges.add(applied, place, operand)

    def _operands(self, recipe: Recipe, recorded: Recorded) -> Iterator[Operand]:
        """The operands in their order, of which torch knows those that carry a gradient."""
        ways = [way for way, (node, _) in enumerate(recipe.next_functions) if node is not None]
        carried = [tensor for tensor in recorded.operands if _carries(tensor)]
        listed = recorded.operands if len(carried) == len(ways) else [None] * len(ways)
        left = iter(ways)
        for operand in listed:
            if operand is None or _carries(operand):
                way = next(left)
                node, output = recipe.next_functions[way]
                assert node is not None  # ways are those that lead to a node
                index = self._index[node]
                yield Operand(index, output, self._nodes[index].outputs[output].label, way)
            else:
                index = self._constant(operand, recorded)
                yield Operand(index, 0, self._nodes[index].symbol, None)

    def _outputs(self, recipe: Recipe, recorded: Recorded) -> tuple[Output, ...]:
        count = len(recorded.outputs)
        gradients = self._flow.arrived.get(recipe) or (None,) * count
        labels: Sequence[str] = ("",) * count
        if count == len(self._names) and _name(recipe).startswith("Unbind"):
            labels = self._names
        return tuple(
            Output(value, _numbers(gradient), label)
            for value, gradient, label in zip(recorded.outputs, gradients, labels, strict=True)
        )

    def _spans(self, recipe: Recipe, recorded: Recorded) -> tuple[Span, ...]:
        if recorded.spans or not _name(recipe).startswith(_OPENING):
            return recorded.spans
        return self._source.names.get("", ())

    def _constant(self, constant: Tensor | float, user: Recorded | None = None) -> int:
        """Return the node of a constant; numbers are each one of their own."""
        if not isinstance(constant, Tensor):
            spans = user.numbers.get(constant, ()) if user is not None else ()
            return self._add_constant(figure(constant), _number(constant), spans)
        if id(constant) not in self._constants:
            known = self._record.constants.get(id(constant))
            known = known or Constant(constant, numbers(constant), "", ())
            label = known.label if 0 < len(known.label) <= _LONGEST_SYMBOL else "constant"
            self._constants[id(constant)] = self._add_constant(label, known.value, known.spans)
        return self._constants[id(constant)]

    def _add_constant(self, label: str, value: Numbers, spans: tuple[Span, ...]) -> int:
        index = len(self._nodes)
        self._nodes.append(Node(index, "constant", "", label, label, (Output(value),), spans))
        return index


def _made(recipe: Recipe) -> int:
    made: int = recipe._sequence_nr()
    return made


def _name(recipe: Recipe) -> str:
    return recipe.name().removeprefix("torch::autograd::")


def _carries(operand: Tensor | float) -> bool:
    return isinstance(operand, Tensor) and operand.requires_grad


def _numbers(tensor: Tensor | None) -> Numbers | None:
    return None if tensor is None else numbers(tensor)


def _number(value: float) -> Numbers:
    return numbers(torch.tensor(value, dtype=torch.float64))
