"""Swings that no one factor fits, but that shrink from part to part of a run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from playground.core import phrases
from playground.core.advice import going_on
from playground.core.evidence import circled
from playground.core.iteration import Iteration
from playground.core.outcome import Outcome
from playground.core.pieces import Pieces
from playground.core.rules import rule_of

if TYPE_CHECKING:
    from playground.core.end import End

_FEWEST = 12  # rows that show how far a swing goes: in fewer, chaos may seem to shrink
_PARTS = 3  # at the end of the run
_CLEARLY = 0.9  # chaos goes as far in each part, give or take less
_LESS = 0.99  # where it is known to be no chaos


class Damping(NamedTuple):
    """Whether swings are known to die away by themselves, and what is to be done; "" if unknown."""

    dies: bool = False
    advice: str = ""


def shrink(end: End, place: int, rows: int, dies: bool) -> bool:
    """Whether what that parameter did went less far in each part of so many rows than before.

    How far is measured from the middle of the last part, and no other parameter may go farther
    than at first. Where the learning rate changes that says nothing of what comes. Where theory
    says that swings die, `dies`, two parts are enough to see them do so.
    """
    parts, clearly = (2, _LESS) if dies else (_PARTS, _CLEARLY)
    part, first = end.stretch, end.updates + 1 - parts * rows
    if first < 0 or (not dies and (rows < _FEWEST or not part.steady or part.first > first)):
        return False
    split = end.trajectory.theta[first:].astype(np.float64).reshape(parts, rows, -1)
    middle = (split[-1].max(axis=0) + split[-1].min(axis=0)) / 2
    far = np.abs(split - middle).max(axis=1)
    less = far[1:, place] <= clearly * far[:-1, place]
    return bool(less.all() and (far[-1] <= far[0]).all())


def shrinking(end: End, place: int, rows: int, more: str) -> Outcome:
    """Theta swings, and the swings of that parameter shrink; more is what lets them."""
    last = end.updates
    between = phrases.between(end.trajectory.theta[-rows:, place])
    message = (
        f"Oscillates: {end.experiment.parameters[place]} swings {between} from step "
        f"{last - rows + 1:,} to step {last:,}; the swings shrink. {more}"
    )
    return Outcome("oscillating", last, message, reason="swing")


def damping(end: End, rows: int) -> Pieces[Damping]:
    """Work out whether the swings of the last rows die away by themselves, and what helps.

    They do around a minimum whose curvatures leave every swing a factor below 1, at the largest
    learning rate used: time is what they need. With momentum a step leaves √β of them where
    z² − (1 + β − h)·z + β, h the learning rate times the curvature, has complex roots; up to
    h = 1 + β there is no lower momentum at which they grow. With nesterov the polynomial is
    z² − (1 + β)(1 − h)·z + β(1 − h), and they do not up to h = 1.
    """
    experiment = end.experiment
    settings = experiment.settings_at(max(end.updates - 1, 0))
    rule = rule_of(experiment.optimizer, settings, experiment.mistakes)
    if rule.iteration is None or rule.preconditioned:
        return Damping()
    found = yield from circled(end, rows)
    if found is None:
        return Damping()
    rates, one = end.trajectory.learning_rate, rule.iteration
    rate = float(rates[end.stretch.first :].max())
    if not all(abs(one.dominant(rate, curvature)) < 1 for curvature in found.eigenvalues):
        return Damping(advice="Try a smaller learning rate.")
    if not _less_momentum_helps(one, float(rates[-1]) * one.fresh * found.eigenvalues[-1]):
        return Damping(True, going_on(end))
    if end.stretch.steady:
        return Damping(True, "Try more steps; less momentum lets the swings die sooner.")
    return Damping(True, "Less momentum lets the swings die sooner.")


def _less_momentum_helps(one: Iteration, h: float) -> bool:
    """Whether each lower momentum leaves less of a swing."""
    momentum = one.momentum
    if one.nesterov:
        return 1 - 4 * momentum / (1 + momentum) ** 2 < h < 1
    return momentum > 0 and (1 - math.sqrt(momentum)) ** 2 < h <= 1 + momentum
