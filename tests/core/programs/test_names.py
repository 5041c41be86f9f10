"""A column of a table may be called as anything in a program is: both keep their meaning."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.datasets import Table
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.optimizers import OPTIMIZERS
from playground.core.programs import program
from tests.core.programs.conftest import Execute

NAMES = (
    *("size", "max", "range", "print", "mean", "keep", "prediction", "batch", "rate_at", "theta"),
    *("momentum", "velocity", "exp_avg", "eps", "beta1", "eta", "before", "features", "x", "loss"),
)
RULE = "x = 0.9*x + gradient; size = 2*lr; print = x; theta = theta - size*print/2"


def experiment(column: str, target: str, optimizer: str) -> Experiment:
    numbers = np.random.default_rng(0).uniform(0.5, 1.0, (6, 2))
    return Experiment(
        "mse", dataset=Table("data", (column, target), numbers), model=f"w*{column}+b",
        target=target, steps=4, batch_size=3, schedule="linear", dtype="float64",
        optimizer=optimizer,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "optimizers"), [("loop", (*OPTIMIZERS, RULE)), ("optim", ("sgd", RULE))]
)
def test_a_column_of_any_name_leaves_the_program_right(
    dialect: str, optimizers: tuple[str, ...], execute: Execute
) -> None:
    every = [
        experiment(*columns, optimizer)
        for name in NAMES
        for columns in ((name, "other"), ("other", name))
        for optimizer in optimizers
    ]
    printed = execute([program(one, dialect) for one in every])
    for one, lines in zip(every, printed, strict=True):
        got = [float(word) for word in lines[-1].strip("[]").split(", ")]
        message = f"{one.target}, {one.model}, {one.optimizer}"
        np.testing.assert_allclose(got, run(one).theta[-1], 1e-9, err_msg=message)


def test_a_typed_rule_leaves_the_columns_of_a_built_in_loss_alone(execute: Execute) -> None:
    one = Experiment("line", dtype="float64", optimizer=RULE)
    ((line,),) = execute([program(one)])
    np.testing.assert_allclose(float(line.strip("[]")), run(one).theta[-1, 0], 1e-9)
