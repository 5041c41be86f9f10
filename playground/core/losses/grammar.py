"""The grammar of typed formulas: an allow-list of what may stand where.

    comparison = sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]     only as where's condition
    sum        = product {("+" | "-") product}
    product    = unary {("*" | "/") unary | power}                     the latter: 3 x, 2(x + 1)
    unary      = ("-" | "+") unary | power
    power      = atom [superscript | ("^" | "**") unary]
    atom       = number | name | function "(" comparison {"," comparison} ")" | "(" comparison ")"

So powers go first and from the right (2^3^2 is 2^9, -x^2 is -(x^2), 2x^2 is 2(x^2), 2^-1 is
a half), and a multiplication that is not written counts as one that is, from the left: 1/2x
is (1/2)x.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from playground.core.losses import names
from playground.core.losses.names import ARITY, REDUCTIONS
from playground.core.losses.tokens import FormulaError, Token, display_name, tokens
from playground.core.losses.tree import (
    COMPARISONS,
    Call,
    Column,
    Formula,
    Node,
    Number,
    Parameter,
)
from playground.core.typed import underflows

MOST_NODES = 200
DEEPEST = 40
MOST_PARAMETERS = 50
CONSTANTS = {"pi": ("π", math.pi), "π": ("π", math.pi), "e": ("e", math.e)}


def parse(text: str, columns: Mapping[str, str] | None = None, reductions: bool = False) -> Formula:
    """Return the tree of a formula; `columns` maps what may be typed to names of columns.

    With `reductions` there are also mean and sum, over the rows of the data.

    Raises FormulaError at the first character that no formula could have there.
    """
    arity = {**ARITY, **REDUCTIONS} if reductions else ARITY
    return _Parser(text, columns or {}, arity).formula()


class _Parser:
    """Reads the words once from the left; every method takes what it names and returns its tree."""

    def __init__(
        self, text: str, columns: Mapping[str, str], arity: Mapping[str, tuple[int, int]]
    ) -> None:
        self._tokens = tokens(text)
        self._peek = next(self._tokens)
        self._columns = columns
        self._arity = arity
        self._depth = 0
        self._nodes = 0
        self._used: dict[str, None] = {}
        self._used_columns: dict[str, None] = {}

    def formula(self) -> Formula:
        """Take everything and return it."""
        if self._peek.kind == "end":
            raise FormulaError("Nothing is typed", 0, "type a formula such as x^2 + 10*y^2")
        root = self._number(self._comparison())
        if self._peek.kind != "end":
            raise self._unexpected("an operator such as + or *")
        return Formula(root, tuple(self._used), tuple(self._used_columns))

    def _comparison(self) -> Node:
        left = self._sum()
        if self._peek.text not in COMPARISONS:
            return left
        sign = self._take()
        right = self._sum()
        if self._peek.text in COMPARISONS:
            raise self._unexpected("one comparison at a time, with one where inside another")
        return self._call(sign.text, sign.position, self._number(left), self._number(right))

    def _sum(self) -> Node:
        left = self._product()
        while self._peek.text in ("+", "-"):
            sign = self._take()
            left = self._binary(sign, left, self._product())
        return left

    def _product(self) -> Node:
        left = self._unary()
        while True:
            following = self._peek
            if following.text in ("*", "/"):
                left = self._binary(self._take(), left, self._unary())
            elif following.kind == "name" or following.text == "(":
                left = self._binary(Token("operator", "*", following.position), left, self._power())
            elif following.kind == "number":
                raise self._unexpected("type * or ^ or + before a number")
            else:
                return left

    def _unary(self) -> Node:
        if self._peek.text not in ("-", "+"):
            return self._power()
        sign = self._take()
        self._enter(sign)
        operand = self._number(self._unary())
        self._depth -= 1
        return self._call("neg", sign.position, operand) if sign.text == "-" else operand

    def _power(self) -> Node:
        base = self._atom()
        if self._peek.kind == "superscript":
            raised = self._take()
            exponent = self._literal(raised.text.lstrip("+"), raised.position)
            if self._peek.text == "^" or self._peek.kind == "superscript":
                raise self._unexpected("put parentheses around the first power")
            return self._call("^", raised.position, self._number(base), exponent)
        if self._peek.text != "^":
            return base
        sign = self._take()
        self._enter(sign)
        exponent = self._unary()
        self._depth -= 1
        return self._binary(sign, base, exponent)

    def _atom(self) -> Node:
        token = self._peek
        if token.kind == "number":
            self._take()
            return self._literal(token.text, token.position)
        if token.kind == "name":
            return self._name(self._take())
        if token.text == "(":
            self._enter(self._take())
            inside = self._comparison()
            self._close(token)
            return inside
        raise self._unexpected("type a number, a name or a parenthesis here")

    def _name(self, token: Token) -> Node:
        opens = self._peek.text == "("
        if opens and (token.text in self._arity or token.text in names.ALIASES):
            return self._function(token)
        name = display_name(token.text)
        column = self._columns.get(token.text) or self._columns.get(name)
        if column is not None:
            self._used_columns[column] = None
            return self._node(Column(column, token.position))
        if token.text in CONSTANTS:
            symbol, value = CONSTANTS[token.text]
            return self._node(Number(value, token.position, symbol))
        names.refuse_unless_parameter(token, name, opens, name in self._used, self._columns)
        self._used[name] = None
        if len(self._used) > MOST_PARAMETERS:
            problem = f"One parameter more than {MOST_PARAMETERS}"
            raise FormulaError(problem, token.position, f"{MOST_PARAMETERS} are the most")
        return self._node(Parameter(name, token.position))

    def _function(self, token: Token) -> Node:
        name = names.ALIASES.get(token.text, token.text)
        parenthesis = self._take()
        self._enter(parenthesis)
        arguments = [self._comparison()]
        while self._peek.text == ",":
            self._take()
            arguments.append(self._comparison())
        self._close(parenthesis)
        least, most = self._arity[name]
        if not least <= len(arguments) <= most:
            problem = f"'{name}' has {len(arguments)} argument{'s' * (len(arguments) != 1)}"
            raise FormulaError(problem, token.position, f"type {names.EXAMPLES[name]}")
        if name == "where":
            self._condition(arguments[0], token)
        numbers = arguments[1:] if name == "where" else arguments
        for argument in numbers:
            self._number(argument)
        return self._call(name, token.position, *arguments)

    def _condition(self, node: Node, token: Token) -> None:
        if not (isinstance(node, Call) and node.function in COMPARISONS):
            problem = "'where' does not begin with a comparison"
            raise FormulaError(problem, token.position, f"type {names.EXAMPLES['where']}")

    def _number(self, node: Node) -> Node:
        if isinstance(node, Call) and node.function in COMPARISONS:
            problem = f"'{node.function}' gives true or false, not a number,"
            expected = f"use it as a condition, as in {names.EXAMPLES['where']}"
            raise FormulaError(problem, node.position, expected)
        return node

    def _literal(self, text: str, position: int) -> Node:
        value = float(text)
        if math.isinf(value):
            raise FormulaError("Too large a number", position, "type at most 1.7e308")
        if underflows(text):
            raise FormulaError("Too small a number", position, "type at least 5e-324")
        return self._node(Number(value, position))

    def _binary(self, sign: Token, left: Node, right: Node) -> Node:
        return self._call(sign.text, sign.position, self._number(left), self._number(right))

    def _call(self, function: str, position: int, *arguments: Node) -> Node:
        return self._node(Call(function, arguments, position))

    def _node(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            problem = f"More than {MOST_NODES} numbers, names and operations"
            raise FormulaError(problem, node.position, "type a shorter formula")
        return node

    def _enter(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            problem = f"More than {DEEPEST} parentheses, signs or powers inside each other"
            raise FormulaError(problem, token.position, "type a simpler formula")

    def _close(self, opening: Token) -> None:
        if self._peek.text != ")":
            where = f"'(' of character {opening.position + 1}"
            raise self._unexpected(f"type an operator, or ) to close the {where}")
        self._take()
        self._depth -= 1

    def _take(self) -> Token:
        token, self._peek = self._peek, next(self._tokens)
        return token

    def _unexpected(self, expected: str) -> FormulaError:
        token = self._peek
        if token.kind == "end":
            return FormulaError("The formula ends too early", token.position, expected)
        if token.text == ",":
            expected = "a comma stands between arguments; a decimal point is typed as in 0.5"
        if token.text == ")" and self._depth == 0:
            expected = "no '(' belongs to it, remove it"
        shown = token.text if len(token.text) <= 20 else token.text[:20] + "…"
        return FormulaError(f"Unexpected '{shown}'", token.position, expected)
