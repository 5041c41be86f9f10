"""How many more steps a run needs to settle, where that can be told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

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
    does the factor: not where the gradients' own sizes divide the steps.
    """
    rate = end.rate
    if rate is None or rate.swing is not None or not 0 < rate.value < 1:
        return 0
    experiment = end.experiment
    rule = rule_of(experiment.optimizer, experiment.optimizer_settings)
    if rule.iteration is None or rule.preconditioned:
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
    steps = math.log(LEFT * (end.motion.travelled + way) / way) / math.log(rate.value)
    return max(int(float(f"{steps:.1g}")), 1)


def _rules(end: End, rate: Rate) -> bool:
    """Whether each step multiplied the error by that, over the last half of the run."""
    return end.stretch.first <= end.updates // 2 and end.holds(rate, end.updates)
