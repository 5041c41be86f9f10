"""A formula as a function of torch tensors, compiled once into nested closures."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import cast

import torch
from torch import Tensor

from playground.core.losses.reasons import reason
from playground.core.losses.tokens import FormulaError
from playground.core.losses.tree import Call, Column, Node, Number, Parameter
from playground.core.tensors import filled, fits

Leaves = Sequence[Tensor]  # one tensor for each parameter, then one for each column
Code = Callable[[Leaves], Tensor]
Told = Callable[[Call, Code], Code]  # stands in for the code of a node, to tell when it is run

OPERATIONS: dict[str, Callable[..., Tensor]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": torch.pow,
    "neg": operator.neg,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "min": lambda *values: reduce(torch.minimum, values),
    "max": lambda *values: reduce(torch.maximum, values),
    "where": torch.where,
    "mean": lambda values: values.mean(-1, keepdim=True),
    "sum": lambda values: values.sum(-1, keepdim=True),
}
_TENSORS_ONLY = ("min", "max", "where")  # torch takes no plain numbers there


def compiled(node: Node, places: Mapping[str, int], told: Told | None = None) -> Code | float:
    """Return the function of the leaves that a tree describes, or a number if it has none.

    `places` maps names of parameters and columns to their index in the leaves. What depends on
    no leaf is computed here, as float64 tensors: no power of Python's own integers ever is.
    `told` may stand in for the code of each operation that is left.
    Raises FormulaError where such a constant is no finite number.
    """
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Parameter | Column):
        return cast(Code, operator.itemgetter(places[node.name]))
    parts = [compiled(argument, places, told) for argument in node.arguments]
    if node.function == "where" and not callable(parts[0]):
        return parts[1] if parts[0] else parts[2]
    if node.function == "/" and parts[1] == 0:
        raise _no_number(node, reason("/", (1.0, 0.0)))
    numbers = [part for part in parts if not callable(part)]
    if len(numbers) == len(parts):
        return _constant(node, numbers)
    code = _closure(node.function, parts)
    return told(node, code) if told else code


def _constant(node: Call, numbers: list[float]) -> float:
    values = [torch.tensor(number, dtype=torch.float64) for number in numbers]
    value = float(OPERATIONS[node.function](*values))
    if not math.isfinite(value):
        raise _no_number(node, reason(node.function, numbers))
    return value


def _no_number(node: Call, why: str) -> FormulaError:
    problem = why or "too large a number"
    expected = "type something that is a finite number"
    return FormulaError(problem[0].upper() + problem[1:], node.position, expected)


def _closure(function: str, parts: list[Code | float]) -> Code:
    apply = OPERATIONS[function]
    if function in _TENSORS_ONLY:
        return _on_tensors(apply, [part if callable(part) else _lifted(part) for part in parts])
    if len(parts) == 1:
        return _unary(apply, cast(Code, parts[0]))
    left, right = parts
    if function == "^" and right == 2.0:
        return _unary(torch.square, cast(Code, left))
    if function == "^" and left == math.e:
        return _unary(torch.exp, cast(Code, right))
    return _binary(apply, left, right)


def _unary(apply: Callable[..., Tensor], operand: Code) -> Code:
    return lambda leaves: apply(operand(leaves))


def _binary(apply: Callable[..., Tensor], left: Code | float, right: Code | float) -> Code:
    # Plain numbers stay plain: torch then rounds them to the tensor's dtype, as in typed code.
    if not callable(left):
        return lambda leaves: apply(left, cast(Code, right)(leaves))
    if not callable(right):
        if apply is torch.pow and not fits(right, torch.float16):
            return _large_power(left, right)
        return lambda leaves: apply(left(leaves), right)
    return lambda leaves: apply(left(leaves), right(leaves))


def _large_power(base: Code, exponent: float) -> Code:
    # torch refuses a plain exponent that float16 or bfloat16 cannot hold.
    def power(leaves: Leaves) -> Tensor:
        value = base(leaves)
        small = fits(exponent, value.dtype)
        return torch.pow(value, exponent if small else filled(value, (), exponent))

    return power


def _on_tensors(apply: Callable[..., Tensor], parts: list[Code]) -> Code:
    return lambda leaves: apply(*[part(leaves) for part in parts])


def _lifted(number: float) -> Code:
    return lambda leaves: filled(leaves[0], (), number)
