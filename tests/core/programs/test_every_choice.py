"""The program of every loss × optimizer × schedule, executed, ends where the run ends."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from playground.core.datasets import Table
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


def normalised(dtype: str) -> list[Experiment]:
    """Models of large numbers, normalised, forgotten, and in minibatches."""
    x = np.linspace(1000.0, 3000.0, 21)
    table = Table("own.csv", ("x", "far", "y"), np.column_stack([x, np.cos(x) - 40, 0.002 * x]))
    return [
        Experiment(
            dataset=table, model=model, target="y", normalise=way, steps=STEPS, dtype=dtype,
            optimizer=optimizer, mistakes=mistakes, batch_size=size,
            learning_rate=1e-8 if mistakes else 0.05,
        )
        for model in ("w*x + b", "v*tanh(w*x + u*far) + b")
        for way in ("scale", "standardise")
        for optimizer in ("sgd", "adam")
        for mistakes, size in (((), 0), ((), 5), (("not-normalised",), 0))
    ]  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_programs_normalise_their_inputs_as_the_run_does(
    dtype: str, dialect: str, execute: Execute
) -> None:
    every = normalised(dtype)
    printed = execute([program(experiment, dialect) for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        expected = run(experiment).theta[-1].astype(float)
        if dialect == "loop" and experiment.optimizer == "sgd":
            np.testing.assert_array_equal(final(lines), expected)
        else:
            np.testing.assert_allclose(final(lines), expected, 1e-4, 1e-7)
