"""A formula as a tree of numbers, names and operations."""

from __future__ import annotations

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

    def position(self, name: str) -> int:
        """Where a parameter or a column was typed first."""
        waiting = [self.root]
        found = []
        while waiting:
            node = waiting.pop()
            if isinstance(node, Call):
                waiting.extend(node.arguments)
            elif isinstance(node, Parameter | Column) and node.name == name:
                found.append(node.position)
        return min(found)
