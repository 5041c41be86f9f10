"""The chain rule along one edge, written out with names and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from playground.core.graph_operations import Operation
from playground.core.graph_parts import Numbers, figure

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def called(names: Sequence[str]) -> tuple[str, ...]:
    """The operands by name; those without one are called a, b, … by their place.

    A letter that is the name of another operand is passed over: b + a·w is not b + b.
    """
    free = [letter for letter in LETTERS if letter not in names]
    return tuple(
        _safe(name) if name else free[place % len(free)] for place, name in enumerate(names)
    )


def written(template: str, names: Sequence[str]) -> str:
    """A template of an operation with the names of its operands."""
    return template.format(**dict(zip(LETTERS, (*names, *LETTERS[len(names) :]), strict=False)))


def derivative(
    operation: Operation, names: Sequence[str], operand: int, local: Numbers | None
) -> str:
    """How the result depends on one operand: "∂out/∂θ = 2·θ = 2"."""
    names = apart(names)
    name = names[operand]
    if operation.symbol == "repeat":
        return f"∂out/∂{name} = 1 for each repetition: what arrives is added up"
    if operation.hands_on:
        return f"∂out/∂{name} = 1: each number only takes another place"
    if local is None:
        return f"torch has a rule of its own for {operation.symbol}"
    templates = operation.derivatives
    formula = written(templates[operand], names) if operand < len(templates) else ""
    value = _shortest(local)
    same = formula.strip("()") == value
    return " = ".join([f"∂out/∂{name}", *([] if same or not formula else [formula]), value])


def product(local: Numbers, arrived: Numbers, each: Numbers, gradient: Numbers) -> str:
    """What flows on: "2 · 1 = 2", and what it adds up to if `each` is more than an operand has."""
    line = f"{_safe(_shortest(local))} · {_safe(arrived.text)} = {each.text}"
    if each.shape != gradient.shape:
        line += f", added up: {gradient.text}"
    return line


def handed_on(operation: Operation, arrived: Numbers, gradient: Numbers) -> str:
    """What becomes of a gradient that is multiplied by nothing."""
    if operation.symbol == "repeat":
        return f"{arrived.text}, added up: {gradient.text}"
    return f"{gradient.text} flows on" if operation.hands_on else f"it gives {gradient.text}"


def _shortest(local: Numbers) -> str:
    """The numbers of a derivative; one for all of them if they are the same."""
    first = local.array.reshape(-1)[:1]
    if local.shape and local.size > 1 and (local.array == first).all():
        return figure(float(first[0]))
    return local.text


def _safe(text: str) -> str:
    return f"({text})" if text.startswith("−") else text


def apart(names: Sequence[str]) -> Sequence[str]:
    """Return the names, told apart by their sides where both operands are the same."""
    if len(names) == 2 and names[0] == names[1]:
        return f"left {names[0]}", f"right {names[1]}"
    return names
