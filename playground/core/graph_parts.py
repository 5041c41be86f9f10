"""What the graph of operations is made of; plain numbers and text, no torch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.core import words

if TYPE_CHECKING:  # the losses import torch, which the window shows graphs without
    from playground.core.losses.spans import Span

MOST_KEPT = 1000  # numbers of one tensor; nobody reads more, and a table may have millions
_MOST_WRITTEN = 4
_LONG = 3  # numbers at the start of those that are too many to write


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Numbers:
    """The numbers of a tensor: `array` has its shape, or is the first 1000 of more, flat."""

    shape: tuple[int, ...]
    array: NDArray[np.float64]

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return math.prod(self.shape)

    @property
    def whole(self) -> bool:
        """Whether `array` has all of them."""
        return self.array.shape == self.shape

    @property
    def written(self) -> bool:
        """Whether a line shows every number."""
        return self.size <= _MOST_WRITTEN

    @property
    def text(self) -> str:
        """The numbers as a line shows them: 2, [2], [1, 2, 3, … 100 numbers]."""
        if not self.written:
            first = ", ".join(map(figure, self.array.reshape(-1)[:_LONG].tolist()))
            return f"[{first}, … {self.size:,} numbers]"
        return _nested(self.array.reshape(self.shape).tolist())


@dataclass(frozen=True, eq=False)
class Output:
    """One result of a node: its value and, once backward has passed, the gradient there.

    The gradient is that of the result of the whole graph, None where none arrives. `label` is
    the parameter that the output holds, "" for other outputs.
    """

    value: Numbers
    gradient: Numbers | None = None
    label: str = ""


@dataclass(frozen=True, eq=False)
class Node:
    """A leaf (theta), an operation, or a constant, which autograd does not follow.

    `name` is autograd's own, such as MulBackward0, AccumulateGrad for the leaf and "" for a
    constant; `symbol` is for people: ×, eˣ, θ, 3. `expression` is the operation written out on
    the names of what it is applied to. `spans` are its places in the graph's source.
    """

    index: int
    kind: str  # "leaf", "operation" or "constant"
    name: str
    symbol: str
    expression: str
    outputs: tuple[Output, ...]
    spans: tuple[Span, ...]

    @property
    def value(self) -> Numbers:
        """The value of its first output."""
        return self.outputs[0].value

    @property
    def gradient(self) -> Numbers | None:
        """The gradient that arrives at its first output."""
        return self.outputs[0].gradient

    @property
    def text(self) -> str:
        """Its value as a line shows it: 2.2, or x = −1.2, y = 1 where it parts parameters."""
        return _listed([(each.label, each.value) for each in self.outputs])

    @property
    def gradient_text(self) -> str:
        """The gradient that arrives there as a line shows it; empty where none does."""
        arrived = [(each.label, each.gradient) for each in self.outputs if each.gradient]
        return _listed([(label and f"∂/∂{label}", numbers) for label, numbers in arrived])

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of its first output."""
        return self.value.shape


@dataclass(frozen=True, eq=False)
class Edge:
    """From an output of node `start` to an operand of node `end`; the gradient flows back.

    `name` is what the operand is called at `end`: θ, t_u, or a and b for those without a name.
    `gradient` is what flows from `end` to `start`: the local derivative times what arrived at
    `end`, added up over what was repeated to fit (broadcast). `local` has one number for each
    pair of an operand's and a result's number where those belong together; it is None where
    each depends on many (a matrix product) and where parts are only handed on. A constant's edge
    has neither. `derivative` and `product` are the chain rule in words: "∂out/∂θ = 2·θ = 2" and
    "2 · 1 = 2"; for a matrix product "grad_b = aᵀ · grad_out, (3×2) · (2×1) = (3×1)" and what
    that is.
    """

    index: int
    start: int
    output: int
    end: int
    operand: int
    name: str = ""
    gradient: Numbers | None = None
    local: Numbers | None = None
    derivative: str = ""
    product: str = ""
    carries: bool = True  # a gradient; not from a constant

    @property
    def text(self) -> str:
        """The chain rule along this edge in one line."""
        return "; ".join(part for part in (self.derivative, self.product) if part)


@dataclass(frozen=True, eq=False)
class Graph:
    """The graph that autograd recorded; nodes stand in the order in which forward made them.

    `result` is the (node, output) that backward starts from and `seed` the gradient there.
    `leaf` is the node of theta. `grad` is theta's .grad after backward, None where torch refused
    with `refusal`, which `advice` explains; before backward it is None anyway. `passed` are
    the edges in the order in which the gradient flowed. `source` is the text that `spans` are in.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    result: tuple[int, int]
    leaf: int
    seed: Numbers | None
    grad: Numbers | None
    passed: tuple[int, ...]
    source: str
    remedy: str = "none"
    refusal: str = ""
    advice: str = ""

    @property
    def output(self) -> Output:
        """The result of the whole graph."""
        node, output = self.result
        return self.nodes[node].outputs[output]

    def into(self, node: int) -> tuple[Edge, ...]:
        """The edges into a node, in the order of its operands."""
        return self._ends[0].get(node, ())

    def out_of(self, node: int) -> tuple[Edge, ...]:
        """The edges out of a node."""
        return self._ends[1].get(node, ())

    def ancestors(self, node: int) -> frozenset[int]:
        """All nodes that a node depends on, without itself."""
        found: set[int] = set()
        waiting = [node]
        while waiting:
            fresh = {edge.start for edge in self.into(waiting.pop())} - found
            found.update(fresh)
            waiting.extend(fresh)
        return frozenset(found)

    @cached_property
    def _ends(self) -> tuple[dict[int, tuple[Edge, ...]], dict[int, tuple[Edge, ...]]]:
        into: dict[int, tuple[Edge, ...]] = {}
        out: dict[int, tuple[Edge, ...]] = {}
        for edge in self.edges:
            into[edge.end] = (*into.get(edge.end, ()), edge)
            out[edge.start] = (*out.get(edge.start, ()), edge)
        return into, out


def figure(value: float) -> str:
    """A number to four decimals as torch prints it, shorter if exact; far ones with ×10ⁿ."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "−inf"
    if value == 0 or not 0.01 <= abs(value) < 1e6:
        return words.number(value, 5)
    sign = "−" if value < 0 else ""
    return sign + f"{abs(value):.4f}".rstrip("0").rstrip(".")


def _listed(parts: Sequence[tuple[str, Numbers]]) -> str:
    """Some numbers with their labels, or those of the first if they have none."""
    if not parts or len(parts) == 1 or not parts[0][0]:
        return parts[0][1].text if parts else ""
    shown = ", ".join(f"{label} = {numbers.text}" for label, numbers in parts[:_MOST_WRITTEN])
    return shown + (", …" if len(parts) > _MOST_WRITTEN else "")


def _nested(values: float | list[object]) -> str:
    if isinstance(values, list):
        inside = (_nested(value) for value in values)  # type: ignore[arg-type]  # tolist()'s own
        return f"[{', '.join(inside)}]"
    return figure(values)
