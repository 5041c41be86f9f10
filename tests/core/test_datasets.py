"""The built-in tables are fixed, finite, and made as their comments say."""

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.core.datasets import DATASETS, Table


def clouds() -> NDArray[np.float64]:
    draw = np.random.RandomState(1)  # its stream never changes; that of default_rng may
    label = np.repeat([0.0, 1.0], 40)
    centre = np.where(label[:, None] == 1, (1.0, 0.5), (-1.0, -0.5))
    return np.column_stack([centre + draw.standard_normal((80, 2)), label])


def moons() -> NDArray[np.float64]:
    draw = np.random.RandomState(2)  # its stream never changes; that of default_rng may
    angle = np.linspace(0, np.pi, 50)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    points = np.concatenate([upper, lower]) + 0.1 * draw.standard_normal((100, 2))
    return np.column_stack([points, np.repeat([0.0, 1.0], 50)])


@pytest.mark.parametrize(
    ("name", "made", "digits"), [("clouds", clouds(), 2), ("moons", moons(), 3)]
)
def test_shipped_table_is_the_seeded_draw(
    name: str, made: NDArray[np.float64], digits: int
) -> None:
    assert np.abs(DATASETS[name].values - made).max() <= 0.5001 * 10**-digits


@pytest.mark.parametrize("table", DATASETS.values(), ids=lambda table: table.name)
def test_table_is_finite_named_and_cannot_be_changed(table: Table) -> None:
    assert np.isfinite(table.values).all()
    assert table.values.shape == (table.rows, len(set(table.names)))
    with pytest.raises(ValueError, match="read-only"):
        table.values[0, 0] = 1.0


def test_clouds_overlap_so_that_logistic_regression_has_an_optimum() -> None:
    table = DATASETS["clouds"]
    features = np.column_stack([table.column("x1"), table.column("x2"), np.ones(table.rows)])
    sign = 2 * table.column("label") - 1
    # at the optimum some points are on the wrong side, so no line separates them (a separable
    # set has none): the perceptron, which finds any such line, never comes to rest
    theta = np.zeros(3)
    for _ in range(1000):
        wrong = np.flatnonzero(sign * (features @ theta) <= 0)
        assert len(wrong) > 0
        theta += sign[wrong[0]] * features[wrong[0]]
