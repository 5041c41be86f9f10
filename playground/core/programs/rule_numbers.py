"""Where the numbers of a typed rule may stand in a program as plain numbers of Python."""

from __future__ import annotations

from collections.abc import Collection

from playground.core.losses.names import ARITY
from playground.core.losses.tree import Call, Column, Node, Number, Parameter
from playground.core.optimizers.statements import RATE, STEP, TypedRule

_RAISES = ("/", "^")  # of Python's numbers: on a zero, on what is too large


def needs_tensors(rule: TypedRule, shares: Collection[str]) -> bool:
    """Whether numbers of Python cannot do what a rule does with its numbers.

    They have no functions, and raise an error where a tensor goes on with infinity. `shares` are
    constants from 0 to 1, any power of which is a number.
    """
    numbers = {RATE, STEP, *rule.constants}
    calls = (
        node
        for statement in rule.statements
        for node in statement.formula.nodes()
        if isinstance(node, Call)
    )
    return any(_needs_tensors(call, numbers, shares) for call in calls)


def _needs_tensors(call: Call, numbers: Collection[str], shares: Collection[str]) -> bool:
    named = [_reads_only(argument, numbers) for argument in call.arguments]
    if call.function in ARITY:
        return any(named)
    if call.function not in _RAISES or not any(named):
        return False
    if not _reads_only(call, numbers):
        return False  # torch works it out
    left, right = call.arguments
    if call.function == "/":
        return not _is_constant(right) and _name(right) != STEP
    share = 0 <= left.value <= 1 if isinstance(left, Number) else _name(left) in shares
    return not (share and _name(right) == STEP)


def _reads_only(node: Node, numbers: Collection[str]) -> bool:
    """Whether a tree reads some of these names and nothing else."""
    if isinstance(node, Call):
        parts = [_reads_only(argument, numbers) for argument in node.arguments]
        constant = [_is_constant(argument) for argument in node.arguments]
        return any(parts) and all(map(max, parts, constant))
    return _name(node) in numbers


def _is_constant(node: Node) -> bool:
    if isinstance(node, Call):
        return all(map(_is_constant, node.arguments))
    return isinstance(node, Number)


def _name(node: Node) -> str:
    return node.name if isinstance(node, Parameter | Column) else ""
