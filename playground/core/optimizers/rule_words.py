"""How a typed update rule was understood, in words that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator

from playground.core.optimizers.statements import THETA, USUAL, TypedRule


def rule_words(rule: TypedRule) -> tuple[str, ...]:
    """Return what was supposed of a rule that it does not say, a sentence each; often nothing."""
    return tuple(_sentences(rule))


def _sentences(rule: TypedRule) -> Iterator[str]:
    if rule.supposed:
        kind = "a constant" if len(rule.supposed) == 1 else "constants"
        yield f"Never assigned, so {kind}, {USUAL:g} unless set: {', '.join(rule.supposed)}."
    if rule.remembered:
        yield f"Kept from step to step, 0 at first: {', '.join(rule.remembered)}."
    formulas = [statement.formula for statement in rule.statements]
    read = {name for formula in formulas for name in (*formula.parameters, *formula.columns)}
    assigned = (*rule.constants, *(statement.name for statement in rule.statements))
    unread = [name for name in dict.fromkeys(assigned) if name not in read and name != THETA]
    if unread:
        yield f"Assigned, but nothing reads it: {', '.join(unread)}."
