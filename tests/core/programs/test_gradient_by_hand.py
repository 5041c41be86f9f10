"""A gradient written by hand keeps every mistake of the run in its program."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.mistakes import possible
from playground.core.optimizers import OPTIMIZERS
from playground.core.programs import DIALECTS, program
from tests.core.programs.conftest import Execute
from tests.core.programs.test_every_choice import final

# What torch refuses makes no step at all; test_program holds its programs to torch's words.
MADE = [mistake.name for mistake in possible(Experiment("line").loss_entry) if not mistake.refused]
TOGETHER = [
    names for count in range(len(MADE) + 1) for names in itertools.combinations(MADE, count)
]
RATES = {"sgd": 1e-3, "lbfgs": 0.1}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_gradient_by_hand_ends_where_its_run_ends_with_every_mistake_and_optimizer(
    dialect: str, execute: Execute
) -> None:
    every = [
        Experiment("line", learning_rate=RATES.get(name, entry.learning_rate), steps=7,
                   optimizer=name, gradient="by-hand", mistakes=mistakes, dtype="float64")
        for (name, entry), mistakes in itertools.product(OPTIMIZERS.items(), TOGETHER)
    ]  # fmt: skip
    printed = execute([program(experiment, dialect) for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        where = f"{experiment.optimizer}, {experiment.mistakes}: {lines[-1]}"
        np.testing.assert_allclose(final(lines), run(experiment).theta[-1], 1e-9, err_msg=where)


@pytest.mark.parametrize("optimizer", ["adam", "lbfgs"])
def test_the_wrong_sign_of_a_gradient_by_hand_is_remarked(optimizer: str) -> None:
    experiment = Experiment(
        "line", optimizer=optimizer, gradient="by-hand", mistakes=("wrong-sign",)
    )
    lines = program(experiment, "optim").splitlines()
    mistake = lines.index("    # Mistake: the wrong sign, so this climbs")
    assert lines[mistake + 1].startswith("    theta.grad = -(")
