"""What the fit shows is the model on the data, and the rows that each step really used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.core.datasets import DATASETS, Table
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.minibatch import BatchAtStep, batches
from playground.engine import fitting
from playground.engine.fitting import MOST_POINTS, Fitting, fitting_of


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


def test_minibatches_drawn_once_serve_every_learning_rate_and_start() -> None:
    experiment = Experiment("thermometer", batch_size=4)
    kept = fitting_of(experiment)
    hotter = replace(experiment, learning_rate=0.003, theta=(5.0, 1.0), steps=7, optimizer="adam")
    assert fitting_of(hotter) is kept
    assert fitting_of(replace(experiment, seed=1)) is not kept


def test_the_way_to_a_late_minibatch_can_be_left_between_epochs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fitting, "_TELL_S", 0.0)
    walk = list(Fitting(Experiment("thermometer", batch_size=4)).walk((1.0, 0.0), 299))
    pictures = [picture for picture, _ in walk]
    assert len(walk) > 50
    assert pictures[:-1] == [None] * (len(walk) - 1)
    assert pictures[-1] is not None
    assert all(0 < share <= 1 for _, share in walk)


@pytest.mark.parametrize(("gradient", "steps"), [("autograd", 100), ("by-hand", 20)])
def test_the_source_text_predicts_0_at_5_before_training_and_10_after(
    gradient: str, steps: int
) -> None:
    experiment = Experiment("line", (0.0,), 0.01, steps, gradient=gradient)
    theta = run(experiment).theta
    assert fitting_of(experiment).at(theta[0], 0).following == (5.0, 0.0)
    following = fitting_of(experiment).at(theta[-1], steps).following
    assert following is not None
    assert f"{following[1]:.3f}" == "10.000"


def test_unevenly_spaced_data_have_no_next_input() -> None:
    experiment = Experiment("thermometer", (1.0, 0.0))
    assert fitting_of(experiment).at(experiment.theta, 0).following is None


@pytest.mark.parametrize("way", ["scale", "standardise"])
def test_the_axis_of_a_normalised_column_is_in_the_units_of_the_table(way: str) -> None:
    x = np.linspace(1000.0, 3000.0, 5000)  # of which not every row is shown
    table = Table("own", ("x", "y"), np.column_stack([x, 2 * x]))
    experiment = Experiment(dataset=table, model="w*x + b", target="y", normalise=way)
    fit = Fitting(experiment).at((7.0, -3.0), 0)
    assert fit.inputs[0] == 1000
    assert fit.inputs[-1] == 3000
    away, size = (0.0, 3000.0) if way == "scale" else (x.mean(), x.std())
    np.testing.assert_allclose(fit.curve, 7 * (fit.curve_inputs - away) / size - 3)
    np.testing.assert_allclose(fit.predictions, 7 * (fit.inputs - away) / size - 3)
    forgotten = replace(experiment, mistakes=("not-normalised",))
    raw = Fitting(forgotten).at((7.0, -3.0), 0)
    np.testing.assert_allclose(raw.curve, 7 * raw.curve_inputs - 3)
