"""What is kept at every step is what torch.optim keeps in its own state, buffer by buffer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from playground.core.buffers import Quantity, quantities, wants_log
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.optimizers import OPTIMIZERS

STEPS, RATE = 12, 0.01
# Ours, and what torch calls it where it has another name.
TORCH_NAMES = {"velocity": "momentum_buffer", "direction": "d"}
CASES: list[tuple[str, dict[str, Any], dict[str, Any], set[str]]] = [
    ("sgd", {"momentum": 0.9}, {"momentum": 0.9}, {"velocity"}),
    ("sgd", {}, {}, set()),
    ("adagrad", {}, {}, {"sum"}),
    ("adadelta", {}, {}, {"square_avg", "acc_delta"}),
    ("rmsprop", {"centered": True, "momentum": 0.5}, {"centered": True, "momentum": 0.5},
     {"square_avg", "grad_avg", "velocity"}),
    ("adam", {"amsgrad": True}, {"amsgrad": True}, {"exp_avg", "exp_avg_sq", "max_exp_avg_sq"}),
    ("adamw", {}, {}, {"exp_avg", "exp_avg_sq"}),
    ("adamax", {}, {}, {"exp_avg", "exp_inf"}),
    ("nadam", {}, {}, {"exp_avg", "exp_avg_sq"}),
    ("radam", {}, {}, {"exp_avg", "exp_avg_sq"}),
    ("adafactor", {}, {}, {"variance"}),
    ("asgd", {"t0": 3.0}, {"t0": 3.0}, {"ax"}),
    ("rprop", {}, {}, {"step_size", "prev"}),
    ("lbfgs", {}, {"max_iter": 1}, {"direction"}),
]  # fmt: skip


def recorded(experiment: Experiment) -> SimpleNamespace:
    made = run(experiment)
    return SimpleNamespace(
        experiment=experiment, theta=made.theta, gradient=made.gradient,
        learning_rate=made.learning_rate, memory=made.memory,
    )  # fmt: skip


def by_torch(name: str, given: dict[str, Any]) -> tuple[list[list[float]], list[dict[str, Any]]]:
    """Theta at each row, and the state after each update, of torch's own optimizer."""
    theta = torch.tensor([0.5, -0.5], dtype=torch.float64, requires_grad=True)
    kind = getattr(torch.optim, OPTIMIZERS[name].title)
    made = kind([theta], lr=RATE, **given)
    path, states = [theta.tolist()], []

    def closure() -> torch.Tensor:
        made.zero_grad()
        x, y = theta
        loss = (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2
        loss.backward()
        return loss

    for _ in range(STEPS):
        made.step(closure)
        path.append(theta.tolist())
        states.append({
            key: value.clone() if isinstance(value, torch.Tensor) else value
            for key, value in made.state[theta].items()
        })  # fmt: skip
    return path, states


def found(record: SimpleNamespace, name: str) -> np.ndarray:
    every: dict[str, Quantity] = {
        one.name: one for one in quantities(record.experiment, record.memory)
    }
    return every[name].of(record)


@pytest.mark.parametrize(("name", "settings", "given", "kept"), CASES)
def test_every_buffer_is_that_of_torchs_own_state(
    name: str, settings: dict[str, Any], given: dict[str, Any], kept: set[str]
) -> None:
    record = recorded(
        Experiment("himmelblau", (0.5, -0.5), RATE, STEPS, name, settings=settings, dtype="float64")
    )
    path, states = by_torch(name, given)
    assert set(record.memory) == kept
    np.testing.assert_allclose(record.theta, path, rtol=1e-9)
    for buffer in kept:
        key = TORCH_NAMES.get(buffer, buffer)
        theirs = [state[key].reshape(-1).tolist() for state in states]
        np.testing.assert_allclose(found(record, buffer)[1:], theirs, rtol=1e-7, atol=1e-12)
    # … and the update is the difference of torch's own thetas
    np.testing.assert_allclose(found(record, "update")[1:], np.diff(path, axis=0), atol=1e-9)
    assert np.isnan(found(record, "update")[0]).all()


def test_every_optimizer_is_held_to_torch_above() -> None:
    assert {name for name, *_ in CASES} == set(OPTIMIZERS)


def test_adams_rate_of_each_parameter_times_its_mean_is_the_update() -> None:
    record = recorded(Experiment("himmelblau", (0.5, -0.5), RATE, STEPS, "adam", dtype="float64"))
    steps = np.arange(1, STEPS + 1)
    np.testing.assert_allclose(found(record, "bias1")[1:, 0], 1 - 0.9**steps)
    np.testing.assert_allclose(found(record, "bias2")[1:, 0], 1 - 0.999**steps)
    path, _ = by_torch("adam", {})
    product = found(record, "own-rate")[1:] * found(record, "mean")[1:]
    np.testing.assert_allclose(-product, np.diff(path, axis=0), rtol=1e-6)
    # At the first update m̂ is the gradient and v̂ its square.
    np.testing.assert_allclose(found(record, "mean")[1], record.gradient[0])
    np.testing.assert_allclose(found(record, "size")[1], record.gradient[0] ** 2)


def test_the_effective_step_of_plain_descent_is_its_learning_rate() -> None:
    edits = (Edit(3, 0.002),)
    record = recorded(Experiment("himmelblau", (0.5, -0.5), RATE, 6, edits=edits, dtype="float64"))
    steps = found(record, "effective-rate")
    np.testing.assert_allclose(steps[1:4], RATE, rtol=1e-10)
    np.testing.assert_allclose(steps[4:], 0.002, rtol=1e-10)


def test_the_bias_follows_a_beta_that_changes_on_the_way() -> None:
    edits = (Edit(2, settings={"beta1": 0.5}),)
    record = recorded(Experiment("square", (1.0,), RATE, 4, "adam", edits=edits))
    expected = [1 - 0.9, 1 - 0.9**2, 1 - 0.5**3, 1 - 0.5**4]
    np.testing.assert_allclose(found(record, "bias1")[1:, 0], expected)


@pytest.mark.parametrize(
    ("values", "log"),
    [([1e-6, 1.0, np.nan], True), ([0.5, 1.0], False), ([-1.0, 1e6], False), ([np.nan], False)],
)
def test_a_log_axis_is_wanted_where_positive_values_are_far_apart(
    values: list[float], log: bool
) -> None:
    assert wants_log(np.array(values)) == log
