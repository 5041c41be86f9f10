"""What is said beside a program: why there is none, or only one, and where the data must be."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.datasets import Table
from playground.core.experiment import Edit, Experiment
from playground.core.programs import DIALECTS, program, written_run

RULE = "velocity = 0.9*velocity + gradient; theta = theta - lr*velocity"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_lines_shown_are_those_of_the_program(dialect: str) -> None:
    experiment = Experiment("logistic", dataset="moons", model="a*x+b*y", target="label")
    written = written_run(experiment, dialect)
    assert written.program == program(experiment, dialect)
    assert "".join(f"{line.whole}\n" for line in written.lines) == written.program
    assert max(len(line.text) for line in written.lines) < 100


@pytest.mark.parametrize(
    ("experiment", "because"),
    [
        (Experiment(optimizer="lbfgs"), "LBFGS is left to torch.optim"),
        (Experiment(optimizer=RULE), "no rule that was typed"),
        (Experiment(mistakes=("outside-no-grad",)), "never updates outside no_grad"),
        (
            Experiment(optimizer="adam", edits=(Edit(5, None, {"amsgrad": True}),)),
            "begin to remember midway",
        ),
        (Experiment(), ""),
        (Experiment(optimizer="adam", schedule="cosine"), ""),
    ],
)
def test_it_is_said_why_both_dialects_are_the_same(experiment: Experiment, because: str) -> None:
    loop, optim = (written_run(experiment, dialect) for dialect in DIALECTS)
    assert (loop.program == optim.program) == bool(because)
    assert because in loop.same
    assert loop.same == optim.same
    assert bool(loop.same) == bool(because)


def test_a_run_with_too_much_data_for_a_program_still_has_its_command() -> None:
    table = Table("big", ("x", "y"), np.zeros((10_001, 2)))
    written = written_run(Experiment("mse", dataset=table, model="w*x", target="y"), "loop")
    assert "at most 20,000 numbers of data" in written.refusal
    assert (written.program, written.lines) == ("", ())
    assert written.data_file == "big.csv"
    assert "--dataset big.csv" in written.command


def test_a_dialect_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="dialect must be one of loop, optim, not 'jax'"):
        written_run(Experiment(), "jax")
