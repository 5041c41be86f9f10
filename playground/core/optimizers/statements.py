"""A typed update rule as a list of statements: what it assigns, remembers and can be set."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from playground.core.losses.evaluate import compiled
from playground.core.losses.grammar import CONSTANTS, parse
from playground.core.losses.names import ARITY
from playground.core.losses.tokens import NAME, FormulaError, display_name
from playground.core.losses.tree import Formula

MOST_STATEMENTS = 20
THETA, GRADIENT, RATE, STEP = "theta", "gradient", "learning_rate", "step"
# Every way to write what a rule is given, and the one name that stands for it.
GIVEN = {
    "theta": THETA, "θ": THETA, "gradient": GRADIENT, "grad": GRADIENT, "g": GRADIENT,
    "learning_rate": RATE, "lr": RATE, "η": RATE, "eta": RATE, "step": STEP, "k": STEP,
}  # fmt: skip
_ALIKE = 0.8  # as alike as a misspelled name is to the one that was meant
USUAL = 0.9  # of a constant that is named but given no number
_EXAMPLE = "velocity = 0.9*velocity + gradient; theta = theta - lr*velocity"


@dataclass(frozen=True)
class Statement:
    """One assignment: the name on its left and the formula on its right, and how it was typed."""

    name: str
    formula: Formula
    position: int
    text: str
    number: float | None  # that the formula comes to, whatever its names are


_WHAT = {GRADIENT: "the gradient", RATE: "the learning rate", STEP: "the number of the step"}


@dataclass(frozen=True)
class TypedRule:
    """The statements in their order, the names that are remembered, the constants' defaults.

    `supposed` are the constants that the text gives no number; their default is USUAL.
    """

    statements: tuple[Statement, ...]
    remembered: tuple[str, ...]
    constants: dict[str, float]
    supposed: tuple[str, ...]


def read_rule(text: str) -> TypedRule:
    """Return the rule that a text describes, statements with ; or a new line between them.

    A name that is only given a number is a constant, and so is one that is given nothing; any
    other name that is read before it is assigned is remembered from the step before, 0 at first.
    Raises FormulaError, a ValueError that points at the character.
    """
    statements = list(_statements(text))
    if not any(statement.name == THETA for statement in statements):
        raise _without_theta(statements, len(text))
    constants = _numbers(statements)
    given = set(constants)
    running = [one for one in statements if one.name not in constants]
    assigned = {one.name for one in running}
    known, remembered = {*GIVEN.values(), *constants}, []
    for statement in running:
        for name in statement.formula.columns:  # names that are given or assigned somewhere
            if name not in known and name in assigned and name not in remembered:
                remembered.append(name)
        for name in statement.formula.parameters:
            constants.setdefault(name, USUAL)
        known.add(statement.name)
    supposed = tuple(name for name in constants if name not in given)
    return TypedRule(tuple(running), tuple(remembered), constants, supposed)


def reads_rate(rule: TypedRule) -> bool:
    """Whether the learning rate makes any difference to a rule."""
    return any(RATE in statement.formula.columns for statement in rule.statements)


def reads_gradient(rule: TypedRule) -> bool:
    """Whether the gradient makes any difference to a rule."""
    return any(GRADIENT in statement.formula.columns for statement in rule.statements)


def _statements(text: str) -> Iterator[Statement]:
    parts = list(re.finditer(r"[^;\n]*", text))
    parts = [part for part in parts if part.group().strip()]
    if len(parts) > MOST_STATEMENTS:
        problem = f"More than {MOST_STATEMENTS} statements"
        raise FormulaError(problem, parts[MOST_STATEMENTS].start(), "type a shorter rule")
    lefts = [_left(part.group(), part.start()) for part in parts]
    names = dict(GIVEN)
    names |= {name: name for name, _, _ in lefts}
    for (name, begun, start), part in zip(lefts, parts, strict=True):
        try:
            formula = parse(text[start : part.end()], names)
            number = _number(formula)
        except FormulaError as error:
            unread = _misspelled_left(text, start + error.position, lefts)
            if unread is not None:
                raise unread from None
            # Its names are no columns of data, and its free names no parameters.
            problem = (
                str(error).split(" at character ")[0].replace("Unknown column", "Unknown name")
            )
            expected = error.expected.replace("the parameter", "the constant")
            if not text[start : part.end()].strip():
                expected = f"type such as {_EXAMPLE}"
            raise FormulaError(problem, start + error.position, expected) from None
        yield Statement(name, formula, begun, part.group().strip(), number)


def _misspelled_left(
    text: str, wrong: int, lefts: list[tuple[str, int, int]]
) -> FormulaError | None:
    """Return what is wrong if the name there, used more than once, is nearly one never read."""
    typed = NAME.match(text, wrong)
    if typed is None:
        return None
    used = Counter(display_name(word.group()) for word in NAME.finditer(text))
    if used[display_name(typed.group())] < 2:
        return None
    unread = {name.lower(): (name, place) for name, place, _ in lefts if used[name] == 1}
    unread.pop(THETA, None)
    for near in difflib.get_close_matches(typed.group().lower(), unread, n=1, cutoff=_ALIKE):
        name, place = unread[near]
        problem = f"'{name}' is assigned but never read"
        return FormulaError(problem, place, f"did you mean '{typed.group()}'?")
    return None


def _without_theta(statements: list[Statement], end: int) -> FormulaError:
    names = {statement.name.lower(): statement for statement in statements}
    for near in difflib.get_close_matches(THETA, names, n=1, cutoff=0.75):
        meant = names[near]
        problem = f"Theta is not assigned, but '{meant.name}' is"
        return FormulaError(problem, meant.position, f"did you mean '{THETA}'?")
    return FormulaError("Theta is not assigned", end, f"type such as {_EXAMPLE}")


def _left(part: str, offset: int) -> tuple[str, int, int]:
    """Return the name that is assigned, where it stands, and where the right side begins."""
    place = offset + len(part) - len(part.lstrip())
    match = re.match(rf"\s*({NAME.pattern})\s*=(?!=)", part)
    if match is None:
        raise FormulaError("Not an assignment", place, f"type such as {_EXAMPLE}")
    typed = match[1]
    name = GIVEN.get(typed) or GIVEN.get(display_name(typed)) or display_name(typed)
    if name in (GRADIENT, RATE, STEP):
        problem = f"'{typed}' is given: it is {_WHAT[name]}"
        raise FormulaError(problem, place, "assign theta or a name of your own")
    if typed in ARITY or typed in CONSTANTS:
        raise FormulaError(f"'{typed}' cannot be assigned", place, "choose another name")
    return name, place, offset + match.end()


def _numbers(statements: list[Statement]) -> dict[str, float]:
    """The names whose only statement is a number, with that number."""
    found: dict[str, float] = {}
    for statement in statements:
        once = sum(other.name == statement.name for other in statements) == 1
        if statement.number is not None and once and statement.name != THETA:
            found[statement.name] = statement.number
    return found


def _number(formula: Formula) -> float | None:
    """The number that a formula comes to; None for one that reads names.

    Raises FormulaError where it comes to no finite number.
    """
    names = [*formula.parameters, *formula.columns]
    value = compiled(formula.root, dict.fromkeys(names, 0))
    return None if names or callable(value) else float(value)
