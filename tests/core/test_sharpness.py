"""Sharpness along a run: preconditioners, edges, and predictions that the record keeps."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
import pytest
import torch

from playground.core.descent import run
from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.optimizers import OPTIMIZERS
from playground.core.preconditioner import preconditioner
from playground.core.settings import Value, settle
from playground.core.sharpness import Sharpness, sharpness
from playground.core.stability import stability


def along(experiment: Experiment, most: int = 400) -> Sharpness:
    (found,) = deque(sharpness(experiment, run(experiment), most), maxlen=1)
    return found


# Settings that keep the sizes of the gradients as they are, and the memory that holds them.
FIXED: list[tuple[str, dict[str, Value], dict[str, float]]] = [
    ("adam", {"beta2": 1 - 1e-12}, {"exp_avg": 0.0, "exp_avg_sq": 4.0}),
    ("adam", {"beta1": 0.5, "beta2": 1 - 1e-12, "weight_decay": 0.3},
     {"exp_avg": 0.0, "exp_avg_sq": 4.0}),
    ("adamw", {"beta2": 1 - 1e-12, "weight_decay": 0.0}, {"exp_avg": 0.0, "exp_avg_sq": 4.0}),
    ("adamw", {"beta1": 0.2, "beta2": 1 - 1e-12, "weight_decay": 0.5},
     {"exp_avg": 0.0, "exp_avg_sq": 4.0}),
    ("adamax", {"beta2": 1 - 1e-12}, {"exp_avg": 0.0, "exp_inf": 2.0}),
    ("rmsprop", {"alpha": 1.0}, {"square_avg": 4.0}),
    ("rmsprop", {"alpha": 1.0, "momentum": 0.8}, {"square_avg": 4.0, "velocity": 0.0}),
    ("adagrad", {}, {"sum": 4.0}),
]  # fmt: skip


@pytest.mark.parametrize(("optimizer", "own", "kept"), FIXED, ids=str)
@pytest.mark.parametrize(("share", "settles"), [(0.98, True), (1.02, False)])
@pytest.mark.parametrize("condition", [1.0, 6.0, 1e4])
def test_on_fixed_sizes_adaptive_rules_settle_just_below_their_limit_only(
    optimizer: str,
    own: dict[str, Value],
    kept: dict[str, float],
    share: float,
    settles: bool,
    condition: float,
) -> None:
    settings = settle(OPTIMIZERS[optimizer].settings, own)
    curvatures = torch.tensor([3.0 / condition, 3.0], dtype=torch.float64)
    # P = √4 = 2; a decay in the gradient is divided by P as well.
    decay = settings.get("weight_decay", 0.0) if optimizer != "adamw" else 0.0
    assert isinstance(decay, float)
    scaled = ((curvatures + decay) / 2).tolist()
    limit = stability(optimizer, settings, scaled, preconditioned=True).largest
    assert limit is not None
    theta = torch.full((2,), 1e-12, dtype=torch.float64)
    memory: dict[str, object] = {name: torch.full_like(theta, size) for name, size in kept.items()}
    memory["step"] = 10**14 if optimizer.startswith("ada") and optimizer != "adagrad" else 0
    for _ in range(60):  # gradients stay far below the sizes that are kept
        gradient = curvatures * theta
        theta = OPTIMIZERS[optimizer].rule(theta, gradient, memory, share * limit, settings)
    assert (theta.abs().max().item() < 1e-12) == settles


@pytest.mark.parametrize(
    ("optimizer", "own", "moved_by"),
    [
        ("adam", {}, "exp_avg"),
        ("adam", {"amsgrad": True, "beta1": 0.6}, "exp_avg"),
        ("adamax", {}, "exp_avg"),
        ("rmsprop", {}, ""),
        ("rmsprop", {"centered": True}, ""),
        ("adagrad", {"lr_decay": 0.1}, ""),
    ],
)
def test_the_preconditioner_is_what_the_recorded_updates_were_divided_by(
    optimizer: str, own: dict[str, Value], moved_by: str
) -> None:
    experiment = Experiment(
        loss="himmelblau", optimizer=optimizer, settings=own, steps=30, dtype="float64",
        learning_rate=0.05,
    )  # fmt: skip
    record = run(experiment)
    found = preconditioner(experiment, record, np.arange(30))
    assert found is not None
    direction = record.memory[moved_by][1:] if moved_by else record.gradient[:-1]
    moves = record.theta[:-1] - record.theta[1:]
    assert found == pytest.approx(0.05 * direction / moves, rel=1e-6)
    assert preconditioner(Experiment(), record, np.arange(3)) is None


@pytest.mark.parametrize(
    ("own", "edge"),
    [
        ({}, 2 / 0.01),
        ({"momentum": 0.9}, 2 * 1.9 / 0.01),
        ({"momentum": 0.9, "nesterov": True}, 3.8 / (2.8 * 0.01)),
        ({"weight_decay": 0.5}, 2 / 0.01 - 0.5),
    ],
)
def test_the_edge_is_the_curvature_that_the_rate_can_just_bear(
    own: dict[str, Value], edge: float
) -> None:
    found = along(Experiment(loss="booth", learning_rate=0.01, settings=own))
    assert found.edge == pytest.approx(edge)
    assert found.largest == pytest.approx(18.0)
    assert found.smallest == pytest.approx(2.0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_plain_descent_keeps_every_prediction_on_a_parabola(dtype: str) -> None:
    found = along(Experiment(loss="booth", learning_rate=0.06, steps=40, dtype=dtype))
    expected = [1 - 0.06 * 2, 1 - 0.06 * 18]
    assert found.predicted == pytest.approx(np.tile(expected, (41, 1)))
    assert found.observed[:4] == pytest.approx(found.predicted[:4], rel=1e-3)
    told = ~np.isnan(found.observed)
    assert found.observed[told] == pytest.approx(found.predicted[told], rel=1e-2)
    assert np.isnan(found.observed[-1]).all()  # no step leaves the last row


def test_the_rate_of_each_step_decides_its_edge() -> None:
    experiment = Experiment(learning_rate=0.4, steps=9, schedule="exponential")
    found = along(experiment)
    rates = [0.4 * 0.95**step for step in range(9)]
    assert found.edge == pytest.approx([2 / rate for rate in [*rates, rates[-1]]])


def test_rows_are_spread_from_the_first_to_the_last_and_grow_as_they_come() -> None:
    experiment = Experiment(loss="double-well", steps=5000)
    record = run(experiment)
    parts = list(sharpness(experiment, record, 100))
    assert [len(part.rows) for part in parts] == sorted({len(part.rows) for part in parts})
    assert [part.done for part in parts][-1] == 1.0
    last = parts[-1]
    assert (len(last.rows), last.rows[0], last.rows[-1]) == (100, 0, 5000)
    theta = record.theta[last.rows, 0].astype(np.float64)
    assert last.largest == pytest.approx(3 * theta**2 - 1)


def test_a_run_that_overflows_has_the_sharpness_of_its_finite_rows() -> None:
    found = along(Experiment(loss="quartic", theta=(3.0,), learning_rate=1.0, steps=50))
    assert np.isfinite(found.largest).all()
    assert found.largest[0] == pytest.approx(12 * 9)


def test_adam_is_followed_on_its_preconditioned_curvature() -> None:
    experiment = Experiment(
        loss="booth", optimizer="adam", learning_rate=0.1, steps=50, dtype="float64"
    )
    record = run(experiment)
    found = along(experiment)
    assert found.preconditioned
    assert found.edge == pytest.approx(38 / 0.1)
    sizes = np.sqrt(record.memory["exp_avg_sq"][11] / (1 - 0.999**11)) + 1e-8
    sizes *= 1 - 0.9**11
    expected = np.linalg.eigvals(np.array([[10.0, 8.0], [8.0, 10.0]]) / sizes[:, None])
    assert found.eigenvalues[10] == pytest.approx(np.sort(expected), rel=1e-9)


def test_minibatches_and_rules_without_theory_leave_what_is_not_known_out() -> None:
    noisy = along(Experiment(loss="thermometer", learning_rate=0.01, batch_size=4))
    assert np.isnan(noisy.observed).all()
    assert noisy.largest == pytest.approx(60.6461, rel=5e-6)
    decayed = along(Experiment(loss="booth", learning_rate=0.01, settings={"weight_decay": 0.5}))
    assert np.isnan(decayed.observed).all()
    rprop = along(Experiment(loss="booth", optimizer="rprop"))
    assert np.isnan(rprop.edge).all()
    assert np.isnan(rprop.predicted).all()


def test_many_parameters_are_followed_at_their_ends() -> None:
    for optimizer in ("sgd", "adam"):
        found = along(Experiment(theta=(1.0,) * 200, steps=100, optimizer=optimizer), 5)
        assert found.rows.tolist() == [0, 25, 50, 75, 100]
        assert found.eigenvalues.shape == (5, 2)
        assert found.largest == pytest.approx(2.0)
    assert math.isfinite(found.eigenvalues.sum())


def test_an_edit_of_the_momentum_moves_the_edge_from_its_step_on() -> None:
    # The heavy ball's edge is 2 (1 + β) / lr: 20 without momentum, 30 with β = 0.5.
    edited = Experiment(
        loss="booth", learning_rate=0.1, steps=20, edits=(Edit(8, settings={"momentum": 0.5}),)
    )
    found = along(edited)
    assert found.edge[:8] == pytest.approx(20.0)
    assert found.edge[8:] == pytest.approx(30.0)


def test_an_edit_of_adams_memory_divides_by_what_the_step_used() -> None:
    experiment = Experiment(
        loss="booth", optimizer="adam", learning_rate=0.1, steps=20, dtype="float64",
        edits=(Edit(10, settings={"beta1": 0.5}),),
    )  # fmt: skip
    record = run(experiment)
    # The step that leaves row 12 is the 13th: its memory stands in row 13.
    sizes = np.sqrt(record.memory["exp_avg_sq"][13] / (1 - 0.999**13)) + 1e-8
    sizes *= 1 - 0.5**13
    expected = np.linalg.eigvals(np.array([[10.0, 8.0], [8.0, 10.0]]) / sizes[:, None])
    assert along(experiment).eigenvalues[12] == pytest.approx(np.sort(expected), rel=1e-9)
