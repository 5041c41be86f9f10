"""The curvature at every stated minimum is that of its Hessian, worked out on paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.core.curvature import curvature
from playground.core.experiment import Experiment
from playground.core.losses import LOSSES

Floats = NDArray[np.float64]
Hessian = Callable[[Sequence[float]], Floats]


def constant(*rows: object) -> Hessian:
    return lambda theta: np.array(rows, np.float64)


def two(xx: float, xy: float, yy: float) -> Floats:
    return np.array([[xx, xy], [xy, yy]])


def himmelblau(theta: Sequence[float]) -> Floats:
    x, y = theta
    return two(12 * x * x + 4 * y - 42, 4 * (x + y), 4 * x + 12 * y * y - 26)


def camel(theta: Sequence[float]) -> Floats:
    x, y = theta
    return two(8 - 25.2 * x * x + 10 * x**4, 1, 48 * y * y - 8)


def beale(theta: Sequence[float]) -> Floats:
    """2 · Σ ∇r ∇rᵀ, since each residual r = c − x + x·yⁱ is 0 at the minimum."""
    x, y = theta
    slopes = np.array([[y**i - 1, i * x * y ** (i - 1)] for i in (1, 2, 3)])
    return 2 * slopes.T @ slopes


def goldstein_price(_: Sequence[float]) -> Floats:
    """At (0, −1), with L = (1 + a²·N)(30 + b²·F): a = 0, N = 36, b = 3, F = −3, 30 + b²·F = 3."""
    by_a = 3 * 2 * 36 * np.ones((2, 2))
    b, of_f = np.array([2.0, -3.0]), np.array([4.0, -6.0])
    crossed = np.outer(b, of_f) + np.outer(of_f, b)
    return by_a + 2 * -3 * np.outer(b, b) + 2 * 3 * crossed + 9 * two(24, -36, 54)


def styblinski_tang(theta: Sequence[float]) -> Floats:
    return np.diag([6 * each * each - 16 for each in theta])


def thermometer(_: Sequence[float]) -> Floats:
    """2 · mean of (u, 1)(u, 1)ᵀ, u a tenth of the readings."""
    u = 0.1 * LOSSES["thermometer"].table.column("t_u")  # type: ignore[union-attr]  # it has one
    return 2 * two(float(np.mean(u * u)), float(np.mean(u)), 1.0)


def logistic(theta: Sequence[float]) -> Floats:
    """Mean of p·(1 − p)·x xᵀ, with x ending in 1 and p the logistic function of x · theta."""
    table = LOSSES["logistic"].table
    assert table is not None
    x = np.column_stack([*(table.column(name) for name in table.names[:2]), np.ones(table.rows)])
    p = 1 / (1 + np.exp(-x @ np.array(theta)))
    return np.asarray((x * (p * (1 - p))[:, None]).T @ x / table.rows)


HESSIANS: dict[str, Hessian] = {
    "square": constant([2]),
    "sine": constant([1]),
    "double-well": lambda theta: np.array([[3 * theta[0] ** 2 - 1]]),
    "absolute": constant([0]),
    "quartic": constant([0]),
    "wavy": constant([0.2 + 9]),
    "cliff": constant([0.1]),  # the cliff itself adds 400·e⁻⁴⁰ at 0
    "plateau": constant([2]),
    "quadratic": constant([0.1, 0], [0, 1]),
    "rosenbrock": constant([802, -400], [-400, 200]),
    "himmelblau": himmelblau,
    "beale": beale,
    "booth": constant([10, 8], [8, 10]),
    "matyas": constant([0.52, -0.48], [-0.48, 0.52]),
    # cos(x + y) = −1/2, so that −sin(x + y) = √3/2 in every entry.
    "mccormick": lambda _: math.sqrt(3) / 2 + two(2, -2, 2),
    "six-hump-camel": camel,
    "goldstein-price": goldstein_price,
    "styblinski-tang": styblinski_tang,
    "rastrigin": constant([2 + 40 * math.pi**2, 0], [0, 2 + 40 * math.pi**2]),
    "dot": lambda theta: 4 * np.eye(len(theta)),
    "line": constant([15]),
    "thermometer": thermometer,
    "logistic": logistic,
}
KINKS = {"ackley"}  # whose curvature at the minimum is no number
EVERY = [(name, minimum) for name in LOSSES for minimum in Experiment(name).minima]


def test_every_loss_with_a_stated_minimum_has_its_hessian_here() -> None:
    assert {name for name, _ in EVERY} == HESSIANS.keys() | KINKS


@pytest.mark.parametrize(("name", "minimum"), [each for each in EVERY if each[0] not in KINKS])
def test_curvature_and_limits_at_a_minimum_are_those_of_its_hessian(
    name: str, minimum: tuple[float, ...]
) -> None:
    hessian = HESSIANS[name](minimum)
    values = np.linalg.eigvalsh(hessian)
    low, high = float(values[0]), float(values[-1])
    found = curvature(Experiment(name), minimum)
    assert found.hessian == pytest.approx(hessian, rel=1e-9, abs=1e-12)
    assert found.eigenvalues == pytest.approx(values, rel=1e-9, abs=1e-12)
    limits = found.condition_number, found.largest_stable_learning_rate, found.best_learning_rate
    if low == 0:
        assert limits == (None, None, None)
    else:
        assert limits == pytest.approx((high / low, 2 / high, 2 / (low + high)), rel=1e-9)
        assert (found.positive_definite, found.reason) == (True, "")
