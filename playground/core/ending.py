"""How a run ended whose numbers all stayed finite."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from playground.core import descending, swinging
from playground.core.arrival import arrived, goal
from playground.core.drift import comes_down, drifting
from playground.core.end import End
from playground.core.fading import creeps, turns_back
from playground.core.motion import cycling_since, motion, period
from playground.core.outcome import Outcome
from playground.core.pieces import Pieces
from playground.core.tensors import DTYPES

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.trajectory import Trajectory

FEWEST = 4  # updates below which nothing can be said of where a run leads
_LATE = 32  # the share of the run in which one that came to rest late is seen
_HOVER = 1e-5  # of the way travelled: a swing this small counts as rest
_GROWS = 1e-6  # a factor above 1 by less could be rounding
_SWINGS = 0.5  # straightness below which theta swings more than it advances
_ROUNDINGS = 1e4  # gaps of the number format: a loss that is summed over rows is off by many
LATELY = 8  # updates that tell where the loss is going


class Finding(NamedTuple):
    """The kind of an outcome, and how to get the whole: its words take longer than its kind."""

    kind: str
    tell: Callable[[], Outcome | Pieces[Outcome]]  # in pieces, where the words ask for more


def finite_end(experiment: Experiment, trajectory: Trajectory) -> Pieces[Finding]:
    """Work out how a run ended that stayed finite, asking the surest question first."""
    format_ = torch.finfo(DTYPES[experiment.dtype])
    if trajectory.length < 2:
        none = "Slow: no step has been made."
        return Finding("slow", partial(Outcome, "slow", 0, none, reason="too few steps"))
    end = End(experiment, trajectory, motion(trajectory.theta, format_))
    yield  # before a long table is read
    resting = yield from _resting(end)
    if resting is None and end.updates >= 2 * _LATE:
        # A window of a quarter sees slow shrinking through rounding; one of a few steps sees a
        # run that came to rest at the very end.
        late = motion(trajectory.theta, format_, _LATE)
        resting = yield from _resting(End(experiment, trajectory, late))
    found = resting or _few(end) or _cycling(end) or _growing(end)
    return found or (yield from _moving(end))


def _resting(end: End) -> Pieces[Finding | None]:
    """Settled or stuck, where theta has come to rest; slow, where something else stopped it."""
    moved = end.motion
    if end.updates < FEWEST and not moved.still:
        # A descent without memory that met a zero gradient stays there for good.
        if end.trajectory.gradient[-1].any() or end.trajectory.memory:
            return None
    elif moved.remaining > moved.tolerance and moved.spread > _HOVER * moved.travelled:
        return None
    ground = yield from end.exploring()
    if ground.kind == "slope":
        if moved.still:
            return Finding("slow", partial(descending.halted, end))
        return None
    place = goal(end, ground)
    step = arrived(end, place)
    if ground.kind == "minimum":
        return Finding("settled", partial(descending.settled, end, step, place))
    return Finding("stuck", partial(descending.stuck, end, ground.kind, step, place))


def _few(end: End) -> Finding | None:
    return Finding("slow", partial(descending.few, end)) if end.updates < FEWEST else None


def _cycling(end: End) -> Finding | None:
    if end.noisy:
        return None
    theta, rounding = end.trajectory.theta, end.motion.rounding
    steps = period(theta, rounding)
    if steps is None:
        return None
    since = cycling_since(theta, steps, rounding)
    return Finding("cycling", partial(swinging.cycling, end, steps, since))


def _growing(end: End) -> Finding | None:
    """Diverged, where the updates grow by a steady factor and the loss with them."""
    loss = end.trajectory.loss
    if end.motion.growth <= 1:
        return None
    worse = loss[-1] > loss[0] and int(np.argmax(loss)) >= len(loss) - _turn(end)
    # With minibatches, a few steps in a row can look like a steady factor.
    grows = end.rate is not None and abs(end.rate.value) > 1 + _GROWS and not end.noisy
    if worse and (grows or _leaps(end)):
        better = np.flatnonzero(loss <= loss[0])
        return Finding("diverged", partial(swinging.exploding, end, int(better[-1]) + 1))
    straight = end.rate is not None and end.rate.swing is None
    if loss[-1] < loss[0] and grows and straight and end.runs_away and _advance(end) == 1:
        return Finding("diverged", partial(swinging.running_away, end))
    return None


def _turn(end: End) -> int:
    """The rows at the end among which the largest loss of a growing swing is."""
    swing = end.rate.swing if end.rate is not None else None
    return max(2, round(swing) if swing else 0, end.updates // 8)


def _leaps(end: End) -> bool:
    """Whether the loss, over its lowest, grew tenfold from third to third of the run."""
    loss = end.trajectory.loss.astype(np.float64)
    first, second, third = (
        float(part.max()) - float(loss.min()) for part in np.array_split(loss, 3)
    )
    return third > 10 * second > 100 * first


def _moving(end: End) -> Pieces[Finding]:
    parameter = drifting(end) if end.noisy else None
    if parameter is not None:
        return Finding("slow", partial(descending.drifting, end, parameter))
    if creeps(end):
        return Finding("slow", partial(descending.creeping, end))
    if end.noisy and (yield from comes_down(end)):
        return Finding("slow", partial(descending.slow, end))
    swing = end.rate.swing if end.rate is not None else None
    circles = swing is not None and swing < end.updates and turns_back(end.trajectory.theta)
    # Below 2 over the curvature, a plain step never leads up (Nesterov 2004, section 1.2.3).
    leaps = end.plain and abs(_advance(end)) < _SWINGS
    if end.motion.straightness < _SWINGS or circles or leaps:
        return Finding("oscillating", partial(swinging.oscillating, end))
    return Finding("slow", partial(descending.slow, end))


def _advance(end: End) -> float:
    """How much of its way up and down the loss lately went down: 1 only down, −1 only up.

    Changes that rounding may have made do not count; with no others it is 1.
    """
    rows, eps = max(end.updates // 4, LATELY) + 1, torch.finfo(DTYPES[end.experiment.dtype]).eps
    tail = end.trajectory.loss[-rows:].astype(np.float64)
    lately, rounding = np.diff(tail), _ROUNDINGS * eps * float(np.abs(tail).max())
    lately = lately[np.abs(lately) > rounding]
    way = float(np.abs(lately).sum())
    return -float(lately.sum()) / way if way else 1.0
