"""The chain rule through a matrix product, where each number goes into many of the result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.core.graph_parts import Numbers


def matrix_rule(names: Sequence[str], values: Sequence[Numbers], operand: int) -> str:
    """Return how the gradient of one operand of a @ b is made, with the shapes.

    grad_a = grad_out · bᵀ and grad_b = aᵀ · grad_out: Goodfellow, Bengio and Courville (2016),
    section 6.5.6.
    """
    left, right = values
    result = (*_rows(left)[:-1], _rows(right)[-1])
    if operand == 0:
        made, shapes = f"grad_out · {names[1]}ᵀ", (result, _turned(_rows(right)))
    else:
        made, shapes = f"{names[0]}ᵀ · grad_out", (_turned(_rows(left)), result)
    sizes = " · ".join(map(_sized, shapes))
    return f"grad_{names[operand]} = {made}, {sizes} = {_sized(_rows(values[operand]))}"


def matrix_product(
    values: Sequence[Numbers], operand: int, arrived: Numbers, gradient: Numbers
) -> str:
    """Return what comes out, with what goes in where that is short enough to be written."""
    other = values[1 - operand]
    if not (other.written and arrived.written):
        return f"that is {gradient.text}"
    turned = Numbers(_turned(_rows(other)), np.swapaxes(other.array.reshape(_rows(other)), -1, -2))
    pair = (arrived, turned) if operand == 0 else (turned, arrived)
    return f"{pair[0].text} · {pair[1].text} = {gradient.text}"


def _rows(value: Numbers) -> tuple[int, ...]:
    """The shape, where a vector is a column."""
    return value.shape if len(value.shape) > 1 else (*value.shape, 1)


def _turned(shape: tuple[int, ...]) -> tuple[int, ...]:
    return (*shape[:-2], shape[-1], shape[-2])


def _sized(shape: tuple[int, ...]) -> str:
    return f"({'×'.join(map(str, shape))})"
