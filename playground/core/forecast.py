"""How many more steps a run needs to settle, where that can be told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.core.motion import TOLERANCE, rate_near

if TYPE_CHECKING:
    from playground.core.ending import End

_READABLE = 8  # steps from which on a factor is sure to be read, if there is one
_SAME = 0.1  # of what a step takes off the error: more, and the factor still changes


def steps_left(end: End) -> int:
    """About how many more steps settle, to one digit; 0 where nothing honest can be said.

    Only where one factor has ruled the last half of the run and the learning rate stays.
    """
    rate = end.rate
    if rate is None or rate.swing is not None or not 0 < rate.value < 1:
        return 0
    experiment = end.experiment
    ahead = any(edit.step >= end.updates for edit in experiment.edits)
    if end.updates < 2 * _READABLE or ahead:
        return 0
    if experiment.schedule != "constant" or end.noisy or not factor_holds(end):
        return 0
    way, remaining = end.ground.remaining, end.motion.remaining
    # One reads how the updates shrink, the other where the curvature puts the minimum.
    if not 0 < remaining < math.inf or not 0.5 < way / remaining < 2:
        return 0
    steps = math.log(TOLERANCE * (end.motion.travelled + way) / way) / math.log(rate.value)
    return max(int(float(f"{steps:.1g}")), 1)


def factor_holds(end: End) -> bool:
    """Whether each step multiplied the error by the same, over the last half of the run."""
    rate, updates, first = end.rate, end.updates, end.stretch.first
    if rate is None or not end.stretch.steady or first > updates // 2:
        return False
    for step in (updates // 2, 3 * updates // 4):
        # No row after that step, or a short run would be compared with itself.
        early = rate_near(end.trajectory.theta, step, end.motion.rounding / 8, first, step)
        if early is None and step - first < _READABLE:
            continue  # the factor itself was read off most of so short a run
        if early is None or abs(early.value - rate.value) > _SAME * abs(1 - abs(rate.value)):
            return False
    return True
