"""What is said of a run on its way that its steps hardly bring nearer: the valley is too narrow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.core import phrases, words
from playground.core.error_left import Shrinking
from playground.core.forecast import about
from playground.core.motion import LEFT
from playground.core.outcome import Outcome
from playground.core.pieces import Pieces
from playground.core.rescaled import both_inputs
from playground.core.valley import seeking_valley

if TYPE_CHECKING:
    from playground.core.end import End

_HELPS = 0.01  # of the condition number: what normalising has to leave at most


def hardly_moving(end: End, found: Shrinking) -> Pieces[Outcome]:
    """Each step takes next to nothing off the error, and the curvatures are why."""
    last = end.updates
    more = _steps_left(end, found)
    left = f"about {words.count(more, 'more step')}" if more else f"far more steps than {last:,}"
    best = ""
    if end.plain:
        best = f", so even the best learning rate needs about {about(found.fewest):,} steps"
    advice = yield from _normalising(end, found)
    message = (
        f"Slow: {phrases.subject(end)} is still moving at step {last:,}, where the loss is "
        f"{phrases.loss_now(end)}; each step takes less than a millionth off the error; "
        f"{left} to settle. The curvature is {words.number(found.condition, 2)} times as large in "
        f"one direction as in another{best}. {advice}"
    ).rstrip()
    return Outcome("slow", last, message, reason="moving")


def _steps_left(end: End, found: Shrinking) -> int:
    """About how many more steps settle, by the smallest curvature; 0 where that cannot be told."""
    experiment = end.experiment
    ahead = any(edit.step >= end.updates for edit in experiment.edits)
    if ahead or experiment.schedule != "constant" or not 0 < found.slowest < 1:
        return 0
    start = end.trajectory.theta[0].astype(np.float64)
    left, way = math.dist(found.minimum.theta, end.theta), math.dist(found.minimum.theta, start)
    return about(math.log(left / (LEFT * way)) / -math.log(found.slowest))


def _normalising(end: End, found: Shrinking) -> Pieces[str]:
    """The advice to normalise the input, where that makes the valley far wider."""
    try:
        wider = both_inputs(end.experiment)[1]
    except ValueError:
        return ""
    there = yield from seeking_valley(wider)
    if there is None or there.eigenvalues[-1] / there.eigenvalues[0] > _HELPS * found.condition:
        return ""
    return "Normalise the input."
