"""A typed update rule: each of its statements with its numbers."""

from __future__ import annotations

from playground.core.losses.tree import Call, Node, Number
from playground.core.optimizers.statements import GRADIENT, RATE, STEP, THETA, read_rule
from playground.core.written_out.numbers import at_step
from playground.core.written_out.terms import Term, constant, exact, leaf, square
from playground.core.written_out.update import Sheet

_KINDS = {"+": "+", "-": "−", "*": "·", "/": "/", "neg": "neg", "sqrt": "√", "^": "^"}
_DIGITS = 17


def typed(sheet: Sheet) -> None:
    """Write each statement of the rule."""
    rule = read_rule(sheet.update.optimizer)
    known: dict[str, Term] = {
        THETA: sheet.old,
        GRADIENT: sheet.slope,
        RATE: sheet.rate,
        STEP: leaf("step", sheet.step),
    }
    for name in rule.constants:
        known[name] = leaf(name, float(sheet.settings[name]))  # type: ignore[arg-type]  # a number
    for name in rule.remembered:
        known[name] = sheet.kept(name, name)
    last = {statement.name: place for place, statement in enumerate(rule.statements)}
    for place, statement in enumerate(rule.statements):
        name, term = statement.name, _term(statement.formula.root, known)
        symbol = sheet.new if name == THETA else at_step(name, sheet.step)
        if last[name] > place:
            # A later statement overtakes it, so that nothing records it.
            known[name] = sheet.write(f"{name}′", term, float(exact(term, _DIGITS)))
        elif name == THETA:
            sheet.end(term)
            known[name] = leaf(symbol, sheet.after)
        else:
            known[name] = sheet.remember(name, name, term)


def _term(node: Node, known: dict[str, Term]) -> Term:
    if isinstance(node, Number):
        return leaf(node.symbol, node.value) if node.symbol else constant(node.value)
    if not isinstance(node, Call):
        return known[node.name]
    parts = tuple(_term(argument, known) for argument in node.arguments)
    power = node.arguments[-1]
    if node.function == "^" and isinstance(power, Number) and power.value == 2:
        return square(parts[0])
    return Term(_KINDS.get(node.function, node.function), parts)
