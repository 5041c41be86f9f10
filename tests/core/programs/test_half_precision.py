"""In half precision each rounding shows, so the loop by hand makes the very same ones."""

from __future__ import annotations

import pytest

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.optimizers import OPTIMIZERS
from playground.core.programs import program
from tests.core.programs.conftest import Execute

HALF = ("float16", "bfloat16")
SWITCHED = {
    "momentum": 0.9, "weight_decay": 0.1, "amsgrad": True, "centered": True, "nesterov": True,
    "decoupled_weight_decay": True, "lr_decay": 0.1,
}  # fmt: skip
FOUND = [  # by a student; their programs ended elsewhere
    Experiment("thermometer", optimizer="rmsprop", learning_rate=0.1, steps=7, dtype="float16",
               mistakes=("summed", "wrong-sign", "not-zeroed")),
    Experiment("absolute", optimizer="adagrad", learning_rate=1.1, steps=30, dtype="bfloat16",
               edits=(Edit(3, 0.02),)),
]  # fmt: skip
BEYOND = [  # factors that float16 cannot hold are used by plain operations
    Experiment("square", (0.0,), 1e6, 2, dtype="float16", settings={"momentum": 0.5}),
    Experiment("square", (0.0,), steps=2, dtype="float16", settings={"weight_decay": 1e6}),
]


def experiments(dtype: str) -> list[Experiment]:
    """Each optimizer as it is, and with all that can be switched on."""
    found = []
    for name, entry in OPTIMIZERS.items():
        more = {key: value for key, value in SWITCHED.items() if key in entry.settings}
        for loss in ("himmelblau", "moons", "absolute"):
            for settings in ({}, more) if more else ({},):
                one = Experiment(loss, optimizer=name, settings=settings, learning_rate=0.1,
                                 schedule="exponential", steps=8, dtype=dtype)  # fmt: skip
                found.append(one)
    return found


@pytest.mark.parametrize("dtype", HALF)
def test_a_loop_in_half_precision_ends_at_the_same_bits(dtype: str, execute: Execute) -> None:
    every = experiments(dtype)
    printed = execute([program(experiment) for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        assert lines == [str(run(experiment).theta[-1].tolist())], experiment


def test_programs_that_were_found_to_end_elsewhere_do_not(execute: Execute) -> None:
    every = [*FOUND, *BEYOND]
    printed = execute([program(experiment) for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        assert lines == [str(run(experiment).theta[-1].tolist())], experiment


@pytest.mark.parametrize("dtype", HALF)
def test_torch_optim_in_half_precision_ends_at_the_same_bits_or_says_that_it_may_not(
    dtype: str, execute: Execute
) -> None:
    every = experiments(dtype)
    programs = [program(experiment, "optim") for experiment in every]
    says = f"# In {dtype} torch.optim rounds otherwise than the run in the playground:"
    silent = 0
    for experiment, text, lines in zip(every, programs, execute(programs), strict=True):
        if says not in text.splitlines():
            silent += 1
            assert lines == [str(run(experiment).theta[-1].tolist())], experiment
    assert silent > len(every) / 2


def test_nothing_is_fused_where_roundings_hardly_show() -> None:
    lines = program(Experiment("himmelblau", optimizer="adam")).splitlines()
    assert "        theta -= learning_rate / bias1 * exp_avg / divisor" in lines
    assert not any("torch.optim" in line for line in lines)
