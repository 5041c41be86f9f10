"""A formula as LaTeX."""

from __future__ import annotations

import re

from playground.core.losses.notation import ATOM, COMPARISON, POWER, PRODUCT, Notation
from playground.core.losses.tokens import GREEK
from playground.core.losses.tree import Call, Node

_COMMANDS = {
    "tanh": r"\tanh",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "log": r"\log",
    "min": r"\min",
    "max": r"\max",
    "sigmoid": r"\sigma",
    "relu": r"\operatorname{relu}",
}
_SIGNS = {"<=": r"\leq", ">=": r"\geq", "!=": r"\neq", "==": "="}
_SPECIAL = "\\{}$&#^_%~"  # what LaTeX would not print
# Capitals that look Latin have no command.
_COMMAND_OF = {
    letter: f"\\{name}"
    for name, letter in [*GREEK.items(), ("pi", "π")]
    if name[0].islower() or letter in "ΓΔΘΛΞΣΥΦΨΩ"
}
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class Latex(Notation):
    """Fractions, roots and cases as they are printed."""

    minus = "-"
    times = r" \cdot "

    def parentheses(self, text: str) -> str:
        return rf"\left({text}\right)"

    def raised(self, base: str, exponent: str) -> str:
        return f"{base}^{{{exponent}}}"

    def symbol(self, name: str) -> str:
        return symbol(name)

    def column(self, name: str) -> str:
        return symbol(name)

    def sign(self, comparison: str) -> str:
        return _SIGNS.get(comparison, comparison)

    def product(self, left: Node, right: Node) -> str:
        before, after = self.first(left), self.inside(right, PRODUCT)
        if after[0].isdigit() or after.startswith(r"\frac"):
            return before + self.times + after
        number = re.fullmatch(r"-?[0-9.]+", before)
        return before + (" " if number else r" \, ") + after

    def quotient(self, left: Node, right: Node) -> str:
        return rf"\frac{{{self.write(left)}}}{{{self.write(right)}}}"

    def power(self, base: Node, exponent: Node) -> str:
        raised = self.write(exponent)
        if isinstance(base, Call) and base.function in ("sin", "cos", "tan", "tanh"):
            if raised.isdigit():  # sin⁻¹ would be read as the inverse
                inner = self.parentheses(self.write(base.arguments[0]))
                return f"{_COMMANDS[base.function]}^{{{raised}}}{inner}"
            return self.raised(self.parentheses(self.write(base)), raised)
        return self.raised(self.inside(base, ATOM), raised)

    def precedence(self, node: Node) -> int:
        if isinstance(node, Call) and node.function in ("exp", "/"):
            return POWER
        if isinstance(node, Call) and node.function == "where":
            return COMPARISON  # cases have no closing brace
        return super().precedence(node)

    def signed(self, node: Node) -> bool:
        fraction = isinstance(node, Call) and node.function == "/"
        return not fraction and super().signed(node)

    def function(self, name: str, arguments: tuple[Node, ...]) -> str:
        texts = [self.write(argument) for argument in arguments]
        if name == "exp":
            return self.raised("e", texts[0])
        if name == "sqrt":
            return rf"\sqrt{{{texts[0]}}}"
        if name == "abs":
            return rf"\left|{texts[0]}\right|"
        if name == "where":
            condition, then, otherwise = texts
            rows = rf"{then} & {condition} \\ {otherwise} & \text{{otherwise}}"
            return rf"\begin{{cases}}{rows}\end{{cases}}"
        return _COMMANDS[name] + self.parentheses(r",\, ".join(texts))


def latex(node: Node) -> str:
    """Return a formula as LaTeX."""
    return Latex().write(node)


def symbol(name: str) -> str:
    """Return a name as LaTeX: θ₁ as θ_{1}, t_u as t_{u}, longer names upright."""
    base, _, low = name.partition("_")
    letters = base.rstrip("₀₁₂₃₄₅₆₇₈₉")
    low = base[len(letters) :].translate(_DIGITS) + (f" {low}" if low else "")
    written = _COMMAND_OF.get(letters) or _upright(letters)
    return f"{written}_{{{_upright(low.strip())}}}" if low else written


def _upright(text: str) -> str:
    if len(text) < 2 or text.isdigit():
        return text
    plain = "".join(" " if character in _SPECIAL else character for character in text)
    return rf"\text{{{plain}}}"
