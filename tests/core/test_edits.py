"""Edits of the optimizer's settings in the middle of a run, against torch.optim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
import torch

import playground
from playground.core.edits import Edit
from playground.core.experiment import MOST_STEPS, Experiment
from playground.core.many import descend_many
from playground.core.map_batch import batches_of
from playground.core.map_request import MapAxis, MapRequest
from playground.core.optimizers import OPTIMIZERS
from playground.core.settings import Value

AT = 4
STEPS = 9

# From these settings to those, as torch takes them, where torch itself can change them midway.
CHANGES: list[tuple[str, dict[str, Value], dict[str, Value], dict[str, object]]] = [
    ("sgd", {"momentum": 0.9}, {"momentum": 0.5}, {"momentum": 0.5}),
    ("sgd", {}, {"momentum": 0.9}, {"momentum": 0.9}),
    ("sgd", {"momentum": 0.9}, {"momentum": 0.0}, {"momentum": 0.0}),
    ("sgd", {"momentum": 0.9}, {"nesterov": True}, {"nesterov": True}),
    ("sgd", {}, {"weight_decay": 0.1}, {"weight_decay": 0.1}),
    ("adam", {}, {"beta1": 0.5}, {"betas": (0.5, 0.999)}),
    ("adam", {}, {"eps": 0.1}, {"eps": 0.1}),
    ("rmsprop", {"momentum": 0.9}, {"momentum": 0.5}, {"momentum": 0.5}),
    ("nadam", {}, {"momentum_decay": 0.1}, {"momentum_decay": 0.1}),
]


def by_torch(experiment: Experiment, first: Mapping[str, Value], then: dict[str, object]) -> object:
    """The path that torch.optim takes when its parameter group is changed before step AT."""
    kind = {"sgd": "SGD", "adam": "Adam", "rmsprop": "RMSprop", "nadam": "NAdam"}
    theta = torch.nn.Parameter(torch.tensor(experiment.theta, dtype=torch.float64))
    made = getattr(torch.optim, kind[experiment.optimizer])(
        [theta], lr=experiment.learning_rate, **first
    )
    loss = experiment.bound_loss()
    path = [theta.detach().clone()]
    for step in range(experiment.steps):
        if step == AT:
            made.param_groups[0].update(then)
        made.zero_grad()
        loss(theta).backward()
        made.step()
        path.append(theta.detach().clone())
    return torch.stack(path).numpy()


@pytest.mark.parametrize(("optimizer", "first", "then", "to_torch"), CHANGES)
def test_settings_changed_midway_do_what_torch_does(
    optimizer: str,
    first: dict[str, Value],
    then: dict[str, Value],
    to_torch: dict[str, object],
) -> None:
    experiment = Experiment(
        "rosenbrock", (-1.0, 1.5), 1e-3, STEPS, optimizer, first, dtype="float64",
        edits=(Edit(AT, settings=then),),
    )  # fmt: skip
    run = playground.run(experiment)
    np.testing.assert_allclose(run.theta, by_torch(experiment, first, to_torch), rtol=1e-13)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_up_to_an_edit_both_branches_are_the_same_bit_for_bit(optimizer: str) -> None:
    plain = Experiment("himmelblau", steps=STEPS, optimizer=optimizer, learning_rate=1e-2)
    declared = OPTIMIZERS[optimizer].settings
    # All switches at once, and the momentum; the other numbers are named, but stay.
    turned: dict[str, Value] = {
        name: not setting.default if isinstance(setting.default, bool) else setting.default
        for name, setting in declared.items()
    }
    if "momentum" in declared:
        turned["momentum"] = 0.5
    if "differentiable" in turned:
        turned["differentiable"] = False
    edit = Edit(AT, 5e-3, turned)
    one, other = playground.run(plain), playground.run(replace(plain, edits=(edit,)))
    for name in ("theta", "loss", "gradient"):
        before, after = getattr(one, name), getattr(other, name)
        assert before[: AT + 1].tobytes() == after[: AT + 1].tobytes()
    again = playground.run(replace(plain, edits=(edit,)))
    assert other.theta.tobytes() == again.theta.tobytes()


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "lbfgs"])
def test_a_batch_heeds_the_edits_as_single_runs_do(optimizer: str) -> None:
    name: str = "history_size" if optimizer == "lbfgs" else "momentum"
    experiment = Experiment(
        "himmelblau", steps=STEPS, optimizer=optimizer, dtype="float64",
        edits=(Edit(AT, settings={name: 1 if optimizer == "lbfgs" else 0.5}), Edit(6, 5e-3)),
    )  # fmt: skip
    rates = torch.tensor([1e-3, 1e-2], dtype=torch.float64)
    *_, last = descend_many(experiment, learning_rate=rates)
    for rate, theta in zip(rates.tolist(), last.theta.numpy(), strict=True):
        alone = playground.run(replace(experiment, learning_rate=rate))
        np.testing.assert_array_equal(alone.theta[-1], theta)


def test_a_map_over_a_setting_heeds_the_edits_of_another() -> None:
    experiment = Experiment(
        "himmelblau", steps=STEPS, dtype="float64", learning_rate=1e-2,
        settings={"momentum": 0.3}, edits=(Edit(AT, settings={"weight_decay": 0.5}),),
    )  # fmt: skip
    request = MapRequest(MapAxis("momentum", 0.0, 0.9), MapAxis("theta1", -1, 1), size=2)
    batches = list(batches_of(experiment, request, np.arange(4)))
    for batch in batches:
        *_, last = descend_many(
            experiment, batch.theta, batch.learning_rate, batch.settings, batch.varied
        )
        for pixel, theta in zip(batch.pixels.tolist(), last.theta.numpy(), strict=True):
            row, column = divmod(pixel, 2)
            alone = playground.run(request.pixel(experiment, column, row))
            np.testing.assert_array_equal(alone.theta[-1], theta)


def test_an_edit_without_a_rate_keeps_the_rate_before() -> None:
    edits = (Edit(2, 0.4), Edit(4, settings={"momentum": 0.5}), Edit(6, 0.1))
    run = playground.run(Experiment(edits=edits, steps=8, dtype="float64"))
    assert run.learning_rate.tolist() == [0.2, 0.2, 0.4, 0.4, 0.4, 0.4, 0.1, 0.1]


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (Edit(3), "the edit at step 3 must have a learning_rate or settings, not neither"),
        (Edit(3, settings={"momentun": 0.5}), "did you mean 'momentum'"),
        (Edit(3, settings={"beta1": 0.5}), "no setting of the optimizer 'beta1'; there are mom"),
        (Edit(3, settings={"momentum": -1}), "momentum must be at least 0, not -1"),
        (Edit(3, settings={"nesterov": True}), "nesterov"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_in_one_line(edit: Edit, rule: str) -> None:
    with pytest.raises(ValueError, match=rule) as error:
        Experiment(edits=(edit,))
    assert "\n" not in str(error.value)


def test_an_outcome_is_read_off_the_part_after_the_last_edit() -> None:
    # On θ² plain descent at rate 0.1 multiplies theta by 0.8; what came before does not count.
    edit = Edit(30, settings={"momentum": 0.0})
    end = playground.run(
        Experiment(
            learning_rate=0.1, steps=60, settings={"momentum": 0.9}, edits=(edit,), dtype="float64"
        )
    ).outcome
    assert end is not None
    assert "since step 30 each step multiplies the error by 0.8" in end.message


@pytest.mark.timeout(30)  # it took minutes when each edit looked at all others
def test_an_edit_at_every_step_of_the_longest_run_is_checked_in_a_moment() -> None:
    edits = tuple(Edit(step, 1e-3) for step in range(MOST_STEPS))
    experiment = Experiment("square", steps=MOST_STEPS, edits=edits)
    assert experiment.learning_rate_at(MOST_STEPS - 1) == 1e-3
