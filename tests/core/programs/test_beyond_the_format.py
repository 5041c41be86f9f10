"""Settings that a number format cannot hold: the run and both programs go the same way."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.optimizers import OPTIMIZERS
from playground.core.precision import precisions
from playground.core.programs import DIALECTS, program, written_run
from tests.core.programs.conftest import Execute

# of what an optimizer has: beyond float16, beyond float32, and 0 in float16
ODD = {
    "momentum": 7e4, "dampening": -7e4, "weight_decay": 7e4, "eps": 1e-12, "eps1": 300.0,
    "initial_accumulator_value": 7e4, "step_size_max": 1e6, "step_size_min": 7e4, "etaplus": 7e4,
    "lambd": 7e4, "momentum_decay": 7e4,
}  # fmt: skip
CORNERS = [
    Experiment("himmelblau", steps=3, dtype="float16", optimizer="sgd",
               settings={"momentum": 7e4, "nesterov": True}),
    Experiment("himmelblau", steps=3, dtype="float16", optimizer="sgd",
               settings={"momentum": 0.5, "dampening": -7e4}),
    Experiment("square", (0.0,), 1e39, 2, "adadelta"),
    Experiment("square", (1.0,), 0.1, 3, "asgd", settings={"lambd": 1e4, "alpha": 1e3}),
    Experiment("himmelblau", steps=4, dtype="float16", edits=(Edit(2, 1e6),), optimizer="adam"),
    Experiment("himmelblau", learning_rate=7e4, steps=4, dtype="float16", optimizer="lbfgs"),
    Experiment("himmelblau", learning_rate=0.01, steps=4, dtype="float16", optimizer="lbfgs",
               schedule="exponential", settings={"gamma": 1e9}),
    Experiment("himmelblau", steps=1, schedule="one-cycle", settings={"pct_start": 1.0}),
    Experiment("himmelblau", steps=4, schedule="one-cycle", settings={"pct_start": 0.25}),
]  # fmt: skip


def odd(dtype: str) -> list[Experiment]:
    """Each optimizer at learning rates beyond a format, and with each of its settings there."""
    found = []
    for name, entry in OPTIMIZERS.items():
        given = [{key: value} for key, value in ODD.items() if key in entry.settings]
        rates = [] if name == "lbfgs" else [7e4, 1e39]
        runs = [(rate, {}) for rate in rates] + [(0.01, settings) for settings in given]
        found += [
            Experiment("himmelblau", (0.5, -1.25), rate, 4, name, settings=settings, dtype=dtype)
            for rate, settings in runs
        ]
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_a_program_goes_on_where_the_run_does_and_ends_where_it_ends(
    dtype: str, dialect: str, execute: Execute
) -> None:
    every = [*odd(dtype), *(one for one in CORNERS if one.dtype == dtype)]
    programs = [program(experiment, dialect) for experiment in every]
    for experiment, text, lines in zip(every, programs, execute(programs), strict=True):
        where = f"{experiment}\nprints {lines}"
        final = [float(word) for word in lines[-1].strip("[]").split(", ")]
        theta = run(experiment).theta.astype(float)
        if dialect == "loop" and dtype != "float32":
            np.testing.assert_array_equal(final, theta[-1], err_msg=where)
        elif "torch.optim rounds otherwise" not in text:
            near = 1e-2 * np.abs(theta[np.isfinite(theta)]).max()  # of where it came from
            np.testing.assert_allclose(final, theta[-1], 1e-2, near, err_msg=where)


def test_it_is_said_where_torch_optim_is_left_out_for_a_number() -> None:
    said = written_run(Experiment("square", learning_rate=1e6, dtype="float16"), "optim").same
    assert said.endswith("torch.optim may refuse a number that float16 cannot hold.")
    assert written_run(Experiment("square", learning_rate=1e6), "optim").same == ""


@pytest.mark.parametrize("optimizer", ["adadelta", "radam", "sgd", "adam"])
def test_an_infinite_rate_explodes_and_nothing_is_said_of_zero_by_zero(optimizer: str) -> None:
    experiment = Experiment("square", (0.0, 1.0), 1e39, 3, optimizer)
    outcome = run(experiment).outcome
    assert outcome is not None
    assert outcome.kind == "diverged"
    assert "t step 1 θ grew beyond what float32 can hold" in outcome.message
    *_, (formats, _) = precisions(experiment)
    found = {one.dtype: one.trajectory.outcome for one in formats}
    assert found["float32"] == outcome
