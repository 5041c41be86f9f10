"""What does an update rule carry on of the directions before? Found by trying it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import torch

from playground.core.optimizers.base import Carried, Memory, Rule, Sizes
from playground.core.settings import Settings, Value

_GRADIENT, _RATE = 0.7, 0.1  # any would do


def carried_on(rule: Rule, settings: Mapping[str, Value]) -> tuple[Carried | None, Sizes | None]:
    """Return the first buffers that are a mean of gradients and of their sizes, or squares.

    A mean of gradients changes its sign with theirs; a mean of squares does not, and is four
    times as large for twice the gradient. What is only a name for something in between, such as
    lr·gradient, is 0 after an update whose gradient is.
    """
    try:
        up, down, twice = (_tried(rule, settings, times * _GRADIENT) for times in (1, -1, 2))
    except (RuntimeError, ArithmeticError):
        return None, None
    momentum, sizes = None, None
    for name, value in up.after.items():
        # Neither nothing nor boundless: a rule may divide by a buffer that is 0 at first.
        if not all(math.isfinite(part) and part for part in (value, up.later[name], up.moved)):
            continue
        ratio, grown = down.after[name] / value, twice.after[name] / value
        if momentum is None and ratio == -1:
            momentum = Carried(name, uphill=value * up.moved < 0)
        if sizes is None and ratio == 1 and value > 0 and round(grown, 6) in (2, 4):
            sizes = Sizes(name, squared=round(grown, 6) == 4)
    return momentum, sizes


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
