"""An experiment is whole, checked and repeatable; what it records is never changed."""

from __future__ import annotations

import math
import re
from dataclasses import FrozenInstanceError, replace
from typing import cast

import numpy as np
import pytest
import torch

import playground
from playground.core.datasets import DATASETS
from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES


def test_an_experiment_takes_its_start_and_learning_rate_from_its_loss() -> None:
    experiment = Experiment("himmelblau")
    assert experiment.theta == LOSSES["himmelblau"].start
    assert experiment.learning_rate == LOSSES["himmelblau"].learning_rate


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"learning_rate": 0.0}, "learning_rate must be a finite number above 0"),
        ({"learning_rate": -1.0}, "learning_rate"),
        ({"learning_rate": math.nan}, "learning_rate"),
        ({"learning_rate": math.inf}, "learning_rate"),
        ({"learning_rate": True}, "learning_rate"),
        ({"steps": 0}, "steps must be a whole number from 1 to 100000"),
        ({"steps": 1.5}, "steps"),
        ({"steps": 100_001}, "steps"),
        ({"theta": (math.inf,)}, "theta"),
        ({"loss": "rosenbrock", "theta": (1.0,)}, "theta must have 2 numbers"),
        ({"optimizer": "sdg"}, "did you mean 'sgd'"),
        ({"optimizer": "muon"}, "two dimensions"),
        ({"schedule": "cosin"}, "did you mean 'cosine'"),
        ({"dtype": "float8"}, "dtype"),
        ({"settings": {"momentun": 0.9}}, "did you mean 'momentum'"),
        ({"settings": {"momentum": "high"}}, "momentum must be a number"),
        ({"settings": {"nesterov": True}}, "nesterov"),
        ({"batch_size": 2}, "batch_size must be 0 without data"),
        ({"loss": "line", "batch_size": 5}, "batch_size must be a whole number from 0 to 4"),
        ({"gradient": "by-hand"}, "gradient"),
        ({"edits": (Edit(21, 0.1),)}, "edit"),
        ({"edits": (Edit(1, -0.1),)}, "edit"),
        ({"edits": (Edit(3, 0.1), Edit(3, 0.2))}, "different steps"),
        ({"dataset": "line"}, "model"),
    ],
)
def test_a_wrong_field_is_refused_in_one_line_that_names_it(
    changes: dict[str, object], named: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(named)) as refused:
        Experiment(**changes)  # type: ignore[arg-type]  # wrong on purpose
    assert "\n" not in str(refused.value)


def test_an_experiment_cannot_be_changed_only_replaced() -> None:
    experiment = Experiment(settings={"momentum": 0.9})
    with pytest.raises(FrozenInstanceError):
        experiment.steps = 5  # type: ignore[misc]  # wrong on purpose
    with pytest.raises(TypeError):
        experiment.settings["momentum"] = 0.5  # type: ignore[index]  # wrong on purpose
    assert replace(experiment, steps=5).settings == {"momentum": 0.9}


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment("rosenbrock", optimizer="adam", steps=200),
        Experiment("moons", batch_size=7, seed=3, steps=50),
        Experiment("x^4 - x^2", dtype="bfloat16", steps=50),
    ],
)
def test_the_same_experiment_gives_the_same_run_bit_for_bit(experiment: Experiment) -> None:
    one, two = playground.run(experiment), playground.run(experiment)
    assert one.theta.tobytes() == two.theta.tobytes()
    assert one.loss.tobytes() == two.loss.tobytes()
    assert one.gradient.tobytes() == two.gradient.tobytes()


def test_steps_updates_give_one_row_more_and_a_rate_each() -> None:
    run = playground.run(Experiment(steps=7))
    assert (run.theta.shape, run.loss.shape, run.gradient.shape) == ((8, 1), (8,), (8, 1))
    assert run.learning_rate.shape == (7,)


def test_what_is_recorded_cannot_be_changed() -> None:
    run = playground.run(Experiment())
    for array in (run.theta, run.loss, run.gradient, run.learning_rate):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0


def test_an_edit_changes_the_rate_from_its_step_on() -> None:
    run = playground.run(Experiment(steps=4, edits=(Edit(2, 0.1),), dtype="float64"))
    np.testing.assert_allclose(run.learning_rate, [0.2, 0.2, 0.1, 0.1])
    np.testing.assert_allclose(run.theta[:, 0], [1, 0.6, 0.36, 0.36 * 0.8, 0.36 * 0.64])


def test_momentum_is_recorded_as_the_velocity_of_each_step() -> None:
    settings = {"momentum": 0.5}
    run = playground.run(Experiment(steps=2, settings=settings, dtype="float64"))
    # v₁ = 2; θ₁ = 1 − 0.2 · 2 = 0.6; v₂ = 0.5 · 2 + 1.2 = 2.2
    np.testing.assert_allclose(run.memory["velocity"][1:, 0], [2.0, 2.2])


def test_minima_of_the_square_are_as_long_as_theta() -> None:
    assert Experiment("square", theta=(1.0, 2.0, 3.0)).minima == ((0.0, 0.0, 0.0),)


def test_minibatches_visit_every_row_once_an_epoch() -> None:
    table = DATASETS["line"]
    experiment = Experiment("line", (0.0,), 1e-9, 8, batch_size=1, dtype="float64")
    run = playground.run(experiment)
    # With w all but 0, the loss of one row is y², so the losses of an epoch are the rows.
    for epoch in (run.loss[:4], run.loss[4:8]):
        np.testing.assert_allclose(sorted(epoch), sorted(table.column("y") ** 2), rtol=1e-6)


@pytest.mark.parametrize("start", [1.0, [1.0], np.ones(1), torch.tensor([1]), None])
def test_the_exercise_says_in_one_line_what_it_starts_from(start: object) -> None:
    with pytest.raises(TypeError) as error:
        playground.gradient_descent_torch_autograd(cast("torch.Tensor", start), 0.2, 20)
    assert str(error.value).startswith("initial_theta must be a tensor of floating-point numbers")
    assert str(error.value).endswith(f"not {start!r}")
    assert "\n" not in str(error.value)


def test_the_exercise_keeps_shape_and_dtype_and_leaves_its_argument_alone() -> None:
    start = torch.tensor([[1.0, -2.0], [3.0, 0.5]], dtype=torch.float64)
    end = playground.gradient_descent_torch_autograd(start, 0.2, 20)
    torch.testing.assert_close(end, start * 0.6**20)
    assert end.dtype == torch.float64
    assert start[0, 0] == 1.0
    assert playground.gradient_descent_torch_autograd(torch.tensor([1.0]), 0.2, 20).item() == (
        pytest.approx(3.6562e-05, rel=1e-4)
    )
