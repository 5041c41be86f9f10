"""A formula written out for people: as plain text here, as LaTeX in latex.py."""

from __future__ import annotations

from playground.core.losses.tree import COMPARISONS, Call, Column, Node, Number, Parameter

COMPARISON, SUM, PRODUCT, POWER, ATOM = range(5)
_PRECEDENCE = {"+": SUM, "-": SUM, "neg": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER}
_SUPERSCRIPTS = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "==": "="}


class Notation:
    """Plain text such as (1 − x)² + 100·(y − x²)²; LaTeX overrides what it writes otherwise."""

    def write(self, node: Node) -> str:
        """Return the tree as text."""
        if isinstance(node, Number):
            return self.symbol(node.symbol) if node.symbol else self.number(node.value)
        if isinstance(node, Parameter):
            return self.symbol(node.name)
        if isinstance(node, Column):
            return self.column(node.name)
        return self._call(node)

    def _call(self, node: Call) -> str:
        function, arguments = node.function, node.arguments
        if function == "neg":
            return self.minus + self.inside(arguments[0], PRODUCT)
        if function in ("+", "-"):
            return self._sum(node)
        if function == "*":
            return self.product(arguments[0], arguments[1])
        if function == "/":
            return self.quotient(arguments[0], arguments[1])
        if function == "^":
            return self.power(arguments[0], arguments[1])
        if function in COMPARISONS:
            left, right = (self.write(argument) for argument in arguments)
            return f"{left} {self.sign(function)} {right}"
        return self.function(function, arguments)

    def _sum(self, node: Call) -> str:
        left, right = node.arguments
        sign = "+" if node.function == "+" else self.minus
        # a − (b + c) and a + (−b) keep their parentheses; (a + b) + c needs none.
        return f"{self.inside(left, SUM)} {sign} {self.inside(right, PRODUCT)}"

    def inside(self, node: Node, least: int) -> str:
        """Return the text, in parentheses where it binds less than `least`."""
        text = self.write(node)
        return text if self.precedence(node) >= least else self.parentheses(text)

    def precedence(self, node: Node) -> int:
        """How strongly the text of a node holds together."""
        if isinstance(node, Number):
            return PRODUCT if "e" in repr(node.value) else ATOM
        if not isinstance(node, Call):
            return ATOM
        if node.function in COMPARISONS:
            return COMPARISON
        return SUM if self.signed(node) else _PRECEDENCE.get(node.function, ATOM)

    def signed(self, node: Node) -> bool:
        """Whether the text begins with a minus sign, as −3·x does."""
        if not isinstance(node, Call):
            return False
        return node.function == "neg" or (
            node.function in ("*", "/") and self.signed(node.arguments[0])
        )

    def first(self, node: Node) -> str:
        """Return the text of a first factor, which may begin with a minus sign."""
        return self.write(node) if self.signed(node) else self.inside(node, PRODUCT)

    minus = "−"

    def parentheses(self, text: str) -> str:
        """Return the text in parentheses."""
        return f"({text})"

    def number(self, value: float) -> str:
        """Return a number: 3 and not 3.0, and powers of ten beyond 1e16 or below 1e-4."""
        text = repr(value).removesuffix(".0")
        if "e" not in text:
            return text
        mantissa, exponent = text.split("e")
        ten = self.raised("10", str(int(exponent)))
        return ten if mantissa == "1" else self.times.join([mantissa, ten])

    times = "·"

    def raised(self, base: str, exponent: str) -> str:
        """Return base to the exponent, both already text."""
        bare = exponent.strip("()")
        if bare.lstrip("-−").isdecimal():
            return base + bare.translate(_SUPERSCRIPTS)
        return f"{base}^{exponent}"

    def symbol(self, name: str) -> str:
        """Return a parameter or a constant."""
        return name

    def column(self, name: str) -> str:
        """Return a column of the data."""
        return name

    def sign(self, comparison: str) -> str:
        """Return the sign of a comparison."""
        return _SIGNS.get(comparison, comparison)

    def product(self, left: Node, right: Node) -> str:
        """Return left times right."""
        before = self.first(left)
        if isinstance(left, Call) and left.function == "/":
            before = self.parentheses(before)  # nobody reads 1/2·x as (1/2)·x
        return self.times.join([before, self.inside(right, POWER)])

    def quotient(self, left: Node, right: Node) -> str:
        """Return left over right."""
        return f"{self.first(left)}/{self.inside(right, POWER)}"

    def power(self, base: Node, exponent: Node) -> str:
        """Return base to the exponent."""
        return self.raised(self.inside(base, ATOM), self.inside(exponent, ATOM))

    def function(self, name: str, arguments: tuple[Node, ...]) -> str:
        """Return a function of its arguments."""
        return f"{name}({', '.join(self.write(argument) for argument in arguments)})"


def plain(node: Node) -> str:
    """Return a formula as plain text."""
    return Notation().write(node)
