"""How each run of a sweep ended: clear cases all at once, the others each as a single run is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.edits import resettings
from playground.core.ending import FEWEST, LATELY
from playground.core.experiment import Experiment
from playground.core.fading import one_way
from playground.core.hessian import MOST_CURVED, derivatives
from playground.core.losses import Loss
from playground.core.many_motions import (
    Flags,
    Floats,
    Motions,
    has_one_factor,
    motions,
    never_returns,
)
from playground.core.motion import period
from playground.core.outcome import kind_of
from playground.core.stretch import rate_at
from playground.core.sweep_slopes import clear_slopes
from playground.core.tensors import DTYPES
from playground.core.trajectories import Trajectories
from playground.core.trajectory import Array

_LATE = 32  # the share of the run in which one that came to rest late is seen
_FAR = 2.0  # view widths from its middle: nearer, no run has run away
_NEAR = 1e-4  # of the view: a theta that never moved and is this near a minimum is at it
_CURVED = 1e-8  # of the largest curvature: above, its sign is sure
_STRETCH = 6  # updates that a stretch with one learning rate has at least
_MARGIN = 2.0  # what counts as clearly more, or less when divided by

Kinds = NDArray[np.object_]  # of str, "" where not known yet


def outcomes(experiment: Experiment, runs: Trajectories) -> Iterator[Kinds]:
    """Yield the kinds of outcome (one of KINDS for each run, the same as `conclude` gives).

    The first item holds those that could be told at once and "" for the rest, each item after it
    one more; the last item is complete. All are one array that is being filled.
    """
    kinds = np.full(len(runs.length), "", object)
    kinds[~runs.finite] = _overflown(experiment, runs)
    finite = np.flatnonzero(runs.finite)
    if len(finite):
        kinds[finite] = _Ends(experiment, runs, finite).kinds()
    _name_unmoved(kinds, experiment, runs)
    yield kinds
    for run in np.flatnonzero(kinds == ""):
        kinds[run] = kind_of(experiment, runs.trajectory(int(run)))
        yield kinds


def _overflown(experiment: Experiment, runs: Trajectories) -> Kinds:
    """Diverged, where numbers were so large before the end that nothing else can be meant."""
    bad = np.flatnonzero(~runs.finite)
    kinds = np.full(len(bad), "", object)
    if experiment.loss_entry.explain is not None or not len(bad):
        return kinds  # a typed formula may have left its domain
    ends = runs.length[bad] - 1
    largest = np.zeros(len(bad))
    for array in (runs.theta, runs.gradient, runs.loss):
        for rows in (ends, np.maximum(ends - 1, 0)):
            numbers = np.abs(array[rows, bad].reshape(len(bad), -1).astype(np.float64))
            np.maximum(largest, np.where(np.isfinite(numbers), numbers, 0).max(1), out=largest)
    limit = float(torch.finfo(DTYPES[experiment.dtype]).max)
    kinds[largest > limit**0.5] = "diverged"
    return kinds


def _name_unmoved(kinds: Kinds, experiment: Experiment, runs: Trajectories) -> None:
    """Name the runs that never moved, all as the first of them: they stand on the same ground."""
    asked = np.flatnonzero(runs.finite & (kinds == "") & (runs.theta[-1] == runs.theta[0]).all(-1))
    for row in runs.theta[1:]:
        if len(asked) < 2:
            return
        asked = asked[(row[asked] == runs.theta[0, asked]).all(axis=-1)]
    if len(asked):
        kinds[asked] = kind_of(experiment, runs.trajectory(int(asked[0])))


@dataclass(frozen=True)
class _Ends:
    """The ends of the runs that stayed finite, F of them."""

    experiment: Experiment
    runs: Trajectories
    finite: NDArray[np.int64]

    def kinds(self) -> Kinds:
        """Return the kinds that are clear, and "" for the rest."""
        theta = self.runs.theta
        if len(self.finite) < theta.shape[1]:
            theta = np.take(theta, self.finite, axis=1)  # in the order of the rows, unlike an index
        format_ = torch.finfo(DTYPES[self.experiment.dtype])
        seen = motions(theta, format_)
        kinds = np.full(len(self.finite), "", object)
        if self.experiment.steps < FEWEST:
            self._name_few(kinds, theta[-1], seen)
            return kinds
        on = seen.moves
        self._name_resting(kinds, theta[-1], seen, seen.rests)
        if self.experiment.steps >= 2 * _LATE:
            late = motions(theta, format_, _LATE)
            self._name_resting(kinds, theta[-1], late, on & late.rests)
            on &= late.moves
        if not 0 < self.experiment.batch_size < self._loss.rows:
            self._name_moving(kinds, theta, seen, on & ~self._may_grow(theta, seen))
        return kinds

    def _name_few(self, kinds: Kinds, last: Array, seen: Motions) -> None:
        """Name the runs of so few steps that only standing still says anything."""
        goes_on = self.runs.gradient[-1, self.finite].any(axis=-1) | bool(self.runs.memory)
        kinds[~seen.still & goes_on] = "slow"
        self._name_resting(kinds, last, seen, seen.still)

    def _name_moving(self, kinds: Kinds, theta: Array, seen: Motions, on: Flags) -> None:
        """Name the runs that clearly neither rest nor grow: cycling, oscillating or slow."""
        for run in np.flatnonzero(on & ~never_returns(theta, seen)):
            rounding = float(seen.rounding[run] * seen.scale[run])
            if period(np.ascontiguousarray(theta[:, run]), rounding) is not None:
                kinds[run], on[run] = "cycling", False
        swings = on & (seen.straightness < 0.5 / _MARGIN)
        if self.experiment.schedule != "constant" or self.experiment.edits:
            swings &= ~one_way(theta)  # such may creep, where the learning rate has faded
        kinds[swings] = "oscillating"
        straight = on & (seen.straightness > 0.5 * 1.1) & ~self._may_leap()
        since = self._steady_since()
        if since is not None:  # where each step has a rate of its own, no swing is looked for
            one = has_one_factor(theta[since:], seen)
            for run in np.flatnonzero(straight & ~one):
                straight[run] = not self._swings(theta, seen, int(run))
        kinds[straight] = "slow"

    def _may_leap(self) -> Flags:
        """Whether a plain run may have to be called oscillating, since its loss lately rose."""
        loss = self.runs.loss[-max(self.experiment.steps // 4, LATELY) - 1 :, self.finite]
        rises: Flags = np.logical_or.reduce(np.diff(loss, axis=0) > 0)
        return rises if self.experiment.optimizer == "sgd" else np.zeros_like(rises)

    def _steady_since(self) -> int | None:
        """The step since which the learning rate has been the same, if there clearly is one."""
        steps = self.experiment.steps
        rates = [self.runs.rates(int(run), steps)[-_STRETCH:] for run in self.finite[[0, -1]]]
        if all(len(np.unique(part)) == _STRETCH for part in rates):
            return None
        return max((edit.step for edit in self.experiment.edits if edit.step < steps), default=0)

    def _swings(self, theta: Array, seen: Motions, run: int) -> bool:
        """Whether a run circles or swings: its last updates have two factors, a complex pair."""
        rounding = float(seen.rounding[run] * seen.scale[run]) / 8
        updates = len(theta) - 1
        rates = self.runs.rates(int(self.finite[run]), updates)
        also = resettings(self.experiment.edits)
        rate = rate_at(np.ascontiguousarray(theta[:, run]), rates, updates, rounding, also)
        return rate is not None and rate.swing is not None and rate.swing < updates

    def _name_resting(self, kinds: Kinds, last: Array, seen: Motions, which: Flags) -> None:
        """Name the runs that clearly rest at a minimum, or stand still on a slope."""
        kinds[self._on(_minima, last, seen, which)] = "settled"
        kinds[self._on(clear_slopes, last, seen, which & seen.still & (kinds == ""))] = "slow"

    def _on(
        self,
        ground: Callable[[Loss, Floats, Floats], Flags],
        last: Array,
        seen: Motions,
        which: Flags,
    ) -> Flags:
        """Of the runs in question, those that clearly rest on such ground."""
        found = np.zeros(len(last), bool)
        if last.shape[1] > MOST_CURVED or not which.any():
            return found
        point = last[which].astype(np.float64)
        widths = [high - low for low, high in self._loss.entry.extent] or [1.0]
        reach = (seen.tolerance * seen.scale)[which]
        reach = np.where(seen.still[which], np.maximum(reach, _NEAR * min(widths)), reach)
        found[which] = ground(self._loss, point, reach)
        return found

    def _may_grow(self, theta: NDArray[np.float64], seen: Motions) -> Flags:
        """Whether a run may have to be called diverged."""
        loss = self.runs.loss[:, self.finite]
        extent = self._loss.entry.extent
        n = theta.shape[2]
        extent = extent if len(extent) == n else extent[:1] * n
        middle = np.array([(low + high) / 2 for low, high in extent])
        widths = np.array([high - low for low, high in extent])
        far = (np.abs(theta[-1] - middle) > _FAR * widths).any(axis=-1)
        may: Flags = (seen.growth > 1 / 1.001) & (far | (loss[-1] > loss[0]))
        return may

    @cached_property
    def _loss(self) -> Loss:
        return self.experiment.bound_loss("float64")


def _minima(loss: Loss, point: Floats, reach: Floats) -> Flags:
    """Whether each point, (F, n), clearly has a minimum within reach, (F,), as `ground` asks."""
    found = derivatives(loss, point)
    numbers: Flags = np.isfinite(found.hessian.sum(axis=(1, 2)) + found.gradient.sum(axis=1))
    hessian = np.where(numbers[:, None, None], found.hessian, 0.0)
    gradient = np.where(numbers[:, None], found.gradient, 0.0)
    curvatures, modes = np.linalg.eigh(hessian)
    curved = numbers & (curvatures[:, 0] > _CURVED * curvatures[:, -1]) & (curvatures[:, 0] > 0)
    slopes = np.einsum("ijk,ij->ik", modes, gradient)
    ways = np.divide(slopes, curvatures, where=curved[:, None], out=np.zeros_like(slopes))
    near = np.sqrt(np.square(ways).sum(axis=1)) <= reach / _MARGIN
    minimum: Flags = curved & near
    return minimum
