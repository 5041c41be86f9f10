"""What a map remembers of each of its descents, in little memory however long they are."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.experiment import Experiment
from playground.core.losses import Loss
from playground.core.many import ManyStep, Rows
from playground.core.repeats import Repeats
from playground.core.tensors import DTYPES, gradient_of
from playground.core.varied import VariedRule

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

_DENSE = 256  # steps up to which every one is kept
_GOLDEN = 0.6180339887498949
_NONE: Rows = np.empty(0, np.int64)
_LAST = 4  # rows at the end that are kept in any case


def kept_steps(steps: int) -> Whole:
    """The steps that are kept: all up to 256, then half as many of each as many again.

    They lie at irregular distances, or a cycle would look like rest. Those that begin the last
    windows that `motion` looks at are among them.
    """
    windows = [max(steps // share, 1) for share in (4, 32)]
    kept = [np.arange(min(_DENSE, steps) + 1), np.arange(max(steps - _LAST, 0), steps + 1)]
    kept += [np.array([steps - w, max(steps - 2 * w, 0)]) for w in windows]
    stride, start = 2, _DENSE
    while start < steps:
        places = np.arange(start, min(2 * start, steps), stride)
        shifts = np.modf(np.arange(len(places)) * _GOLDEN)[0]
        kept.append((places + (shifts * stride).astype(np.int64)).clip(max=steps))
        start, stride = 2 * start, 2 * stride
    return np.unique(np.concatenate(kept))


class BasinRecord:
    """The kept steps up to `horizon` of a batch of descents, and how those ended that did so.

    `theta` is (K, n, runs) and `loss` (K, runs) at the K steps of `kept`; rows after the end of
    a run hold nothing of use. `ended` is the step at which a run was no longer finite, −1 for
    the others; `undefined` says of those whether no number format would have held the result.
    `repeats` is the row from which a run repeats itself, so that nothing of it is kept any more,
    and K for the others; `end` (n, runs) and `swing` (runs,) are then where the whole descent
    will end, and how far the thetas that it goes through until then are from there.
    One record serves one batch after the other, since new memory costs more than what it holds.
    """

    def __init__(self, experiment: Experiment, most_runs: int, horizon: int | None = None) -> None:
        dtype = DTYPES[experiment.dtype]
        held = torch.float32 if dtype == torch.bfloat16 else dtype  # NumPy lacks bfloat16
        self._experiment = experiment
        self._limit = float(torch.finfo(dtype).max) ** 0.25
        self.horizon = experiment.steps if horizon is None else horizon
        self.kept = kept_steps(experiment.steps)
        self.kept = self.kept[self.kept <= self.horizon]
        self._repeats = Repeats(experiment)
        rows = len(self.kept)
        self._all_theta = torch.zeros((rows, len(experiment.theta), most_runs), dtype=held)
        self._all_loss = torch.zeros((rows, most_runs), dtype=held)
        self.start(most_runs)

    def start(self, runs: int, varied: VariedRule | None = None) -> None:
        """Forget everything, for a batch of so many runs with this rule if it varies."""
        self._theta, self._loss = self._all_theta[..., :runs], self._all_loss[:, :runs]
        self.theta, self.loss = self._theta.numpy(), self._loss.numpy()
        self.final_loss = np.full(runs, np.nan)
        self.slope = np.zeros(runs)  # the length of the last gradient
        self.ended = np.full(runs, -1)
        self.undefined = np.zeros(runs, bool)
        self.repeats = np.full(runs, len(self.kept))
        self.end = np.zeros((self.theta.shape[1], runs))
        self.swing = np.zeros(runs)
        self._repeats.start(varied)
        self._row = 0
        self._before: ManyStep | None = None

    @property
    def done(self) -> Flags:
        """Of which runs the end is known by now."""
        whole = self._before is not None and self._before.step == self._experiment.steps
        done: Flags = (self.ended >= 0) | (self.repeats < len(self.kept)) | whole
        return done

    @property
    def until(self) -> Whole:
        """The step at which each run cost no more."""
        steps = np.append(self.kept, self._experiment.steps)
        return np.where(self.ended >= 0, self.ended, steps[self.repeats])

    def take(self, step: ManyStep) -> None:
        """Keep what is worth it of the newest step."""
        if self._row < len(self.kept) and self.kept[self._row] == step.step:
            every = len(step.rows) == len(self.ended)
            runs = slice(None) if every else torch.from_numpy(step.rows)
            self._theta[self._row][:, runs] = step.theta.T.to(self._theta.dtype)
            self._loss[self._row, runs] = step.loss.to(self._loss.dtype)
            self._row += 1
        if len(step.ended):
            self._end(step)
        self._before = step
        if step.step == self._experiment.steps:
            self.final_loss[step.rows] = step.loss.double().numpy()
            self.slope[step.rows] = step.gradient.double().norm(dim=-1).numpy()

    def leave(self, step: ManyStep) -> Rows:
        """Write down the end of the runs that repeat themselves, and return their places."""
        found = self._repeats.look(step)
        if found is None:
            return _NONE
        runs = step.rows[found.places]
        self.end[:, runs], self.swing[runs] = found.end.T, found.swing
        self.final_loss[runs], self.slope[runs] = found.loss, found.slope
        self.repeats[runs] = self._row
        return found.places

    def _end(self, step: ManyStep) -> None:
        runs = step.rows[step.ended]
        self.ended[runs] = step.step
        self.final_loss[runs] = step.loss[step.ended].double().numpy()
        large = _largest(step, runs)
        if self._before is not None:
            np.maximum(large, _largest(self._before, runs), out=large)
        small = large <= self._limit
        if small.any():
            theta = step.theta[step.ended][torch.from_numpy(small)]
            self.undefined[runs[small]] = ~_finite_in_float64(self._experiment, theta)


def _largest(step: ManyStep, runs: Whole) -> NDArray[np.float64]:
    """The largest finite number of each run at that step."""
    places = np.searchsorted(step.rows, runs)
    largest = np.zeros(len(runs))
    for part in (step.theta, step.gradient, step.loss.unsqueeze(-1)):
        numbers = part[places].double().abs()
        np.maximum(largest, numbers.nan_to_num(0.0, 0.0).amax(-1).numpy(), out=largest)
    return largest


def _finite_in_float64(experiment: Experiment, theta: torch.Tensor) -> Flags:
    leaf = theta.double().requires_grad_()
    value = loss_in_float64(experiment)(leaf)
    slope = gradient_of(value, leaf)
    finite: Flags = (value.detach().isfinite() & slope.isfinite().all(-1)).numpy()
    return finite


def loss_in_float64(experiment: Experiment) -> Loss:
    """The loss on all rows of the data, in float64 whatever the run's format."""
    return experiment.bound_loss("float64")
