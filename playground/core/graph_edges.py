"""What flows along the edges of a graph, and how the chain rule makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from torch import Tensor
from torch.autograd.graph import Node as Recipe

from playground.core import graph_words as words
from playground.core.graph_backward import Flow, Gradients
from playground.core.graph_matrix import matrix_product, matrix_rule
from playground.core.graph_operations import Operation
from playground.core.graph_parts import Edge, Numbers
from playground.core.graph_recorder import numbers


class Operand(NamedTuple):
    """What an operation is applied to: an output of a node, by which of its next_functions.

    `way` is None for a constant, to which no gradient goes.
    """

    node: int
    output: int
    name: str
    way: int | None


class Applied(NamedTuple):
    """An operation with its operands' names and values; `local` has a derivative for each way."""

    recipe: Recipe
    node: int
    operation: Operation
    names: Sequence[str]
    values: Sequence[Numbers]
    local: Gradients

    @property
    def is_matrix_product(self) -> bool:
        """Whether it is a @ b, of which both are known."""
        return self.operation.multiplies and len(self.values) == 2


class Edges:
    """Makes the edges of one graph, each behind those before it."""

    def __init__(self, flowed: Flow) -> None:
        self.made: list[Edge] = []
        self._flow = flowed
        self._ways: dict[tuple[Recipe, int], int] = {}  # next_functions to edges

    def add(self, applied: Applied, place: int, operand: Operand) -> None:
        """Lead an operand to its place in an operation."""
        edge = Edge(
            index=len(self.made),
            start=operand.node,
            output=operand.output,
            end=applied.node,
            operand=place,
            name=applied.names[place].strip("()"),
            carries=operand.way is not None,
        )
        if operand.way is not None:
            self._ways[applied.recipe, operand.way] = edge.index
            edge = self._carrying(edge, applied, operand.way)
        self.made.append(edge)

    def _carrying(self, edge: Edge, applied: Applied, way: int) -> Edge:
        factor = applied.local[way] if way < len(applied.local) else None
        local = None if factor is None else numbers(factor)
        gradient, product = self._chained(applied, edge.operand, way, factor)
        names, operand = applied.names, edge.operand
        if applied.is_matrix_product:
            derivative = matrix_rule(words.apart(names), applied.values, operand)
        else:
            derivative = words.derivative(applied.operation, names, operand, local)
        return replace(edge, gradient=gradient, local=local, derivative=derivative, product=product)

    def _chained(
        self, applied: Applied, operand: int, way: int, local: Tensor | None
    ) -> tuple[Numbers | None, str]:
        """The gradient that left an operation one way, and how it came about."""
        left = self._flow.left.get(applied.recipe)
        gradient = left[way] if left else None
        if gradient is None:
            return None, ""
        # the engine adds up what was repeated on the way from node to node
        flowed = numbers(gradient.sum_to_size(applied.values[operand].shape))
        arrived = self._flow.arrived[applied.recipe][0]
        if arrived is None:
            return flowed, f"{flowed.text} flows on"
        came = numbers(arrived)
        if local is not None:
            return flowed, words.product(numbers(local), came, numbers(local * arrived), flowed)
        if applied.is_matrix_product:
            return flowed, matrix_product(applied.values, operand, came, flowed)
        return flowed, words.handed_on(applied.operation, came, flowed)

    def passed(self) -> Iterator[int]:
        """Yield the edges in the order in which the engine ran their nodes."""
        for recipe in self._flow.left:
            for way, (node, _) in enumerate(recipe.next_functions):
                if node is not None:
                    yield self._ways[recipe, way]
