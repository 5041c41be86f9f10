"""A typed formula as a Python expression of torch operations, the same ones that we compute."""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Iterable, Mapping
from functools import reduce

import torch

from playground.core.losses.evaluate import compiled
from playground.core.losses.tokens import GREEK
from playground.core.losses.tree import COMPARISONS, Call, Column, Node, Number, Parameter
from playground.core.tensors import DTYPES, fits

_TAKEN = {*keyword.kwlist, "torch", "math", "theta", "step", "loss", "loss_of", "model", "rows",
          "columns", "rate", "learning_rate", "gradient", "optimizer", "scheduler"}  # fmt: skip
_LATIN = {letter: name for name, letter in GREEK.items()} | {"π": "pi"}
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_METHODS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu")
_CHOOSES = {"min": "torch.minimum", "max": "torch.maximum"}
_COMPARED, _SUM, _PRODUCT, _UNARY, _POWER, _ATOM = range(6)
_BINDS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "neg": _UNARY, "^": _POWER}


def identifiers(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a name that Python takes for each name: θ₁ becomes theta_1, lambda lambda_."""
    found: dict[str, str] = {}
    used = {*_TAKEN, *taken}
    for name in names:
        letters = "".join(_LATIN.get(letter, letter) for letter in name)
        plain = re.sub(r"([₀-₉]+)", r"_\1", letters).translate(_DIGITS)
        plain = re.sub(r"\W", "_", plain).replace("__", "_")
        plain = plain if plain.isidentifier() else f"_{plain}"
        while plain in used:
            plain += "_"
        used.add(plain)
        found[name] = plain
    return found


def expression(node: Node, names: Mapping[str, str], like: str, dtype: str) -> str:
    """Return a tree as Python; `like` is a tensor of that dtype, which its constants are to have.

    Operations on numbers alone are worked out, as they are where the formula is computed.
    """
    return _Writer(names, like, DTYPES[dtype]).text(node)[0]


def constant(node: Node, names: Iterable[str]) -> float | None:
    """Return the number that a tree comes to whatever its names are, else None."""
    if isinstance(node, Call) and node.function in COMPARISONS:
        return None
    value = compiled(node, dict.fromkeys(names, 0))
    return None if callable(value) else float(value)


class _Writer:
    """Writes a tree from its leaves on; texts come with how strongly they hold together."""

    def __init__(self, names: Mapping[str, str], like: str, dtype: torch.dtype) -> None:
        self._names, self._like, self._dtype = names, like, dtype

    def text(self, node: Node) -> tuple[str, int]:
        """Return the text of a tree."""
        value = constant(node, self._names)
        if value is not None:
            return _number(value, node)
        if isinstance(node, Parameter | Column):
            return self._names[node.name], _ATOM
        assert isinstance(node, Call)
        return self._call(node)

    def _call(self, node: Call) -> tuple[str, int]:
        function, arguments = node.function, node.arguments
        if function == "neg":
            return f"-{self._inside(arguments[0], _UNARY)}", _UNARY
        if function == "^":
            return self._power(*arguments)
        if function in _METHODS:
            return f"{self._inside(arguments[0], _ATOM)}.{function}()", _ATOM
        if function in _CHOOSES:
            tensors = [self._tensor(argument) for argument in arguments]
            chosen = reduce(lambda one, two: f"{_CHOOSES[function]}({one}, {two})", tensors)
            return chosen, _ATOM
        if function == "where":
            return self._where(*arguments), _ATOM
        binds = _BINDS.get(function, _COMPARED)
        left, right = (self._inside(part, binds + at) for at, part in enumerate(arguments))
        return f"{left} {function} {right}", binds

    def _inside(self, node: Node, least: int) -> str:
        text, binds = self.text(node)
        return text if binds >= least else f"({text})"

    def _power(self, base: Node, exponent: Node) -> tuple[str, int]:
        if constant(exponent, self._names) == 2.0:
            return f"{self._inside(base, _ATOM)}.square()", _ATOM
        if constant(base, self._names) == math.e:
            return f"{self._inside(exponent, _ATOM)}.exp()", _ATOM
        number = constant(exponent, self._names) or 0.0
        plain = fits(number, self._dtype)  # else torch takes it as a tensor only
        power = self._inside(exponent, _UNARY) if plain else self._tensor(exponent)
        return f"{self._inside(base, _ATOM)} ** {power}", _POWER

    def _where(self, condition: Node, yes: Node, no: Node) -> str:
        compared = compiled(condition, dict.fromkeys(self._names, 0))
        if not callable(compared):
            return self.text(yes if compared else no)[0]
        return f"torch.where({self.text(condition)[0]}, {self._tensor(yes)}, {self._tensor(no)})"

    def _tensor(self, node: Node) -> str:
        """Return what torch.where and minimum take: a tensor, also for a number."""
        text, _ = self.text(node)
        named = constant(node, self._names) is None
        return text if named else f"{self._like}.new_tensor({text})"


def _number(value: float, node: Node) -> tuple[str, int]:
    if isinstance(node, Number) and node.symbol in ("π", "e"):
        return ("math.pi" if node.symbol == "π" else "math.e"), _ATOM
    text = repr(value).removesuffix(".0")
    return text, _UNARY if text.startswith("-") else _ATOM
