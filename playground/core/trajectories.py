"""The record of many descents at once, from which each can be taken out as if it ran alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.many import ManyStep
from playground.core.tensors import DTYPES
from playground.core.trajectory import Array, Trajectory

_HELD = 2**16  # numbers of theta that wait to be written


class Trajectories:
    """Row 0 is the start; row k of run r is its state after k updates.

    `theta` and `gradient` have shape (steps + 1, R, n), `loss` (steps + 1, R); `length` (R,)
    counts the rows of each run, and what lies beyond is nan. `memory` is what the optimizer
    holds at the end of each run, (R, n) by name.
    """

    def __init__(self, experiment: Experiment, learning_rates: NDArray[np.float64]) -> None:
        self.experiment, self.learning_rate = experiment, learning_rates
        dtype = recorded(experiment)
        rows, runs, n = experiment.steps + 1, len(learning_rates), len(experiment.theta)
        self.theta: Array = torch.full((rows, runs, n), math.nan, dtype=dtype).numpy()
        self.gradient: Array = torch.full((rows, runs, n), math.nan, dtype=dtype).numpy()
        self.loss: Array = torch.full((rows, runs), math.nan, dtype=dtype).numpy()
        self.length = np.zeros(runs, np.int64)
        self.finite = np.ones(runs, bool)  # whether all that is recorded of a run is finite
        self.memory: dict[str, Array] = {}
        self._narrow = DTYPES[experiment.dtype] == torch.bfloat16
        self._held: list[ManyStep] = []  # not written yet, all of the same runs
        self._most = min(max(_HELD // max(runs * n, 1), 1), 64)

    def append(self, step: ManyStep) -> None:
        """Take the row of a step; the arrays are complete once its runs have ended."""
        number = step.step
        self._held.append(step)
        last = number == self.experiment.steps
        if last or len(step.ended) or len(self._held) == self._most:
            self._write()
        if len(step.ended):
            self._end(step, step.ended)
            self.finite[step.rows[step.ended]] = False
        if last:
            self._end(step, np.delete(np.arange(len(step.rows)), step.ended))

    def _write(self) -> None:
        """Write all rows that are held at once: three writes a step would slow it by a tenth."""
        rows, first = self._held[0].rows, self._held[0].step
        every = len(rows) == len(self.length)
        for array, values in (
            (self.theta, [step.theta for step in self._held]),
            (self.gradient, [step.gradient for step in self._held]),
            (self.loss, [step.loss for step in self._held]),
        ):
            block = array[first : first + len(values)]
            written = self._array(torch.stack(values))
            if every:
                block[...] = written
            else:
                block[:, rows] = written
        self._held.clear()

    def trajectory(self, run: int) -> Trajectory:
        """Return one run; of the optimizer's memory only the last row is known, others are 0."""
        length = int(self.length[run])
        memory = {}
        for name, last in self.memory.items():
            memory[name] = np.zeros((length, last.shape[1]), last.dtype)
            memory[name][-1] = last[run]
        return Trajectory.of(
            np.ascontiguousarray(self.theta[:length, run]),
            np.ascontiguousarray(self.gradient[:length, run]),
            np.ascontiguousarray(self.loss[:length, run]),
            self.rates(run, length - 1),
            memory,
        )

    def last(self, array: Array) -> Array:
        """Return the last recorded row of each run, of theta, gradient or loss."""
        rows: Array = array[self.length - 1, np.arange(len(self.length))]
        return rows

    def rates(self, run: int, updates: int) -> NDArray[np.float64]:
        """Return the learning rate of each of the first updates of a run, (updates,)."""
        rate = float(self.learning_rate[run])
        if self.experiment.schedule == "constant" and not self.experiment.edits:
            return np.full(updates, rate)
        rates = replace(self.experiment, learning_rate=rate).learning_rate_at
        return np.array([rates(step) for step in range(updates)])

    def _end(self, step: ManyStep, places: NDArray[np.int64]) -> None:
        runs = step.rows[places]
        self.length[runs] = step.step + 1
        for name, value in step.memory.items():
            if isinstance(value, Tensor) and value.shape == step.theta.shape:
                if name not in self.memory:
                    self.memory[name] = np.zeros(self.theta.shape[1:], self.theta.dtype)
                with np.errstate(over="ignore"):  # asgd keeps its rates in float64
                    self.memory[name][runs] = self._array(value)[places]

    def _array(self, values: Tensor) -> Array:
        array: Array = (values.float() if self._narrow else values).numpy()
        return array


def recorded(experiment: Experiment) -> torch.dtype:
    """The format that is recorded: NumPy lacks bfloat16, which float32 holds exactly."""
    dtype = DTYPES[experiment.dtype]
    return torch.float32 if dtype == torch.bfloat16 else dtype


def bytes_of_a_run(experiment: Experiment) -> int:
    """How much memory one run takes."""
    numbers = 2 * len(experiment.theta) + 1
    return (experiment.steps + 1) * numbers * recorded(experiment).itemsize
