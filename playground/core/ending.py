"""How a run ended whose numbers all stayed finite."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.core import descending, swinging
from playground.core.drift import drifting
from playground.core.edits import resettings
from playground.core.fading import creeps, turns_back
from playground.core.ground import Ground, ground
from playground.core.hessian import Floats
from playground.core.motion import (
    Motion,
    cycling_since,
    motion,
    period,
    settled_at,
)
from playground.core.outcome import Outcome
from playground.core.rate import Rate
from playground.core.stretch import Stretch, rate_at, stretch
from playground.core.tensors import DTYPES
from playground.core.told import holds

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.losses import Loss
    from playground.core.trajectory import Trajectory

FEWEST = 4  # updates below which nothing can be said of where a run leads
_LATE = 32  # the share of the run in which one that came to rest late is seen
_HOVER = 1e-5  # of the way travelled: a swing this small counts as rest
_NEAR = 1e-4  # of the view: a theta that never moved and is this near a minimum is at it
_LOWER = 1e-4  # of the way the loss came down: a minimum lower by more is another one
_ELSEWHERE = 10.0  # reaches from theta: a minimum nearer than that is the one theta is at
_GROWS = 1e-6  # a factor above 1 by less could be rounding
_FAR = 3.0  # view widths from its middle: beyond, a run downhill has run away
_TURNS = 2  # of a swing, after which it is sure to be one
_SHOWN = 16  # updates that show a swing
_SWINGS = 0.5  # straightness below which theta swings more than it advances


@dataclass(frozen=True)
class End:
    """A finished run with what was found out about it; each part is worked out when asked."""

    experiment: Experiment
    trajectory: Trajectory
    motion: Motion

    @property
    def updates(self) -> int:
        """How many updates were made."""
        return self.motion.updates

    @cached_property
    def loss(self) -> Loss:
        """The loss on all rows of the data, in float64."""
        return self.experiment.bound_loss("float64")

    @cached_property
    def theta(self) -> Floats:
        """The last theta, (n,)."""
        last: Floats = self.trajectory.theta[-1].astype(np.float64)
        return last

    @cached_property
    def ground(self) -> Ground:
        """What theta stands on at the end."""
        return ground(self.loss, self.theta, self.reach)

    @cached_property
    def reach(self) -> float:
        """How near to a minimum counts as being at it."""
        if not self.motion.still:
            return self.motion.tolerance
        return max(self.motion.tolerance, _NEAR * min(self._widths))

    @cached_property
    def rate(self) -> Rate | None:
        """What each step multiplied the error by, at the end."""
        return self.rate_at(self.updates)

    @cached_property
    def stretch(self) -> Stretch:
        """The last part of the run with one learning rate."""
        return self.stretch_at(self.updates)

    def rate_at(self, step: int) -> Rate | None:
        """What each step around that step multiplied the error by, at that learning rate."""
        rates = self.trajectory.learning_rate
        also = resettings(self.experiment.edits)
        return rate_at(self.trajectory.theta, rates, step, self.motion.rounding / 8, also)

    def stretch_at(self, step: int) -> Stretch:
        """The part of the run up to that step with one learning rate and the same settings."""
        also = resettings(self.experiment.edits)
        return stretch(self.trajectory.learning_rate, step, also)

    def holds(self, rate: Rate, step: int) -> bool:
        """Whether each step, since the middle of the way to that one, multiplied by the factor."""
        part = self.stretch_at(step)
        scaled = rate.swing is not None and self.experiment.optimizer != "sgd"
        # Any few steps of a rule that scales its own look like some swing.
        if scaled and step - part.first < max(_TURNS * (rate.swing or 0), _SHOWN):
            return False
        theta, rounding = self.trajectory.theta, self.motion.rounding / 8
        return holds(theta, part, rate, step, rounding)

    @property
    def plain(self) -> bool:
        """Whether each update was the gradient at the learning rate, and nothing else."""
        experiment = self.experiment
        settings = experiment.optimizer_settings
        moves = any("momentum" in edit.settings for edit in experiment.edits)
        return experiment.optimizer == "sgd" and not settings.momentum and not moves

    @property
    def noisy(self) -> bool:
        """Whether every step saw only some rows of the data."""
        return 0 < self.experiment.batch_size < self.loss.rows

    @cached_property
    def lower_minimum(self) -> tuple[float, ...] | None:
        """A known minimum with a lower loss than the one that theta is at, or None."""
        known = [
            minimum
            for minimum in self.loss.minima
            if len(minimum) == len(self.theta)
            and float(np.linalg.norm(self.theta - minimum)) > _ELSEWHERE * self.reach
        ]
        if not known:
            return None
        with torch.no_grad():
            losses = self.loss(torch.tensor(known, dtype=torch.float64)).numpy()
            here = float(self.loss(torch.from_numpy(self.theta)))
        best = int(np.argmin(losses))
        came_down = abs(float(self.trajectory.loss[0]) - here)
        margin = _LOWER * came_down + 1e-5 * max(abs(here), abs(float(losses[best])))
        return known[best] if losses[best] < here - margin else None

    @property
    def runs_away(self) -> bool:
        """Whether theta is far outside the view."""
        extent = self.loss.entry.extent
        if len(extent) != len(self.theta):
            extent = extent[:1] * len(self.theta)
        middle = np.array([(low + high) / 2 for low, high in extent])
        far = np.abs(self.theta - middle) > _FAR * np.array(self._widths)
        return bool(far.any()) and self.motion.travelled > _FAR * min(self._widths)

    @property
    def _widths(self) -> list[float]:
        return [high - low for low, high in self.loss.entry.extent] or [1.0]


def finite_end(experiment: Experiment, trajectory: Trajectory) -> Outcome:
    """Return the outcome of a run that stayed finite, asking the surest question first."""
    format_ = torch.finfo(DTYPES[experiment.dtype])
    if trajectory.length < 2:
        return Outcome("slow", 0, "Slow: no step has been made.", reason="too few steps")
    end = End(experiment, trajectory, motion(trajectory.theta, format_))
    resting = _resting(end)
    if resting is None and end.updates >= 2 * _LATE:
        # A window of a quarter sees slow shrinking through rounding; one of a few steps sees a
        # run that came to rest at the very end.
        late = motion(trajectory.theta, format_, _LATE)
        resting = _resting(replace(end, motion=late))
    return resting or _few(end) or _cycling(end) or _growing(end) or _moving(end)


def _resting(end: End) -> Outcome | None:
    """Settled or stuck, where theta has come to rest; slow, where something else stopped it."""
    moved = end.motion
    if end.updates < FEWEST and not moved.still:
        # A descent without memory that met a zero gradient stays there for good.
        if end.trajectory.gradient[-1].any() or end.trajectory.memory:
            return None
    elif moved.remaining > moved.tolerance and moved.spread > _HOVER * moved.travelled:
        return None
    kind = end.ground.kind
    if kind == "slope":
        if moved.still:
            return descending.halted(end)
        return None
    step = settled_at(end.trajectory.theta, moved.tolerance)
    return descending.settled(end, step) if kind == "minimum" else descending.stuck(end, step)


def _few(end: End) -> Outcome | None:
    return descending.few(end) if end.updates < FEWEST else None


def _cycling(end: End) -> Outcome | None:
    if end.noisy:
        return None
    theta, rounding = end.trajectory.theta, end.motion.rounding
    steps = period(theta, rounding)
    if steps is None:
        return None
    return swinging.cycling(end, steps, cycling_since(theta, steps, rounding))


def _growing(end: End) -> Outcome | None:
    """Diverged, where the updates grow by a steady factor and the loss with them."""
    loss = end.trajectory.loss
    if end.motion.growth <= 1:
        return None
    worse = loss[-1] > loss[0] and int(np.argmax(loss)) >= len(loss) - _turn(end)
    # With minibatches, a few steps in a row can look like a steady factor.
    grows = end.rate is not None and abs(end.rate.value) > 1 + _GROWS and not end.noisy
    if worse and (grows or _leaps(end)):
        better = np.flatnonzero(loss <= loss[0])
        return swinging.exploding(end, int(better[-1]) + 1)
    straight = end.rate is not None and end.rate.swing is None
    if loss[-1] < loss[0] and grows and straight and end.runs_away:
        return swinging.running_away(end)
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


def _moving(end: End) -> Outcome:
    parameter = drifting(end) if end.noisy else None
    if parameter is not None:
        return descending.drifting(end, parameter)
    if creeps(end):
        return descending.creeping(end)
    swing = end.rate.swing if end.rate is not None else None
    circles = swing is not None and swing < end.updates and turns_back(end.trajectory.theta)
    if end.motion.straightness < _SWINGS or circles:
        return swinging.oscillating(end)
    return descending.slow(end)
