"""Which descents of a batch repeat themselves, so that the rest of each is known."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.many import ManyStep, Rows
from playground.core.minibatch import batches
from playground.core.optimizers import OPTIMIZERS
from playground.core.varied import VariedRule

_EVERY = 16  # steps from one look to the next, which costs about as much as a step
_NOWHERE: Rows = np.empty(0, np.int64)


class _Mark(NamedTuple):
    """All that the next steps of some runs depend on."""

    rows: Rows
    theta: Tensor
    memory: dict[str, Tensor]


class Repeats:
    """Looks now and then whether a run is exactly where it was two steps before.

    Then it is so for good, whether it stands still or goes to and fro between two thetas, as it
    does where rounding keeps it off the very minimum; provided that nothing changes from step
    to step: no schedule, no minibatches, no edit to come, no counter in the rule's memory. Longer
    cycles are not looked for, nor those that begin in the second half of the run: what their end
    looks like is told from the transient too.
    """

    def __init__(self, experiment: Experiment) -> None:
        plain = experiment.schedule == "constant"
        if experiment.batch_size:
            rows = experiment.bound_loss().rows
            plain = plain and batches(rows, experiment.batch_size, experiment.seed) is None
        self._possible = plain and OPTIMIZERS[experiment.optimizer].elementwise
        self._first = max((edit.step for edit in experiment.edits), default=0)
        self._last = experiment.steps // 2
        self.start(None)

    def start(self, varied: VariedRule | None) -> None:
        """Begin with a batch that has this rule, if its settings vary."""
        self._varied = varied
        self._mark: _Mark | None = None

    def places(self, step: ManyStep) -> Rows:
        """Return the places in the step's rows of runs that are where they were two steps ago."""
        if not self._possible or not self._first <= step.step <= self._last:
            return _NOWHERE
        phase = step.step % _EVERY
        if phase == 0:
            memory = self._memory(step)
            self._mark = None if memory is None else _Mark(step.rows, step.theta, memory)
        if phase != 2 or self._mark is None:
            return _NOWHERE
        memory = self._memory(step)
        if memory is None or memory.keys() != self._mark.memory.keys():
            return _NOWHERE
        index = torch.from_numpy(np.searchsorted(self._mark.rows, step.rows))
        same = (self._mark.theta[index] == step.theta).all(-1)
        for name, value in memory.items():
            same &= (self._mark.memory[name][index] == value).all(-1)
        same[torch.from_numpy(step.ended)] = False
        return np.flatnonzero(same.numpy())

    def _memory(self, step: ManyStep) -> dict[str, Tensor] | None:
        """A copy of what the rule remembers of each run; None if it remembers anything else."""
        # Any: what a rule keeps, see Memory.
        memory: dict[str, Any] | None = step.memory
        if self._varied is not None:
            memory = self._varied.remembered(step.theta)
        if memory is None:
            return None
        own = [isinstance(kept, Tensor) and kept.shape == step.theta.shape
               for kept in memory.values()]  # fmt: skip
        return {name: kept.clone() for name, kept in memory.items()} if all(own) else None
