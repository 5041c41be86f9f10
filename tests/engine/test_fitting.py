"""What the fit shows is the model on the data, and the rows that each step really used."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.core.datasets import DATASETS, Table
from playground.core.experiment import Experiment
from playground.core.minibatch import BatchAtStep, batches
from playground.engine.fitting import MOST_POINTS, Fitting


def test_a_line_through_four_points_is_drawn_as_a_line() -> None:
    fit = Fitting(Experiment(loss="line")).at((1.5,), 0)
    assert fit.input_names == ("x",)
    assert fit.target_name == "y"
    np.testing.assert_allclose(fit.predictions, [1.5, 3.0, 4.5, 6.0])
    np.testing.assert_allclose(fit.curve, 1.5 * fit.curve_inputs)
    assert fit.curve_inputs[0] < 1 < 4 < fit.curve_inputs[-1]
    assert fit.rows is None


def test_the_axis_of_scaled_data_shows_the_readings_as_they_were_made() -> None:
    fit = Fitting(Experiment(loss="thermometer")).at((5.0, -17.0), 0)
    np.testing.assert_array_equal(fit.inputs, DATASETS["thermometer"].column("t_u"))
    np.testing.assert_allclose(fit.curve, 5 * 0.1 * fit.curve_inputs - 17)


def test_a_model_of_one_column_of_many_is_drawn_over_that_column() -> None:
    table = Table("wide", ("a", "b", "y"), np.arange(12.0).reshape(4, 3))
    fit = Fitting(Experiment(dataset=table, model="w*b", target="y")).at((2.0,), 0)
    assert fit.input_names == ("b",)
    np.testing.assert_allclose(fit.curve, 2 * fit.curve_inputs)


def test_the_border_of_logistic_regression_is_where_the_probability_is_one_half() -> None:
    fit = Fitting(Experiment(loss="logistic")).at((2.0, 1.0, -0.5), 0)
    assert fit.grid_axes is not None
    across, up = np.meshgrid(*fit.grid_axes)
    np.testing.assert_allclose(fit.curve, 1 / (1 + np.exp(-(2 * across + up - 0.5))), rtol=1e-9)
    assert set(np.unique(fit.targets)) == {0.0, 1.0}


def test_many_rows_are_thinned_for_the_eye() -> None:
    x = np.linspace(0.0, 1.0, 50_000)
    table = Table("long", ("x", "y"), np.column_stack([x, 3 * x]))
    experiment = Experiment(dataset=table, model="w*x", target="y", batch_size=40_000)
    fit = Fitting(experiment).at((3.0,), 1)
    assert len(fit.inputs) == len(fit.predictions) == MOST_POINTS
    np.testing.assert_allclose(fit.predictions, fit.targets)
    assert fit.rows is not None
    assert fit.rows.max() < MOST_POINTS


@pytest.mark.parametrize("order", [range(60), range(59, -1, -1), [0, 7000, 3, 2999, 7001, 7000]])
def test_the_batch_of_a_step_is_the_one_that_the_descent_used(order: range) -> None:
    walked = batches(11, 4, seed=7)
    assert walked is not None
    expected = [next(walked) for _ in range(max(order) + 1)]
    at = BatchAtStep(11, 4, seed=7)
    for step in order:
        rows = at(step)
        assert rows is not None
        assert torch.equal(rows, expected[step])


@pytest.mark.parametrize("batch_size", [0, 11, 12])
def test_there_is_no_batch_where_all_rows_are_used(batch_size: int) -> None:
    assert BatchAtStep(11, batch_size, seed=0)(3) is None
