"""The program of every loss × optimizer × schedule, executed, ends where the run ends."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.losses import LOSSES
from playground.core.optimizers import OPTIMIZERS
from playground.core.programs import DIALECTS, program
from playground.core.schedules import SCHEDULES
from tests.core.programs.conftest import Execute

STEPS = 4
# Each group is one process, since torch takes seconds to be imported.
GROUPS = [tuple(OPTIMIZERS)[start::4] for start in range(4)]


def experiments(optimizers: tuple[str, ...], dtype: str) -> list[Experiment]:
    """Every loss with every schedule, at a rate with which no optimizer runs far away."""
    return [
        Experiment(loss, learning_rate=min(LOSSES[loss].learning_rate, 0.05), steps=STEPS,
                   optimizer=optimizer, schedule=schedule, dtype=dtype)
        for loss, optimizer, schedule in itertools.product(LOSSES, optimizers, SCHEDULES)
    ]  # fmt: skip


def final(lines: list[str]) -> list[float]:
    """The list of numbers on the last line."""
    words = lines[-1].strip("[]").split(", ")
    return [math.nan if word == "nan" else float(word) for word in words]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("optimizers", GROUPS)
def test_every_program_ends_where_its_run_ends(
    optimizers: tuple[str, ...], dialect: str, execute: Execute
) -> None:
    every = experiments(optimizers, "float64")
    printed = execute([program(experiment, dialect) for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        expected = run(experiment).theta[-1]
        where = f"{experiment.loss}, {experiment.optimizer}, {experiment.schedule}: {lines[-1]}"
        if dialect == "loop" and experiment.optimizer == "sgd":
            np.testing.assert_array_equal(final(lines), expected, err_msg=where)
        else:
            np.testing.assert_allclose(final(lines), expected, 1e-9, 1e-11, err_msg=where)


def test_plain_descent_in_float32_is_the_same_to_the_last_bit(execute: Execute) -> None:
    every = experiments(("sgd",), "float32")
    printed = execute([program(experiment, "loop") for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        np.testing.assert_array_equal(final(lines), run(experiment).theta[-1].astype(float))
