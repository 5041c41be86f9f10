"""A typed number above the range of the format is infinity there, as torch.tensor makes it."""

from __future__ import annotations

import math

import pytest
import torch

from playground.core.autograd_graph import function_graph
from playground.core.descent import run
from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.landscape import landscape
from playground.core.losses import find_loss
from playground.core.pictures import PictureRequest
from playground.core.sweep import sweep
from playground.core.typed_derivative import typed_derivative

HUGE = torch.tensor(1e39, dtype=torch.float32).item()
MODEL = {"dataset": "thermometer", "target": "t_c"}
INFINITE = [  # the loss at the start
    Experiment("max(x,1e39)"),
    Experiment("where(x>0,1e300,x)"),
    Experiment("where(1>0,1e39,x)"),
    Experiment("mse", model="w + max(t_u,1e300)", **MODEL),
    Experiment("mae", model="w + max(t_u,1e300)", **MODEL),
    Experiment("mae", model="where(1>0,1e300,w)", **MODEL),
]
THROWN = [  # theta after one step
    (Experiment(optimizer="theta = 1e39"), math.inf),
    (Experiment(optimizer="theta = -1e300"), -math.inf),
    (Experiment(optimizer="theta = c*theta; c = 1e300"), math.inf),
    (Experiment(optimizer="theta = gradient^1e300", dtype="float16"), math.inf),
    (Experiment(optimizer="theta = gradient^1e300", dtype="bfloat16"), math.inf),
    (Experiment(optimizer="theta = gradient^c; c = 1e300", dtype="float16"), math.inf),
]
LEFT_ALONE = [  # a bound that theta = 1 never reaches, and powers of 1
    Experiment("x^2", optimizer="theta = min(theta, 1e39)"),
    Experiment("x^2", optimizer="v = theta; v = 1e300; theta = min(theta, v)"),
    Experiment("x^2", optimizer="theta = where(theta>1e300,1e300,theta)"),
    Experiment("x^2", optimizer="theta = min(theta, c)", settings={"c": 2.0},
               edits=(Edit(1, None, {"c": 1e39}),)),
    Experiment("x^2", optimizer="theta = theta^65510", dtype="float16"),
    Experiment("x^2", optimizer="adagrad", settings={"initial_accumulator_value": 1e39}),
]  # fmt: skip
EVERY = [*INFINITE, *(experiment for experiment, _ in THROWN), *LEFT_ALONE]


@pytest.mark.parametrize("experiment", INFINITE)
def test_a_loss_of_such_a_number_is_infinite_at_the_start_and_the_outcome_says_so(
    experiment: Experiment,
) -> None:
    trajectory = run(experiment)
    assert math.isinf(HUGE)
    assert trajectory.loss.tolist() == [HUGE]
    assert trajectory.outcome is not None
    assert "at step 0 the loss is beyond what float32 can hold" in trajectory.outcome.message
    assert sweep(experiment, [0.1, 1.0]).outcome == ("diverged", "diverged")


@pytest.mark.parametrize(("experiment", "expected"), THROWN)
def test_a_rule_that_throws_theta_there_explodes(experiment: Experiment, expected: float) -> None:
    trajectory = run(experiment)
    assert trajectory.theta[1].tolist() == [expected]
    assert trajectory.outcome is not None
    assert trajectory.outcome.message.startswith("Explodes: at step 1 θ grew beyond what")
    assert sweep(experiment, [0.1]).outcome == ("diverged",)


@pytest.mark.parametrize("experiment", LEFT_ALONE)
def test_a_bound_that_is_never_reached_changes_nothing(experiment: Experiment) -> None:
    assert run(experiment).theta[-1].tolist() == [1.0]


def test_a_bound_above_the_format_leaves_the_slope_of_the_loss() -> None:
    bounded = run(Experiment("min(x,1e300)", (1.0,), 0.25, 4))
    assert bounded.theta[:, 0].tolist() == [1.0, 0.75, 0.5, 0.25, 0.0]


def test_a_power_above_the_format_is_an_infinite_one() -> None:
    steep = run(Experiment("x^1e300", (0.5,), dtype="float16", steps=1))
    assert steep.loss[0] == 0.0 == 0.5**math.inf


def test_a_landscape_is_drawn_where_the_loss_is_a_number() -> None:
    bound = Experiment("where(x>0, 1e300, x)", (-1.0,)).bound_loss()
    *_, drawn = landscape(bound, PictureRequest((0.0,), ((1.0,),), ((-1.0, 1.0),), 5))
    assert drawn.loss.tolist() == [-1.0, -0.5, 0.0, HUGE, HUGE]


def test_a_typed_derivative_of_that_size_is_an_infinite_slope() -> None:
    gradient = typed_derivative(Experiment(), "1e39")
    assert gradient(torch.tensor([1.0])).tolist() == [HUGE]


def test_the_graph_of_such_a_number_is_recorded() -> None:
    graph = function_graph("min(x, 1e39)", torch.tensor([1.0]))
    assert graph.grad is not None
    assert graph.grad.array.tolist() == [1.0]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_why_there_is_no_number_is_still_said(dtype: torch.dtype) -> None:
    explain = find_loss("min(log(x), 1e39)").explain
    assert explain is not None
    assert explain(torch.tensor([-1.0], dtype=dtype)) == "log of a negative number (x = −1)"
