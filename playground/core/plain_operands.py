"""Where the plain numbers stand that an operation is applied to: typed, or in lines of Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import FrameType, ModuleType

from playground.core.losses.evaluate import compiled
from playground.core.losses.spans import Span
from playground.core.losses.tree import Call, Node, Number

Numbers = tuple[tuple[float, Span], ...]  # plain numbers, each with its characters


def typed_numbers(call: Call, where: Mapping[Node, Span]) -> Numbers:
    """Return the numbers among the arguments of a typed operation, and where each stands."""
    found = []
    for argument in call.arguments:
        if isinstance(argument, Number) or (isinstance(argument, Call) and _is_constant(argument)):
            value = compiled(argument, {})
            if not callable(value):  # a constant is computed while it is compiled
                found.append((value, where[argument]))
    return tuple(found)


def written_number(expression: ast.expr, frame: FrameType) -> ast.expr | None:
    """Return the operand of an expression of Python that is a plain number where it is run.

    None where no operand is, or more than one.
    """
    plain = [each for each in _operands(expression) if _is_plain(each, frame)]
    return plain[0] if len(plain) == 1 else None


def _is_constant(node: Node) -> bool:
    if isinstance(node, Call):
        return all(map(_is_constant, node.arguments))
    return isinstance(node, Number)


def _operands(expression: ast.expr) -> Iterator[ast.expr]:
    if isinstance(expression, ast.BinOp):
        yield from (expression.left, expression.right)
    elif isinstance(expression, ast.Call):
        yield from expression.args


def _is_plain(operand: ast.expr, frame: FrameType) -> bool:
    """Whether all that an operand reads are numbers, or functions of a module such as math."""
    names = [node.id for node in ast.walk(operand) if isinstance(node, ast.Name)]
    known = {**frame.f_globals, **frame.f_locals}
    return all(isinstance(known.get(name), int | float | ModuleType) for name in names)
