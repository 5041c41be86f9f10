"""A finished run with what can be found out about its end."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.core.edits import resettings
from playground.core.ground import Ground, exploring
from playground.core.hessian import Floats
from playground.core.motion import Motion
from playground.core.pieces import Pieces
from playground.core.rate import Rate
from playground.core.stretch import Stretch, rate_at, stretch
from playground.core.told import holds

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.losses import Loss
    from playground.core.trajectory import Trajectory

_NEAR = 1e-4  # of the view: a theta that never moved and is this near a minimum is at it
_LOWER = 1e-4  # of the way the loss came down: a minimum lower by more is another one
_ELSEWHERE = 10.0  # reaches from theta: a minimum nearer than that is the one theta is at
_FAR = 3.0  # view widths from its middle: beyond, a run downhill has run away
_TURNS = 2  # of a swing, after which it is sure to be one
_SHOWN = 16  # updates that show a swing


@dataclass(frozen=True)
class End:
    """A finished run with what was found out about it; each part is worked out when asked."""

    experiment: Experiment
    trajectory: Trajectory
    motion: Motion
    _ground: list[Ground] = field(default_factory=list)  # empty until it is explored

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

    def exploring(self) -> Pieces[Ground]:
        """Work out what theta stands on at the end, once."""
        if not self._ground:
            self._ground.append((yield from exploring(self.loss, self.theta, self.reach)))
        return self._ground[0]

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
    def minimum_here(self) -> tuple[float, ...] | None:
        """The known minimum that theta is at, or None."""
        known = [minimum for minimum in self.loss.minima if len(minimum) == len(self.theta)]
        nearest = min(known, key=lambda minimum: math.dist(minimum, self.theta), default=None)
        near = nearest is not None and math.dist(nearest, self.theta) <= _ELSEWHERE * self.reach
        return nearest if near else None

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
            # In a short format theta may rest a little way up from its minimum.
            place = self.theta if self.minimum_here is None else np.array(self.minimum_here)
            here = float(self.loss(torch.from_numpy(place)))
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
