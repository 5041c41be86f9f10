"""The curvature of a loss where theta is, and what it says of the learning rate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from playground.core.experiment import Experiment
from playground.core.hessian import MOST_CURVED, Floats, derivatives, hessian_product
from playground.core.lanczos import extremes
from playground.core.losses import Loss
from playground.core.settings import Settings
from playground.core.stability import Stability, indefinite, stability


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Curvature:
    """Loss, gradient and Hessian at a theta, in float64 whatever the experiment's dtype.

    For one theta, (n,): loss (), gradient (n,), hessian (n, n), eigenvalues (n,) ascending and
    eigenvectors (n, n), one a column. For a batch, (B, n), each has B in front, and
    `curvature[i]` is that of one; the properties are those of one theta, and of a batch raise
    TypeError. Beyond 128 parameters hessian is None, eigenvalues are the
    smallest and the largest only, (2,), and eigenvectors (n, 2). What is no number, as the
    curvature of ‖θ‖ at 0, is NaN.
    """

    theta: Floats
    loss: Floats
    gradient: Floats
    hessian: Floats | None
    eigenvalues: Floats
    eigenvectors: Floats
    optimizer: str = "sgd"
    settings: Settings = field(default_factory=Settings)
    mistakes: tuple[str, ...] = ()

    def __getitem__(self, place: int) -> Curvature:
        """The curvature at one theta of a batch."""
        if self.theta.ndim != 2:
            raise TypeError("this is the curvature at one theta, not at a batch of them")
        hessian = None if self.hessian is None else self.hessian[place]
        parts = (self.theta, self.loss, self.gradient)
        theta, loss, gradient = (np.asarray(part[place]) for part in parts)
        values, vectors = self.eigenvalues[place], self.eigenvectors[place]
        return replace(
            self, theta=theta, loss=loss, gradient=gradient, hessian=hessian,
            eigenvalues=values, eigenvectors=vectors,
        )  # fmt: skip

    def __len__(self) -> int:
        """How many thetas there are in a batch."""
        if self.theta.ndim != 2:
            raise TypeError("this is the curvature at one theta, not at a batch of them")
        return len(self.theta)

    @cached_property
    def stability(self) -> Stability:
        """The limits of the experiment's optimizer here."""
        return stability(self.optimizer, self.settings, self._of_one, mistakes=self.mistakes)

    @property
    def positive_definite(self) -> bool:
        """Whether the loss curves upwards in every direction."""
        return not self.reason

    @property
    def reason(self) -> str:
        """Why there is no condition number here, in a sentence; empty where there is one."""
        return indefinite(float(self._of_one[0]), float(self._of_one[-1]))

    @property
    def condition_number(self) -> float | None:
        """Largest over smallest eigenvalue; None unless the Hessian is positive definite."""
        values = self._of_one
        return float(values[-1] / values[0]) if self.positive_definite else None

    @property
    def largest_stable_learning_rate(self) -> float | None:
        """The rate above which the experiment's optimizer would not settle here, if there is one.

        `stability.note` says why there is none.
        """
        return self.stability.largest

    @property
    def best_learning_rate(self) -> float | None:
        """The rate at which the experiment's optimizer settles soonest here, if there is one."""
        return self.stability.best

    @property
    def _of_one(self) -> Floats:
        if self.theta.ndim == 2:
            raise TypeError("this is asked of one theta, and there is a batch: take curvature[i]")
        return self.eigenvalues

    def parabola(self, theta: ArrayLike) -> Floats:
        """The local quadratic model of the loss at theta, (..., n): what the limits are exact on.

        Of one theta with its whole Hessian; loss + gradient·d + d·Hessian·d / 2.
        """
        if self.hessian is None:
            raise ValueError(f"theta must have at most {MOST_CURVED} numbers for a parabola")
        way = np.asarray(theta, np.float64) - self.theta
        bent = 0.5 * np.einsum("...i,ij,...j->...", way, self.hessian, way)
        values: Floats = self.loss + way @ self.gradient + bent
        return values


def curvature(experiment: Experiment, theta: ArrayLike | None = None) -> Curvature:
    """Return loss, gradient, exact Hessian and its eigenvalues at theta, (n,) or (B, n).

    theta is the experiment's start if None is given. The loss is that on all rows of the data;
    with a gradient by hand, gradient and Hessian are that gradient and its derivative. Limits
    are those of the experiment's optimizer. Raises ValueError if theta has another length than
    the experiment's.
    """
    points = _points(experiment, experiment.theta if theta is None else theta)
    loss = experiment.bound_loss("float64")
    found = curvature_of(loss, np.atleast_2d(points), experiment.gradient == "by-hand")
    optimizer = (experiment.optimizer, experiment.optimizer_settings, experiment.mistakes)
    batch = Curvature(*found, *optimizer)
    return batch if points.ndim == 2 else batch[0]


_Parts = tuple[Floats, Floats, Floats, Floats | None, Floats, Floats]


def curvature_of(loss: Loss, points: Floats, by_hand: bool = False) -> _Parts:
    """Return theta, loss, gradient, Hessian, eigenvalues and eigenvectors at points, (B, n).

    loss is bound in float64.
    """
    value, gradient, hessian = derivatives(loss, points, by_hand)
    hessian[np.isnan(value)] = np.nan  # log(x) below 0 has no value, yet autograd a slope
    if points.shape[-1] > MOST_CURVED:
        return points, value, gradient, None, *_ends(loss, points, by_hand)
    return points, value, gradient, hessian, *eigen(hessian)


def eigen(hessian: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues, ascending, and eigenvectors of (B, n, n); NaN for what is not finite."""
    known = np.isfinite(hessian.sum(axis=(1, 2)))
    values, vectors = np.linalg.eigh(np.where(known[:, None, None], hessian, 0.0))
    values[~known], vectors[~known] = np.nan, np.nan
    return values + 0.0, vectors + 0.0  # −0 becomes 0


def _ends(loss: Loss, points: Floats, by_hand: bool) -> tuple[Floats, Floats]:
    n = points.shape[-1]
    found = [extremes(hessian_product(loss, point, by_hand), n) for point in points]
    values = np.array([each.values for each in found]).reshape(-1, 2)
    return values, np.array([each.vectors for each in found]).reshape(-1, n, 2)


def _points(experiment: Experiment, theta: ArrayLike) -> Floats:
    points = np.array(theta, np.float64)
    if points.ndim not in (1, 2) or points.shape[-1] != len(experiment.theta):
        raise ValueError(
            f"theta must have the shape ({len(experiment.theta)},) or "
            f"(B, {len(experiment.theta)}), not {points.shape}"
        )
    if not np.isfinite(points).all():
        raise ValueError("theta must be finite numbers")
    return points + 0.0  # −0 becomes 0
