"""What has to be mended before any learning rate helps: a mistake, or a rule that leads nowhere."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from playground.core.mistakes import cure
from playground.core.optimizers import find_optimizer, is_typed
from playground.core.settings import Settings, Value

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

_UPDATES, _RATE = 4, 1e-3  # few and small: theta hardly moves while it is tried
_TINY = 1e-30
_RUNS = 64
_LATER = 32  # updates without a gradient, in which a momentum below 1 fades
_SAME = 1 - 1e-6  # of a step: less could be rounding
_NO_GRADIENT = "Change the rule: it does not use the gradient."
_EITHER_WAY = "Change the rule: it steps the same way uphill and downhill."
_KEEPS_ROLLING = "Change the rule: what it carries on never fades."
_NO_NUMBER = "Change the rule: it gives no finite number, whatever the learning rate."
_UPHILL = "The rule goes uphill: subtract the gradient."


def remedy(experiment: Experiment) -> str:
    """Return what to mend where no learning rate helps, as a sentence; "" if one may help.

    The wrong sign changes nothing of a typed rule that heeds no sign, and mends one that goes
    uphill by itself.
    """
    mistakes = experiment.mistakes
    wrong = "wrong-sign" in mistakes
    uphill = _astray(experiment) == _UPHILL
    if wrong and _astray(experiment) in (_EITHER_WAY, _UPHILL):
        mistakes = tuple(name for name in mistakes if name != "wrong-sign")
    if _astray(experiment) == _NO_GRADIENT:
        mistakes = ()
    return cure(mistakes) or (_UPHILL if uphill and not wrong else "")


def restless(experiment: Experiment) -> str:
    """Return how to change a typed rule that heeds no slope, or rolls on for ever, else ""."""
    why = _astray(experiment)
    # Where the rate is not used either, its own constants are all that there is.
    rolls = why == _KEEPS_ROLLING and experiment.optimizer_entry.calmed_by
    return "" if why == _UPHILL or rolls else why


def endless(experiment: Experiment) -> str:
    """Return how to change a typed rule that comes to rest nowhere, else ""."""
    return "" if _astray(experiment) == _EITHER_WAY else restless(experiment)


def _astray(experiment: Experiment) -> str:
    if not is_typed(experiment.optimizer):
        return ""
    return _found(experiment.optimizer, tuple(experiment.optimizer_settings.items()))


@lru_cache(maxsize=64)
def _found(rule: str, settings: tuple[tuple[str, Value], ...]) -> str:
    """What is wrong with where a typed rule goes, found by trying it; "" if nothing is for sure."""
    draw = torch.Generator().manual_seed(0)
    slopes, theta = torch.randn((2, _RUNS, 1), generator=draw, dtype=torch.float64)
    given = Settings(dict(settings))
    try:
        if not any(_is_finite(rule, given, theta, slopes, rate) for rate in (_RATE, _TINY)):
            return _NO_NUMBER
        down, up, steep = (
            sum(_moves(rule, given, theta, s * slopes, _UPDATES), torch.zeros(()))
            for s in (1.0, -1.0, 2.0)
        )
        rolling = _moves(rule, given, theta, slopes, 1, _LATER)
    except (RuntimeError, ArithmeticError):
        return ""
    if torch.equal(down, up):
        return _NO_GRADIENT if torch.equal(down, steep) else _EITHER_WAY
    if bool(((down - up) * slopes > 0).all()):
        return _UPHILL
    fades = bool((rolling[-1].abs() < _SAME * rolling[1].abs()).any() | (rolling[1] == 0).any())
    return "" if fades else _KEEPS_ROLLING


def _is_finite(rule: str, settings: Settings, theta: Tensor, slopes: Tensor, rate: float) -> bool:
    """Whether the first updates leave a finite theta, wherever any of them begins."""
    memory: dict[str, object] = {}
    for _ in range(_UPDATES):
        theta = find_optimizer(rule).rule(theta, slopes, memory, rate, settings)
    return bool(theta.isfinite().any())


def _moves(
    rule: str, settings: Settings, theta: Tensor, slopes: Tensor, updates: int, later: int = 0
) -> list[Tensor]:
    """How far each update with that gradient moves theta, and each later one without any.

    0 where that is no number.
    """
    memory: dict[str, object] = {}
    moves = []
    for step in range(updates + later):
        given = slopes if step < updates else torch.zeros_like(slopes)
        then = find_optimizer(rule).rule(theta, given, memory, _RATE, settings)
        moves.append((then - theta).nan_to_num())
        theta = then
    return moves
