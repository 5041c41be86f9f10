"""Every row of a sweep is the single run with that learning rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES
from playground.core.optimizers import OPTIMIZERS
from playground.core.schedules import SCHEDULES
from playground.core.sweep import MOST_RATES, sweep
from playground.core.swept import Sweep
from playground.core.tensors import gradient_of
from playground.core.tolerance import steps_to_tolerance
from playground.core.trajectory import Trajectory

# A matrix product rounds by its size, and what bounces without end makes anything of a last digit:
# few steps are compared as they are, and many one by one.
MATRIX_PRODUCTS = ("moons",)
WITH_DATA = [name for name, entry in LOSSES.items() if entry.table is not None]
ELEMENTWISE = [name for name, optimizer in OPTIMIZERS.items() if optimizer.elementwise]


def single(experiment: Experiment, rate: float) -> Trajectory:
    return run(replace(experiment, learning_rate=rate))


def rates_of(loss: str, *shares: float) -> list[float]:
    """Learning rates at shares of the way, on a log axis, over the slider of a loss."""
    low, high = LOSSES[loss].learning_rates
    return [low * (high / low) ** share for share in shares]


def assert_rows_are_single_runs(experiment: Experiment, found: Sweep, tolerance: float) -> None:
    for row, rate in enumerate(found.learning_rate):
        alone = single(experiment, float(rate))
        assert alone.outcome is not None
        same = {"rtol": tolerance, "atol": 0.0, "equal_nan": True}
        np.testing.assert_allclose(found.final_theta[row], alone.theta[-1], **same)
        np.testing.assert_allclose(found.final_loss[row], alone.loss[-1], **same)
        assert found.outcome[row] == alone.outcome.kind
        steps = steps_to_tolerance(
            alone.loss[:, None], (alone.outcome.kind,), found.tolerance, found.target_loss
        )
        np.testing.assert_array_equal(found.steps_to_tolerance[row], steps[0])
        finite = np.isfinite([*alone.theta[-1], alone.loss[-1], *alone.gradient[-1]]).all()
        assert found.first_bad_step[row] == (-1 if finite else alone.length - 1)


@settings(max_examples=60, deadline=None)
@given(
    loss=st.sampled_from(sorted(LOSSES)),
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    schedule=st.sampled_from(sorted(SCHEDULES)),
    steps=st.sampled_from([1, 2, 3, 12, 80]),
    edited=st.booleans(),
    shares=st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_every_row_is_the_single_run(
    loss: str, optimizer: str, schedule: str, steps: int, edited: bool, shares: list[float]
) -> None:
    steps = min(steps, 3) if loss in MATRIX_PRODUCTS else steps
    rates = rates_of(loss, *shares)
    edits = (Edit(steps // 2, rates[0]),) if edited else ()
    experiment = Experiment(
        loss, steps=steps, optimizer=optimizer, schedule=schedule, edits=edits, dtype="float64"
    )
    assert_rows_are_single_runs(experiment, sweep(experiment, rates), 1e-12)


# Each schedule in turn, so that every optimizer and every schedule meets data of every kind.
TURNS = [
    (loss, optimizer, list(SCHEDULES)[(turn + place) % len(SCHEDULES)])
    for turn, loss in enumerate(WITH_DATA)
    for place, optimizer in enumerate(ELEMENTWISE)
]


@pytest.mark.parametrize(("loss", "optimizer", "schedule"), TURNS)
def test_on_data_every_optimizer_and_schedule_gives_the_single_run(
    loss: str, optimizer: str, schedule: str
) -> None:
    steps = 3 if loss in MATRIX_PRODUCTS else 40
    experiment = Experiment(
        loss, steps=steps, optimizer=optimizer, schedule=schedule, dtype="float64"
    )
    assert_rows_are_single_runs(experiment, sweep(experiment, rates_of(loss, 0.1, 0.5, 0.9)), 1e-12)


@pytest.mark.parametrize("optimizer", ELEMENTWISE)
@pytest.mark.parametrize("loss", MATRIX_PRODUCTS)
def test_of_long_runs_on_matrix_products_each_step_is_the_single_one(
    loss: str, optimizer: str
) -> None:
    # That the update does the same with it is held bit for bit where there is no such product.
    experiment = Experiment(loss, steps=40, optimizer=optimizer, dtype="float64")
    found = sweep(experiment, rates_of(loss, 0.1, 0.5, 0.9), trajectories=True)
    assert found.trajectories is not None
    bound = experiment.bound_loss()
    for row in range(3):
        ours = found.trajectories.trajectory(row)
        for theta, loss_there, gradient in zip(ours.theta, ours.loss, ours.gradient, strict=True):
            point = torch.tensor(theta).requires_grad_()
            alone = bound(point)
            exact = gradient_of(alone, point).numpy()
            np.testing.assert_allclose(loss_there, alone.item(), rtol=1e-12)
            np.testing.assert_allclose(gradient, exact, rtol=0, atol=1e-12 * np.abs(exact).max())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_minibatches_of_data_are_those_of_the_single_run(optimizer: str) -> None:
    experiment = Experiment(
        "thermometer", steps=60, optimizer=optimizer, batch_size=4, dtype="float64"
    )
    assert_rows_are_single_runs(experiment, sweep(experiment, [1e-4, 1e-2, 3e-2, 5.0]), 1e-12)


@pytest.mark.parametrize("settings_", [{}, {"momentum": 0.9}])
def test_plain_descent_is_the_single_run_bit_for_bit(settings_: dict[str, float]) -> None:
    experiment = Experiment("himmelblau", steps=200, settings=settings_)
    assert_rows_are_single_runs(experiment, sweep(experiment, np.geomspace(1e-4, 1, 24)), 0.0)


def test_rows_that_diverge_never_disturb_the_others() -> None:
    experiment = Experiment("rosenbrock", steps=300)
    calm = [1e-4, 5e-4, 1e-3]
    wild = [0.1, 1.0, 1e10, 1e30]
    alone = sweep(experiment, calm)
    beside = sweep(experiment, [*wild[:2], *calm, *wild[2:]])
    assert np.array_equal(beside.final_theta[2:5], alone.final_theta)
    assert beside.outcome[2:5] == alone.outcome
    assert (beside.first_bad_step[[0, 1, 5, 6]] > 0).all()


def test_whole_trajectories_are_those_of_the_single_runs() -> None:
    experiment = Experiment("rosenbrock", steps=50, optimizer="adam", schedule="cosine")
    rates = [1e-3, 1e-1, 1e38]
    found = sweep(experiment, rates, trajectories=True)
    assert found.trajectories is not None
    for row, rate in enumerate(rates):
        ours, alone = found.trajectories.trajectory(row), single(experiment, rate)
        assert ours.length == found.trajectories.length[row] == alone.length
        for name in ("theta", "loss", "gradient", "learning_rate"):
            assert np.array_equal(getattr(ours, name), getattr(alone, name), equal_nan=True)
        for name, kept in ours.memory.items():
            assert np.array_equal(kept[-1], alone.memory[name][-1], equal_nan=True)
        assert np.isnan(found.trajectories.loss[alone.length :, row]).all()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("steps", [1, 3, 9])
@pytest.mark.parametrize(
    ("loss", "theta"),
    [("square", 0.0), ("square", 1.0), ("double-well", 0.0), ("x^3", 0.0), ("x^0 + 0*x", 1.0)],
)
def test_runs_that_stand_still_are_the_single_runs(
    loss: str, theta: float, steps: int, optimizer: str
) -> None:
    experiment = Experiment(loss, (theta,), steps=steps, optimizer=optimizer, dtype="float64")
    assert_rows_are_single_runs(experiment, sweep(experiment, [1e-300, 1e-100, 1e-3, 0.5]), 0.0)


@pytest.mark.timeout(30)  # it took minutes when each of them was concluded by itself
@pytest.mark.parametrize("theta", [0.0, 1.0])
def test_the_most_learning_rates_take_seconds(theta: float) -> None:
    experiment = Experiment("double-well", (theta,), steps=1)
    found = sweep(experiment, np.geomspace(1e-3, 0.1, MOST_RATES))
    assert set(found.outcome) == {"stuck" if theta == 0 else "settled"}


def test_leaps_from_valley_to_valley_are_the_kind_of_the_single_run() -> None:
    experiment = Experiment("sine", (2.0,), steps=80)
    rates = np.linspace(6.0, 9.0, 31)
    kinds = [single(experiment, rate).outcome for rate in rates.tolist()]
    assert list(sweep(experiment, rates).outcome) == [end.kind for end in kinds if end is not None]
    assert kinds.count(None) == 0
