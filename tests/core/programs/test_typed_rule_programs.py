"""The program of a rule that was typed, executed, ends where its run ends."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.programs import program
from tests.core.programs.conftest import Execute

RULES = [
    "t = theta; theta = theta - lr*g + 0.1*(t - old); old = t",
    "t = +theta; theta = 0.5*theta; theta = theta + 0.1*t",
    "k2 = step^2; theta = theta - lr*g/k2",
    "theta = theta - lr*e^(-step)*g",
    "theta = theta - lr*2^step*g",
    "theta = theta - lr*g/sqrt(step)",
    "theta = theta - where(step > 3, lr/10, lr)*g",
    "theta = theta - min(lr, 0.02)*g",
    "theta = theta - max(g, -1)*lr",
    "theta = theta - lr*g + 0*step^c; c = 0.5",
    "beta = 0.9; m = beta*m + (1 - beta)*g; theta = theta - lr*m/(1 - beta^step)",
    "theta = theta - lr*g; theta = theta*0.99",
    "r = lr*0.9^step; theta = theta - r*g",
    "s = s + g^2; theta = theta - lr*g/(sqrt(s) + 1e-8)",
    "theta = theta - 1/(1/lr)*g",
]
BEYOND = [  # where Python's own numbers raise an error
    Experiment("square", steps=3, optimizer="theta = theta - lr*g/(step - 1)"),
    Experiment("square", steps=3, optimizer="theta = theta - lr*(1/(step - 1))*g"),
    Experiment("square", steps=1100, optimizer="theta = theta - lr*g/2^step"),
    Experiment("square", steps=30, optimizer="theta = theta - lr*g + 0*c^step; c = 0.5",
               edits=(Edit(3, None, {"c": 1e30}),)),
    Experiment("square", steps=3, optimizer="theta = theta - lr*(1 - step)^0.5*g"),
]  # fmt: skip


@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16"])
def test_the_program_of_a_typed_rule_ends_where_the_run_ends(dtype: str, execute: Execute) -> None:
    every = [
        Experiment("himmelblau", (0.5, -2.0), 0.01, 7, rule, dtype=dtype, mistakes=mistakes)
        for rule in RULES
        for mistakes in ((), ("not-zeroed",))
    ]
    printed = execute([program(experiment) for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        final = [float(word) for word in lines[-1].strip("[]").split(", ")]
        expected, where = run(experiment).theta[-1], f"{experiment.optimizer}: {lines[-1]}"
        if dtype == "float64":
            np.testing.assert_allclose(final, expected, 1e-12, err_msg=where)
        else:  # where each rounding shows
            np.testing.assert_array_equal(final, expected, err_msg=where)


def test_a_rule_whose_numbers_are_too_large_ends_as_the_run_does(execute: Execute) -> None:
    printed = execute([program(experiment) for experiment in BEYOND])
    for experiment, lines in zip(BEYOND, printed, strict=True):
        (word,) = lines[-1].strip("[]").split(", ")
        expected = run(experiment).theta[-1]
        np.testing.assert_allclose([float(word)], expected, 1e-6, err_msg=experiment.optimizer)


def test_numbers_stay_plain_where_python_does_the_same() -> None:
    rule = "b = 0.9; v = b*v + (1 - b)*g^2; theta = theta - lr*g/(sqrt(v/(1 - b^step)) + 1e-8)"
    lines = program(Experiment(optimizer=rule)).splitlines()
    assert "b = 0.9" in lines
    assert not any("dtype=torch.float64" in line for line in lines)


@pytest.mark.parametrize("optimizer", ["nadam", "sgd"])
def test_an_edit_that_changes_nothing_leaves_no_empty_branch(
    optimizer: str, execute: Execute
) -> None:
    edits = (Edit(1, None, {"weight_decay": 0.0}),)
    edited = Experiment("himmelblau", optimizer=optimizer, steps=2, edits=edits, dtype="float64")
    programs = [program(edited, "optim"), program(edited, "loop")]
    assert "if step == 1:" not in programs[0]
    for lines in execute(programs):
        final = [float(word) for word in lines[-1].strip("[]").split(", ")]
        np.testing.assert_allclose(final, run(edited).theta[-1], 1e-12)
