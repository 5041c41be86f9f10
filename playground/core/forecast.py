"""How many more steps a run needs to settle, where that can be told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.core.evidence import minimum_ahead
from playground.core.hessian import MOST_CURVED, Floats, deriving
from playground.core.iteration import Iteration
from playground.core.motion import LEFT
from playground.core.pieces import Pieces
from playground.core.rate import Rate
from playground.core.remedy import remedy
from playground.core.rules import rule_of

if TYPE_CHECKING:
    from playground.core.end import End

_FEWEST = 16  # updates below which no factor is sure to have ruled the last half of the run


def steps_left(end: End) -> Pieces[int]:
    """Work out about how many more steps settle, to one digit; 0 where nothing honest can be said.

    Only where one factor has ruled the last half of the run, the learning rate stays, and so
    does the factor: not where the gradients' own sizes divide the steps. What is left is counted
    along each direction of the curvature ahead: a slow one may be all that is left in the end.
    """
    rate = end.rate
    if rate is None or rate.swing is not None or not 0 < rate.value < 1:
        return 0
    experiment = end.experiment
    rule = rule_of(experiment.optimizer, experiment.optimizer_settings)
    if rule.iteration is None or rule.preconditioned or len(end.theta) > MOST_CURVED:
        return 0
    ahead = any(edit.step >= end.updates for edit in experiment.edits)
    if end.updates < _FEWEST or ahead or remedy(experiment):
        return 0
    if experiment.schedule != "constant" or end.noisy or not _rules(end, rate):
        return 0
    way, remaining = (yield from end.exploring()).remaining, end.motion.remaining
    # One reads how the updates shrink, the other where the curvature puts the minimum.
    if not 0 < remaining < math.inf or not 0.5 < way / remaining < 2:
        return 0
    found = yield from minimum_ahead(end)
    if found is None:
        return 0
    return (yield from _steps_to(end, np.array(found.theta), rule.iteration))


def _steps_to(end: End, there: Floats, one: Iteration) -> Pieces[int]:
    """Work out after how many steps of that rule a thousandth of the way to the minimum is left."""
    at = yield from deriving(end.loss, there[None], end.experiment.gradient == "by-hand")
    curvatures, modes = np.linalg.eigh(at.hessian[0])
    left = LEFT * math.dist(there, end.trajectory.theta[0].astype(np.float64))
    pull = one.decay + one.shrink
    if math.hypot(*(modes.T @ there * pull / (curvatures + pull))) > left:
        return 0  # the weight decay holds it off the minimum
    rate = float(end.trajectory.learning_rate[-1])
    factors = np.array([abs(one.multiplier(rate, c)) for c in curvatures])
    return about(_steps(np.abs(modes.T @ (end.theta - there)), factors, left))


def _steps(ways: Floats, factors: Floats, left: float) -> int:
    """After how many steps no more than that is left of the ways, each with its own factor."""
    if not factors.max() < 1:
        return 0
    low, high = 0, 1
    while math.hypot(*(ways * factors**high)) > left:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        over = math.hypot(*(ways * factors**middle)) > left
        low, high = (middle, high) if over else (low, middle)
    return high


def about(steps: float) -> int:
    """Return a number of steps as it is told, to one digit; none only for none."""
    return max(int(float(f"{steps:.1g}")), 1) if steps else 0


def _rules(end: End, rate: Rate) -> bool:
    """Whether each step multiplied the error by that, over the last half of the run."""
    return end.stretch.first <= end.updates // 2 and end.holds(rate, end.updates)
