"""An update rule that was typed, in the grammar of typed losses; never eval."""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor

from playground.core.losses.evaluate import Code, compiled
from playground.core.optimizers.base import OPTIMIZERS, Memory, Optimizer, Rate, Rule
from playground.core.optimizers.carried_on import carried_on
from playground.core.optimizers.statements import (
    GRADIENT,
    RATE,
    STEP,
    THETA,
    TypedRule,
    read_rule,
    reads_rate,
)
from playground.core.optimizers.unavailable import UNAVAILABLE
from playground.core.settings import Setting, Settings, Value, not_among
from playground.core.tensors import filled

TITLE = "Typed rule"
_TINY = 1e-3
_NO_RATE = "The rule does not use lr, so the learning rate changes nothing."
_OTHER_RULE = "Change the rule or its constants: it does not use the learning rate."
HELP = (
    "Statements with ; between them, such as velocity = beta*velocity + gradient; "
    "theta = theta - lr*velocity. Given are theta, gradient, lr and step (1 at first). A name "
    "that is read before it is assigned is what the step before left, 0 at first; a name that is "
    "never assigned, or only to a number as in beta = 0.9, is a constant with a slider, the same "
    "at each step wherever it is assigned."
)


@lru_cache(maxsize=64)
def find_optimizer(optimizer: str) -> Optimizer:
    """Return the optimizer of that name, or the one that a typed update rule makes.

    Raises ValueError where there is none, pointing at the character for a rule.
    """
    if optimizer in OPTIMIZERS:
        return OPTIMIZERS[optimizer]
    if optimizer in UNAVAILABLE:
        raise ValueError(f"optimizer {optimizer}: {UNAVAILABLE[optimizer]}")
    if "=" in optimizer:
        return _typed(optimizer)
    raise not_among("optimizer", optimizer, OPTIMIZERS)


def is_typed(optimizer: str) -> bool:
    """Whether this is an update rule and not the name of one."""
    return optimizer not in OPTIMIZERS and "=" in optimizer


def _typed(text: str) -> Optimizer:
    rule = read_rule(text)
    settings = {
        name: Setting(
            value, help=f"The constant {name} of the rule.", usual=_usual(value), own_name=True
        )
        for name, value in rule.constants.items()
    }
    function = _rule(rule)
    constants = {name: setting.default for name, setting in settings.items()}
    momentum, sizes = carried_on(function, constants)
    return Optimizer(
        name=text,
        title=TITLE,
        help="An update rule as it was typed.",
        rule=function,
        settings=settings,
        learning_rate=0.01,
        rate_note="" if reads_rate(rule) else _NO_RATE,
        calmed_by="" if reads_rate(rule) else _OTHER_RULE,
        momentum=momentum,
        sizes=sizes,
    )


def _usual(value: float) -> tuple[float, float]:
    """Where a constant is looked for: by powers of ten around a tiny one, as an ε is."""
    if 0 < value < _TINY:
        return value * 1e-4, value * 1e4
    if value < 0:
        return 2 * value, 0.0
    return 0.0, 2 * value if value > 1 else 1.0


def _rule(typed: TypedRule) -> Rule:
    """Return the statements as one function; every value it works with is a tensor."""
    written = [statement.name for statement in typed.statements]
    names = dict.fromkeys([THETA, GRADIENT, RATE, STEP, *typed.constants, *written])
    places = {name: place for place, name in enumerate(names)}
    steps = [
        (places[statement.name], _as_code(compiled(statement.formula.root, places)))
        for statement in typed.statements
    ]
    kept = [(name, places[name]) for name in dict.fromkeys(written) if name != THETA]
    constants = tuple(typed.constants)

    def typed_rule(
        theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
    ) -> Tensor:
        memory["step"] = step = memory.get("step", 0) + 1
        rate = learning_rate
        rate = rate.to(theta.dtype) if isinstance(rate, Tensor) else _number(rate)
        values = [theta, gradient, rate, _number(step)]
        values += [_number(settings[name]) for name in constants]
        values += [torch.zeros_like(theta)] * (len(places) - len(values))
        for name, place in kept:
            values[place] = memory.get(name, values[place])
        for place, code in steps:
            values[place] = code(values).to(theta.dtype).expand_as(theta)
        memory.update({name: values[place] for name, place in kept})
        return values[0]

    return typed_rule


def _number(value: Value) -> Tensor:
    # Of no dimension, so that theta keeps its dtype; and 1 − 0.999^step needs float64.
    assert isinstance(value, int | float)  # the declaration says so
    return torch.tensor(value, dtype=torch.float64)


def _as_code(part: Code | float) -> Code:
    if callable(part):
        return part
    constant = part
    return lambda leaves: filled(leaves[0], leaves[0].shape, constant)
