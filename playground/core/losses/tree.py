"""A formula as a tree of numbers, names and operations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


# eq=False: two nodes that look alike are still two places of the formula.
@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A number; `symbol` is how it was typed if it has a name, such as π."""

    value: float
    position: int
    symbol: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A component of theta, by the name that is displayed."""

    name: str
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of the data, by its name in the table."""

    name: str
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """An operation ("+", "-", "*", "/", "^", "neg", a comparison) or a function on arguments."""

    function: str
    arguments: tuple[Node, ...]
    position: int


Node = Number | Parameter | Column | Call


@dataclass(frozen=True, slots=True)
class Formula:
    """A tree with its parameters and columns, each in order of appearance."""

    root: Node
    parameters: tuple[str, ...]
    columns: tuple[str, ...]

    def nodes(self) -> Iterator[Node]:
        """Yield every node of the tree, in no particular order."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Call):
                waiting.extend(node.arguments)

    def position(self, name: str) -> int:
        """Where a parameter or a column was typed first."""
        named = (node for node in self.nodes() if isinstance(node, Parameter | Column))
        return min(node.position for node in named if node.name == name)

    @property
    def algebraic(self) -> bool:
        """Whether one expression holds everywhere: no where, abs or other function is called."""
        called = {node.function for node in self.nodes() if isinstance(node, Call)}
        return called <= {"+", "-", "*", "/", "^", "neg"}
