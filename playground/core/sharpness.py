"""How sharply the loss curves along a run, against what its learning rate can bear."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from playground.core.curvature import curvature_of, eigen
from playground.core.experiment import Experiment
from playground.core.hessian import MOST_CURVED, Floats, hessian_product
from playground.core.iteration import Iteration
from playground.core.lanczos import Extremes, extremes
from playground.core.preconditioner import Rows, preconditioner
from playground.core.rules import rule_of
from playground.core.tensors import DTYPES
from playground.core.trajectory import Trajectory

MOST_POINTS = 400  # a curve of more cannot be told from it
_MOST_LARGE = 40  # for many parameters, each of which needs products by the hundred
_MOST_MODES = 8  # eigenvalues followed one by one; of more parameters the two ends
_CHUNK = 32
_CLEAR = 256  # times rounding: a gradient smaller than that tells no ratio


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Sharpness:
    """The curvature at K rows of a run, and what a step does along its eigenvectors there.

    rows (K,); largest and smallest eigenvalue of the Hessian (K,); edge (K,): the curvature of
    which the learning rate of the step that leaves the row is the limit, 2 / rate for gradient
    descent (NaN where no theory holds); eigenvalues (K, m), ascending: those of the Hessian or,
    if `preconditioned`, of P⁻¹H (with any weight decay in H), all of up to 8 and else both ends.
    For them, predicted and observed (K, m): what the step multiplies the gradient along each
    eigenvector by, in theory (1 − rate · λ for gradient descent; with momentum the multiplier
    in the long run) and by the record, NaN where rounding, minibatches or a weight decay, which
    moves the minimum, hide it. `done` is the share of rows done.
    """

    rows: Rows
    largest: Floats
    smallest: Floats
    edge: Floats
    eigenvalues: Floats
    predicted: Floats
    observed: Floats
    preconditioned: bool
    done: float


def sharpness(
    experiment: Experiment, trajectory: Trajectory, most: int = MOST_POINTS
) -> Iterator[Sharpness]:
    """Yield the sharpness of a growing part of the run, up to `most` rows spread over it."""
    path = _Path(experiment, trajectory)
    rows = _spread(trajectory, most if path.whole else min(most, _MOST_LARGE))
    size = _CHUNK if path.whole else 1
    parts: list[tuple[Floats, ...]] = []
    for start in range(0, len(rows), size):
        parts.append(path.at(rows[start : start + size]))
        largest, smallest, edge, values, predicted, observed = (
            np.concatenate(column) for column in zip(*parts, strict=True)
        )
        end = min(start + size, len(rows))
        yield Sharpness(
            rows[:end], largest, smallest, edge, values, predicted, observed,
            path.rule.preconditioned, end / len(rows),
        )  # fmt: skip


def preconditioned_curvatures(experiment: Experiment, trajectory: Trajectory, rows: Rows) -> Floats:
    """Return the eigenvalues of P⁻¹H at some rows of an adaptive optimizer's run, (K, m)."""
    return _Path(experiment, trajectory).at(rows)[3]


class _Path:
    """A run with what is the same at all of its rows."""

    def __init__(self, experiment: Experiment, trajectory: Trajectory) -> None:
        self.experiment, self.trajectory = experiment, trajectory
        self.rule = rule_of(
            experiment.optimizer, experiment.optimizer_settings, experiment.mistakes
        )
        self.whole = len(experiment.theta) <= MOST_CURVED
        self._loss = experiment.bound_loss("float64")
        self._settings_at = experiment.settings_at
        iteration = self.rule.iteration
        decays = self.rule.decay or (iteration and (iteration.decay or iteration.shrink))
        self._hidden = bool(decays) or 0 < experiment.batch_size < self._loss.rows
        self._by_hand = experiment.gradient == "by-hand"
        self._rounding = float(torch.finfo(DTYPES[experiment.dtype]).eps)

    def at(self, rows: Rows) -> tuple[Floats, ...]:
        """Return largest, smallest, edge, eigenvalues, predicted and observed at the rows."""
        theta = self.trajectory.theta[rows].astype(np.float64)
        _, _, _, hessian, values, vectors = curvature_of(self._loss, theta, self._by_hand)
        largest, smallest = values[:, -1], values[:, 0]
        divisor = preconditioner(self.experiment, self.trajectory, rows)
        scale = np.ones_like(theta)
        if divisor is not None:
            with np.errstate(all="ignore"):
                scale = 1 / np.sqrt(divisor)
            values, vectors = self._scaled(theta, scale, hessian)
        if values.shape[1] > _MOST_MODES:
            values, vectors = values[:, [0, -1]], vectors[:, :, [0, -1]]
        rates = self._rates(rows)
        observed = self._observed(rows, scale, vectors, largest)
        return (
            largest,
            smallest,
            self._edge(rows, rates),
            values,
            self._predicted(rows, rates, values),
            observed,
        )

    def _scaled(
        self, theta: Floats, scale: Floats, hessian: Floats | None
    ) -> tuple[Floats, Floats]:
        """Eigenvalues of P⁻¹H, and the eigenvectors of P^(−½)HP^(−½), which has the same.

        H with the weight decay that acts through the gradient.
        """
        if hessian is not None:
            decayed = hessian + self.rule.decay * np.eye(theta.shape[1])
            with np.errstate(all="ignore"):
                return eigen(scale[:, :, None] * decayed * scale[:, None, :])
        found = [self._scaled_ends(*pair) for pair in zip(theta, scale, strict=True)]
        return np.array([each.values for each in found]), np.array([e.vectors for e in found])

    def _scaled_ends(self, theta: Floats, scale: Floats) -> Extremes:
        product = hessian_product(self._loss, theta, self._by_hand)

        def scaled(vector: Floats) -> Floats:
            inner = scale * vector
            return scale * (product(inner) + self.rule.decay * inner)

        return extremes(scaled, len(theta))

    def _rates(self, rows: Rows) -> Floats:
        """The learning rate of the step that leaves each row; at the end, of the one before."""
        used = self.trajectory.learning_rate
        if not len(used):
            return np.full(len(rows), self.experiment.learning_rate)
        rates: Floats = used[np.minimum(rows, len(used) - 1)]
        return rates

    def _iterations(self, rows: Rows) -> list[Iteration | None]:
        """What the step that leaves each row does on a parabola: an edit may have changed it."""
        last = max(len(self.trajectory.learning_rate) - 1, 0)
        stages = [self._settings_at(min(int(row), last)) for row in rows]
        made = {id(stage): stage for stage in stages}
        name = self.experiment.optimizer
        found = {
            key: rule_of(name, stage, self.experiment.mistakes).iteration
            for key, stage in made.items()
        }
        return [found[id(stage)] for stage in stages]

    def _edge(self, rows: Rows, rates: Floats) -> Floats:
        used = zip(self._iterations(rows), rates.tolist(), strict=True)
        edge = [math.nan if one is None or not rate else one.edge(rate) for one, rate in used]
        return np.array(edge)

    def _predicted(self, rows: Rows, rates: Floats, values: Floats) -> Floats:
        used = zip(self._iterations(rows), rates.tolist(), values.tolist(), strict=True)
        return np.array(
            [
                [math.nan if one is None else one.multiplier(rate, value) for value in row]
                for one, rate, row in used
            ]
        )

    def _observed(self, rows: Rows, scale: Floats, vectors: Floats, sharpest: Floats) -> Floats:
        """The ratio of the gradients after and before each step, along each eigenvector."""
        gradient = self.trajectory.gradient
        after = np.minimum(rows + 1, len(gradient) - 1)
        theta = self.trajectory.theta[rows].astype(np.float64)
        with np.errstate(all="ignore"):
            old, new = (
                np.einsum("kn,knm->km", scale * gradient[at].astype(np.float64), vectors)
                for at in (rows, after)
            )
            size = np.abs(sharpest) * np.sqrt(np.square(theta).sum(-1)) * scale.max(-1)
            clear = np.minimum(np.abs(old), np.abs(new)) > _CLEAR * self._rounding * size[:, None]
            ratio: Floats = np.where(clear & (after > rows)[:, None], new / old, np.nan)
        return np.full_like(ratio, np.nan) if self._hidden else ratio


def _spread(trajectory: Trajectory, most: int) -> Rows:
    """Up to that many rows from first to last, without a last one that is not finite."""
    last = trajectory.length - 1
    if last > 0 and not np.isfinite(trajectory.theta[last]).all():
        last -= 1
    return np.unique(np.linspace(0, last, min(most, last + 1)).round().astype(np.int64))
