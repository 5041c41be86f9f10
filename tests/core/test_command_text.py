"""The command that is shown makes the same experiment when it is typed."""

from __future__ import annotations

import shlex

import pytest

from playground.command_line.arguments import PROGRAM, Parser
from playground.command_line.experiment_arguments import add_experiment, experiment_from
from playground.core.command_text import command_text
from playground.core.experiment import Edit, Experiment
from playground.core.presets import PRESETS

EXPERIMENTS = [
    *(preset.experiment for preset in PRESETS),
    Experiment("(1 - x)^2 + 100*(y - x^2)^2", (-1.0, 2.0), 1e-3, 500, optimizer="adam"),
    Experiment("-x + x^2", (-0.1,), 1 / 3),
    Experiment("moons", seed=3, schedule="one-cycle", settings={"anneal_strategy": "linear"}),
    Experiment("logistic", dataset="moons", model="a*x + b*y", target="label", batch_size=7),
    Experiment(dataset="thermometer", model="w*t_u + b", target="t_c", normalise="standardise",
               mistakes=("not-normalised",)),
    Experiment("square", schedule="multi-step", settings={"milestones": (3, 8)}, dtype="float64"),
    Experiment("himmelblau", edits=(Edit(5, 0.001, {"momentum": 0.5, "nesterov": True}),)),
    Experiment("square", optimizer="v = b*v + gradient; theta = theta - lr*v",
               settings={"b": 0.5}, mistakes=("not-zeroed", "wrong-sign")),
]  # fmt: skip


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_command_that_is_shown_makes_the_same_experiment(experiment: Experiment) -> None:
    words = shlex.split(command_text(experiment))
    parser = Parser("run", "", "")
    add_experiment(parser)
    assert words[:2] == [PROGRAM, "run"]
    assert experiment_from(parser.parse(words[2:])) == experiment
