"""The record of a descent: append-only arrays, one row a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.core.descent import Step
    from playground.core.outcome import Outcome

# Any: float32 or float64 (bfloat16, which NumPy lacks, is held exactly in float32).
Array = NDArray[Any]

_RECORDED = {torch.float64: np.float64, torch.float16: np.float16}


class Trajectory:
    """Row 0 is the start; row k is the state after k updates.

    `theta` and `gradient` have shape (rows, n), `loss` (rows,), `learning_rate` (rows − 1,):
    the rate of each update made. `memory` holds what the optimizer keeps (velocity, exp_avg,
    …), (rows, n) each, as it was after the update that led to the row. A row is written before
    `length` counts it, and is never changed afterwards, so another thread may read rows below
    `length` at any time.
    """

    def __init__(self, steps: int, parameters: int, dtype: torch.dtype) -> None:
        kind = _RECORDED.get(dtype, np.float32)
        self._capacity = steps + 1
        self._narrow = dtype == torch.bfloat16
        self._theta = np.empty((steps + 1, parameters), kind)
        self._gradient = np.empty((steps + 1, parameters), kind)
        self._loss = np.empty(steps + 1, kind)
        self._learning_rate = np.empty(steps + 1, np.float64)
        self._memory: dict[str, Array] = {}
        self.length = 0
        self.outcome: Outcome | None = None
        self.lacks: frozenset[str] = frozenset()  # what of the last row was never computed

    @classmethod
    def of(
        cls,
        theta: Array,
        gradient: Array,
        loss: Array,
        learning_rate: NDArray[np.float64],
        memory: dict[str, Array],
    ) -> Trajectory:
        """Return a finished record that consists of these arrays, of the shapes named above."""
        made = cls(0, 0, torch.float32)
        made._theta, made._gradient, made._loss = theta, gradient, loss
        made._learning_rate, made._memory = learning_rate, memory
        made.length = len(loss)
        return made

    @classmethod
    def unbegun(cls, theta: tuple[float, ...]) -> Trajectory:
        """Return the record of a run that failed before its first row: the start, no numbers."""
        start, none = np.array([theta], np.float64), np.full((1, len(theta)), np.nan)
        made = cls.of(start, none, none[:, 0], np.empty(0), {})
        made.lacks = frozenset({"loss", "gradient"})
        return made

    def append(self, step: Step) -> None:
        """Write the row of a step, then publish it."""
        row = self.length
        theta, gradient = step.theta, step.gradient
        if self._narrow:
            theta, gradient = theta.float(), gradient.float()
        self._theta[row] = theta.numpy()
        self._gradient[row] = gradient.numpy()
        self._loss[row] = step.loss
        if row:
            self._learning_rate[row - 1] = step.learning_rate
        for name, value in step.memory.items() if step.memory else ():
            if isinstance(value, torch.Tensor) and value.shape == step.theta.shape:
                self._remember(name, row, value)
        self.length = row + 1

    def _remember(self, name: str, row: int, value: torch.Tensor) -> None:
        kept = self._memory.get(name)
        if kept is None:
            kept = np.zeros((self._capacity, self._theta.shape[1]), self._theta.dtype)
            self._memory[name] = kept
        kept[row] = (value.float() if self._narrow else value).numpy()

    @property
    def theta(self) -> Array:
        """Parameters, (rows, n)."""
        return _read_only(self._theta[: self.length])

    @property
    def gradient(self) -> Array:
        """Gradient of the loss at each row's theta, (rows, n)."""
        return _read_only(self._gradient[: self.length])

    @property
    def loss(self) -> Array:
        """Loss at each row's theta (of that row's minibatch, if there are minibatches), (rows,)."""
        return _read_only(self._loss[: self.length])

    @property
    def learning_rate(self) -> Array:
        """Learning rate of the update that led from row k to row k + 1, (rows − 1,)."""
        return _read_only(self._learning_rate[: max(self.length - 1, 0)])

    @property
    def memory(self) -> dict[str, Array]:
        """The optimizer's memory by name, (rows, n) each."""
        length = self.length
        return {name: _read_only(kept[:length]) for name, kept in tuple(self._memory.items())}


def _read_only(view: Array) -> Array:
    view.flags.writeable = False
    return view
