"""How people write each operation that autograd records, and its derivative."""

from __future__ import annotations

import re
from typing import NamedTuple

from playground.core.graph_parts import figure


class Operation(NamedTuple):
    """One kind of operation: its symbol, how it is written, and its derivatives.

    `expression` and `derivatives`, one for each operand, are on {a}, {b} and {out}; there are
    no derivatives where an operand's number takes part in many of the result (a matrix product,
    which `multiplies`). One that `hands_on` only puts its numbers elsewhere.
    """

    symbol: str
    expression: str
    derivatives: tuple[str, ...] = ()
    hands_on: bool = False
    multiplies: bool = False


_SHAPED = Operation("reshape", "{a} in another shape", hands_on=True)
_REPEATED = Operation("repeat", "{a}, repeated", hands_on=True)
_MATRIX = Operation("@", "{a} @ {b}", multiplies=True)
_UNKNOWN = Operation("", "")

_OPERATIONS: dict[str, Operation] = {
    "Add": Operation("+", "{a} + {b}", ("1", "1")),
    "Sub": Operation("−", "{a} − {b}", ("1", "−1")),
    "Rsub": Operation("−", "{b} − {a}", ("−1", "1")),
    "Mul": Operation("×", "{a} · {b}", ("{b}", "{a}")),
    "Div": Operation("÷", "{a} / {b}", ("1 / {b}", "−{a} / {b}²")),
    "Reciprocal": Operation("1/x", "1 / {a}", ("−1 / {a}²",)),
    "Neg": Operation("−x", "−{a}", ("−1",)),
    "Exp": Operation("eˣ", "exp({a})", ("exp({a})",)),
    "Expm1": Operation("eˣ−1", "exp({a}) − 1", ("exp({a})",)),
    "Log": Operation("ln x", "ln({a})", ("1 / {a}",)),
    "Sqrt": Operation("√x", "√({a})", ("1 / (2·√({a}))",)),
    "Sin": Operation("sin", "sin({a})", ("cos({a})",)),
    "Cos": Operation("cos", "cos({a})", ("−sin({a})",)),
    "Tan": Operation("tan", "tan({a})", ("1 + tan({a})²",)),
    "Tanh": Operation("tanh", "tanh({a})", ("1 − tanh({a})²",)),
    "Sigmoid": Operation("σ", "σ({a})", ("σ({a})·(1 − σ({a}))",)),
    "Relu": Operation("relu", "relu({a})", ("1 where {a} > 0, else 0",)),
    "Abs": Operation("|x|", "|{a}|", ("the sign of {a}",)),
    "Softplus": Operation("ln(1+eˣ)", "ln(1 + exp({a}))", ("σ({a})",)),
    "Minimum": Operation(
        "min",
        "min({a}, {b})",
        ("1 where {a} < {b}, ½ where equal", "1 where {b} < {a}, ½ where equal"),
    ),
    "Maximum": Operation(
        "max",
        "max({a}, {b})",
        ("1 where {a} > {b}, ½ where equal", "1 where {b} > {a}, ½ where equal"),
    ),
    "Where": Operation(
        "where", "where({a}, {b}, {c})", ("", "1 where {a}, else 0", "0 where {a}, else 1")
    ),
    "Sum": Operation("Σ", "Σ {a}", ("1",)),
    "Mean": Operation("mean", "mean({a})", ("1 / how many are averaged",)),
    "LinalgVectorNorm": Operation("‖x‖", "‖{a}‖", ("{a} / ‖{a}‖",)),
    "Unbind": Operation("parts", "the parts of {a}", hands_on=True),
    "SplitWithSizes": Operation("parts", "the parts of {a}", hands_on=True),
    "Expand": _REPEATED,
    "Mm": _MATRIX,
    "Mv": _MATRIX,
    "Bmm": _MATRIX,
    **dict.fromkeys(
        ["Squeeze", "Unsqueeze", "View", "Reshape", "UnsafeView", "T", "Transpose"],
        _SHAPED,
    ),
}
_SUPERSCRIPTS = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def operation(name: str, exponent: float | None = None) -> Operation:
    """Return the operation that autograd calls so, such as MulBackward0.

    `exponent` is that of a power, if it is a plain number.
    """
    bare = re.sub(r"Backward\d*$", "", name)
    if bare == "Pow":
        return _power(exponent)
    return _OPERATIONS.get(bare) or _UNKNOWN._replace(symbol=bare, expression=bare + "({a})")


def _power(exponent: float | None) -> Operation:
    if exponent is None:
        return Operation("xʸ", "{a}^{b}", ("{b} · {a}^({b} − 1)", "ln({a}) · {a}^{b}"))
    less = exponent - 1
    down = "{a}" if less == 1 else "{a}" + raised(less) if less else ""
    factor = f"{figure(exponent)}·{down}" if down else figure(exponent)
    return Operation("x" + raised(exponent), "{a}" + raised(exponent), (factor,))


def raised(exponent: float) -> str:
    """An exponent: ² for a whole number, else ^0.5."""
    text = figure(exponent)
    plain = exponent == int(exponent) and abs(exponent) < 1000
    return text.translate(_SUPERSCRIPTS) if plain else f"^{text}"
