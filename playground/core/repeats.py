"""Which descents of a batch repeat themselves, so that the rest of each is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.many import ManyStep, Rows
from playground.core.minibatch import batches
from playground.core.motion import TOLERANCE
from playground.core.tensors import DTYPES
from playground.core.varied import VariedRule

Floats = NDArray[np.float64]

_OFTEN, _SHORT = 16, 2  # so many steps apart, a look for a repetition within the next so many
_SELDOM, _LONG = 256, 64  # and one for longer cycles, where momentum circles a minimum in rounding
_ROUNDINGS = 8  # as in motion
_HOVER = 1e-5  # as in basin_ends


class Repeating(NamedTuple):
    """Runs by their places in the rows of a step, (A,), and how each will end.

    `end` is theta (A, n) at the very last step, `swing` how far any theta of the cycle is from it.
    """

    places: Rows
    end: Floats
    swing: Floats
    loss: Floats
    slope: Floats


@dataclass
class _Window:
    """All that the steps after one depend on, and what has come since."""

    memory: dict[str, Tensor]
    longest: int
    steps: list[ManyStep] = field(default_factory=list)


class Repeats:
    """Looks now and then whether a run is exactly where it was a few steps before.

    Then it is so for good, whether it stands still or cycles, as it does where rounding keeps it
    off the very minimum; provided that nothing changes from step to step: no schedule, no
    minibatches, no edit to come, no counter in the rule's memory. Cycles that begin in the second
    half of the run are not looked for: how they end is told from the transient too.
    """

    def __init__(self, experiment: Experiment) -> None:
        # Gradients that add up are a memory that nothing here compares.
        plain = experiment.schedule == "constant" and "not-zeroed" not in experiment.mistakes
        if experiment.batch_size:
            rows = experiment.bound_loss().rows
            plain = plain and batches(rows, experiment.batch_size, experiment.seed) is None
        self._possible = plain and experiment.optimizer_entry.elementwise
        self._first = max((edit.step for edit in experiment.edits), default=0)
        self._steps = experiment.steps
        self._format = torch.finfo(DTYPES[experiment.dtype])
        self.start(None)

    def start(self, varied: VariedRule | None) -> None:
        """Begin with a batch that has this rule, if its settings vary."""
        self._varied = varied
        self._window: _Window | None = None
        self._starts = np.empty((0, 0))

    def look(self, step: ManyStep) -> Repeating | None:
        """Return the runs that repeat themselves by now, if this step is one to look at."""
        if step.step == 0:
            self._starts = step.theta.double().numpy()
        if not self._possible or not self._first <= step.step <= self._steps // 2:
            return None
        window = self._window
        if window is None:
            self._window = self._begun(step)
            return None
        window.steps.append(step)
        period = step.step - window.steps[0].step
        if period == window.longest:
            self._window = None
        if window.longest == _SHORT and period != _SHORT:
            return None  # what stands still does so after two steps too
        places = self._back(window, step)
        return self._told(window, step, places, period) if len(places) else None

    def _begun(self, step: ManyStep) -> _Window | None:
        often, seldom = step.step % _OFTEN == 0, step.step > 0 and step.step % _SELDOM == 0
        memory = self._memory(step) if often or seldom else None
        if memory is None:
            return None
        return _Window(memory, _LONG if seldom else _SHORT, [step])

    def _back(self, window: _Window, step: ManyStep) -> Rows:
        """The places of the runs that are where they were when the window began."""
        before = window.steps[0]
        index = torch.from_numpy(np.searchsorted(before.rows, step.rows))
        same = (before.theta[index] == step.theta).all(-1)
        # Which says no more than theta, unless gradients add up from step to step.
        same &= (before.gradient[index] == step.gradient).all(-1)
        same[torch.from_numpy(step.ended)] = False
        memory = self._memory(step) if same.any() else None
        if memory is None or memory.keys() != window.memory.keys():
            return np.empty(0, np.int64)
        for name, value in memory.items():
            same &= (window.memory[name][index] == value).all(-1)
        return np.flatnonzero(same.numpy())

    def _told(self, window: _Window, step: ManyStep, places: Rows, period: int) -> Repeating | None:
        runs = step.rows[places]
        last = window.steps[(self._steps - window.steps[0].step) % period]
        at = np.searchsorted(last.rows, runs)
        end = _theta(last, at)
        swing = np.zeros(len(runs))
        for other in window.steps[:period]:
            with np.errstate(over="ignore"):  # then they are infinitely far
                away = _theta(other, np.searchsorted(other.rows, runs)) - end
            np.maximum(swing, _lengths(away), out=swing)
        with np.errstate(over="ignore"):
            travelled = _lengths(end - self._starts[runs])
        rounding = _ROUNDINGS * self._format.eps * np.maximum(_lengths(end), self._format.tiny)
        rests = swing <= np.maximum(rounding, _HOVER * travelled)
        moves = swing > np.maximum(rounding, TOLERANCE * travelled)
        # Between the two, a single run is told to rest or not by how its windows lie.
        clear = rests | moves if period > _SHORT else np.ones(len(runs), bool)
        at = at[clear]
        return Repeating(
            places[clear],
            end[clear],
            swing[clear],
            last.loss[at].double().numpy(),
            last.gradient[at].double().norm(dim=-1).numpy(),
        )

    def _memory(self, step: ManyStep) -> dict[str, Tensor] | None:
        """A copy of what the rule remembers of each run; None if it remembers anything else."""
        # Any: what a rule keeps, see Memory.
        memory: dict[str, Any] | None = step.memory
        if self._varied is not None:
            memory = self._varied.remembered(step.theta)
        if memory is None:
            return None
        own = all(_is_of_each(kept, step.theta) for kept in memory.values())
        return {name: kept.clone() for name, kept in memory.items()} if own else None


def _is_of_each(kept: object, theta: Tensor) -> bool:
    return isinstance(kept, Tensor) and kept.shape == theta.shape


def _theta(step: ManyStep, places: Rows) -> Floats:
    theta: Floats = step.theta[places].double().numpy()
    return theta


def _lengths(rows: Floats) -> Floats:
    """The Euclidean length of each row; infinite where it is beyond float64."""
    largest = np.abs(rows).max(axis=-1)
    # Scaled, since the square of 1e200 is beyond float64.
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    with np.errstate(over="ignore"):
        lengths: Floats = scale * np.sqrt(np.square(rows / scale[:, None]).sum(axis=-1))
    return lengths
