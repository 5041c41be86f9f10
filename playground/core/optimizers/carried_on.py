"""What does an update rule carry on of the directions before? Found by trying it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import torch

from playground.core.optimizers.base import Carried, Memory, Rule
from playground.core.settings import Settings, Value

_GRADIENT, _RATE = 0.7, 0.1  # any would do


def carried_on(rule: Rule, settings: Mapping[str, Value]) -> Carried | None:
    """Return the first buffer that turns with the gradient and outlasts it; None if none does.

    A mean of gradients changes its sign with theirs, and a mean of squares does not; a name for
    something in between, such as lr·gradient, is 0 after an update whose gradient is.
    """
    try:
        up, down = _tried(rule, settings, _GRADIENT), _tried(rule, settings, -_GRADIENT)
    except (RuntimeError, ArithmeticError):
        return None
    for name in up.after:
        value, other, later = (kept.get(name, 0.0) for kept in (up.after, down.after, up.later))
        if value * later * up.moved != 0 and value == -other:
            return Carried(name, uphill=value * up.moved < 0)
    return None


class _Tried(NamedTuple):
    """One update from 0: what is kept of it, also after another one without a gradient."""

    moved: float
    after: dict[str, float]
    later: dict[str, float]


def _tried(rule: Rule, settings: Mapping[str, Value], gradient: float) -> _Tried:
    memory: Memory = {}
    given, none = (torch.tensor([slope], dtype=torch.float64) for slope in (gradient, 0.0))
    theta = rule(none, given, memory, _RATE, Settings(settings))
    after = _numbers(memory)
    rule(theta, none, memory, _RATE, Settings(settings))
    return _Tried(float(theta), after, _numbers(memory))


def _numbers(memory: Memory) -> dict[str, float]:
    return {name: float(kept) for name, kept in memory.items() if isinstance(kept, torch.Tensor)}
