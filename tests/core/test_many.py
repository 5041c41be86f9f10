"""A batch of descents is its runs one by one, and a run that ends leaves the others alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.descent import Step, descend
from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES
from playground.core.many import ManyStep, descend_many
from playground.core.optimizers import OPTIMIZERS
from playground.core.schedules import SCHEDULES
from playground.core.settings import settle

# A matrix product rounds by its size, torch's softplus of float32 by where in memory a number
# lies, and a chaotic run makes everything of it.
ROUNDED = {"float32": ("logistic", "moons"), "float64": ("moons",)}
EXACT = [(name, dtype) for name in LOSSES for dtype in ROUNDED if name not in ROUNDED[dtype]]


def together(experiment: Experiment, rates: Sequence[float]) -> list[list[tuple[Any, ...]]]:
    """Return the steps of each run of the batch as (theta, loss, gradient)."""
    seen: list[list[tuple[Any, ...]]] = [[] for _ in rates]
    for step in descend_many(experiment, learning_rate=torch.tensor(rates, dtype=torch.float64)):
        for place, row in enumerate(step.rows):
            seen[row].append((step.theta[place], step.loss[place].item(), step.gradient[place]))
    return seen


def alone(experiment: Experiment, rate: float) -> list[Step]:
    return list(descend(replace(experiment, learning_rate=rate)))


def assert_same(experiment: Experiment, rates: Sequence[float], tolerance: float = 0.0) -> None:
    """Each run of the batch is as long as the single run, and equal at every step."""
    for rows, rate in zip(together(experiment, rates), rates, strict=True):
        single = alone(experiment, rate)
        assert len(rows) == len(single)
        for (theta, loss, gradient), step in zip(rows, single, strict=True):
            same = {"rtol": tolerance, "atol": 0.0, "equal_nan": True}
            torch.testing.assert_close(theta, step.theta, **same)
            torch.testing.assert_close(gradient, step.gradient, **same)
            np.testing.assert_allclose(loss, step.loss, rtol=tolerance, atol=0, equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(
    exact=st.sampled_from(EXACT),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    schedule=st.sampled_from(sorted(SCHEDULES)),
    edited=st.booleans(),
    powers=st.lists(st.floats(-6, 2), min_size=1, max_size=4),
)
def test_every_optimizer_schedule_and_loss_descends_as_alone(
    exact: tuple[str, str], optimizer: str, schedule: str, edited: bool, powers: list[float]
) -> None:
    loss, dtype = exact
    edits = (Edit(7, 1e-3),) if edited else ()
    experiment = Experiment(
        loss, steps=12, optimizer=optimizer, schedule=schedule, edits=edits, dtype=dtype
    )
    assert_same(experiment, [10**power for power in powers])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [0, 4])
def test_the_minibatches_are_those_of_the_single_run(optimizer: str, batch_size: int) -> None:
    experiment = Experiment(
        "thermometer", steps=30, optimizer=optimizer, batch_size=batch_size, dtype="float64"
    )
    assert_same(experiment, [1e-4, 1e-2, 3e-2, 10.0])


@pytest.mark.parametrize("loss", ROUNDED["float64"])
def test_a_matrix_product_differs_by_rounding_only(loss: str) -> None:
    experiment = Experiment(loss, steps=30, dtype="float64")
    assert_same(experiment, [1e-2, 1e-1, 0.5], tolerance=1e-9)


def test_a_gradient_written_by_hand_is_used() -> None:
    experiment = Experiment("line", steps=20, gradient="by-hand", dtype="float64")
    # The text's gradient is four times the true one: the factor is 1 − 4·15·lr.
    (rows,) = together(experiment, [0.01])
    errors = [2 - float(theta) for theta, *_ in rows]
    assert errors == pytest.approx([2 * 0.4**step for step in range(21)], rel=1e-9)


def test_each_run_has_its_own_start() -> None:
    starts = torch.tensor([[-1.2, 1.0], [0.5, 2.0], [3.0, 3.0]])
    experiment = Experiment("rosenbrock", learning_rate=1e-3, steps=25)
    *_, last = descend_many(experiment, starts)
    for place, row in enumerate(last.rows):
        single = list(descend(replace(experiment, theta=tuple(starts[row].tolist()))))[-1]
        assert torch.equal(last.theta[place], single.theta)


def test_another_setting_of_the_optimizer_rules_the_whole_batch() -> None:
    heavy = settle(OPTIMIZERS["sgd"].settings, {"momentum": 0.9})
    *_, last = descend_many(Experiment(steps=10), settings=heavy)
    single = list(descend(Experiment(steps=10, settings={"momentum": 0.9})))[-1]
    assert torch.equal(last.theta[0], single.theta)
    assert torch.equal(last.memory["velocity"][0], single.memory["velocity"])


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "lbfgs"])
def test_a_run_is_seen_last_where_it_is_not_finite(optimizer: str) -> None:
    experiment = Experiment("rosenbrock", steps=40, optimizer=optimizer)
    rates = [1e-4, 1e30, 1e-3, 1e20]
    steps = list(descend_many(experiment, learning_rate=torch.tensor(rates)))
    for row, rate in enumerate(rates):
        single = alone(experiment, rate)
        there = [step for step in steps if row in step.rows]
        assert len(there) == len(single)
        ends = [row in step.rows[step.ended] for step in there]
        overflows = len(single) <= 40 or not bool(single[-1].theta.isfinite().all())
        assert ends == [False] * (len(there) - 1) + [overflows]


def test_the_steps_end_with_the_last_run_that_is_finite() -> None:
    # θ is multiplied by −19 a step, and its square leaves float32 at step 16.
    steps = list(descend_many(Experiment(learning_rate=10.0, steps=100)))
    assert [step.step for step in steps] == list(range(17))
    assert steps[-1].ended.tolist() == [0]


def test_a_product_beyond_the_format_ends_no_finite_run() -> None:
    # θ² is 1.96e38 here and θ·gradient twice that, beyond float32's 3.4e38.
    experiment = Experiment(theta=(1.4e19,), learning_rate=1e-3, steps=3)
    assert [len(step.ended) for step in descend_many(experiment)] == [0] * 4


def test_what_was_yielded_is_never_written_to() -> None:
    experiment = Experiment("rosenbrock", steps=20, optimizer="adam", learning_rate=0.1)
    kept: list[tuple[ManyStep, torch.Tensor]] = []
    for step in descend_many(experiment, learning_rate=torch.tensor([0.1, 0.2])):
        assert not step.theta.requires_grad
        assert not step.loss.requires_grad
        kept.append((step, step.theta.clone()))
    assert all(torch.equal(step.theta, copy) for step, copy in kept)


@pytest.mark.parametrize(
    ("theta", "rates", "message"),
    [
        (torch.ones(3, 2), None, r"theta must have the shape \(runs, 1\), not \(3, 2\)"),
        (torch.ones(3), None, r"theta must have the shape \(runs, 1\), not \(3,\)"),
        (torch.ones(3, 1), torch.ones(2), r"learning_rate must have the shape \(3,\), not \(2,\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(
    theta: torch.Tensor, rates: torch.Tensor | None, message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        descend_many(Experiment(), theta, rates)
