"""The command that is shown makes the same experiment when it is typed."""

from __future__ import annotations

import shlex

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.command_line.arguments import PROGRAM, Parser
from playground.command_line.experiment_arguments import add_experiment, experiment_from
from playground.core.command_text import command_text, data_file
from playground.core.datasets import Table
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


ODD_NAMES = ["a b", "it's", 'say "hi"', "-neg", "--lr", "ümlaut", "θ", "x,y", "$HOME", "`ls`", "#c",
             "a=b", "日本", "x;y", "\\", "*", "~", "'", '"', "%"]  # fmt: skip
ODD_FILES = ["pasted table", "-t.csv", "--x", "ü.csv", "it's.csv", "a$b.csv", "~x.csv", "-", "50%"]
LOSSES = ["-x^2 + y^4", "θ² × 2 − μ^2", "−x² + 3·y", "-(x - 1)^2 + y^2", "λ^2\n + β"]
RULES = ["theta = -lr*g", "β = -0.5;\nv = β*v + g; theta = theta − lr·v", " v = g ; θ = θ - η*c*v "]
numbers = st.floats(allow_nan=False, allow_infinity=False)
rates = st.floats(0.0, exclude_min=True, allow_nan=False, allow_infinity=False)


def typed_back(experiment: Experiment) -> Experiment:
    """The experiment that the command makes; its table is read from the file of that name."""
    words = shlex.split(command_text(experiment))
    parser = Parser("run", "", "")
    add_experiment(parser)
    assert words[:2] == [PROGRAM, "run"]
    return experiment_from(parser.parse(words[2:]))


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_command_that_is_shown_makes_the_same_experiment(experiment: Experiment) -> None:
    assert typed_back(experiment) == experiment


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(LOSSES), st.sampled_from(RULES), st.tuples(numbers, numbers), rates, numbers)
def test_whatever_was_typed_comes_back_from_the_command_to_the_last_digit(
    loss: str, rule: str, theta: tuple[float, float], rate: float, constant: float
) -> None:
    plain = Experiment(loss, theta, rate, optimizer=rule)
    named = dict.fromkeys(plain.optimizer_settings, constant)
    edits = tuple(Edit(3, rate / 2 or None, {name: -constant}) for name in named)
    experiment = Experiment(loss, theta, rate, optimizer=rule, settings=named, edits=edits)
    found = typed_back(experiment)
    assert found == experiment
    assert repr(found.theta) == repr(experiment.theta)  # -0.0 as well


@settings(deadline=None, max_examples=40)
@given(st.permutations(ODD_NAMES), st.sampled_from(ODD_FILES), st.sampled_from(["w", "-w^2 + b"]))
def test_columns_and_files_of_any_name_come_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], file: str, model: str
) -> None:
    columns = tuple(names[:2])
    table = Table(file, columns, np.array([[1.0, 2.0], [2.0, 3.5], [0.1, -5.0]]))
    experiment = Experiment("mse", dataset=table, model=model, target=columns[1])
    folder = tmp_path_factory.mktemp("data")
    heads = ['"' + name.replace('"', '""') + '"' for name in columns]
    lines = [heads, *(map(repr, row) for row in table.values.tolist())]
    text = "".join(",".join(line) + "\n" for line in lines)
    (folder / data_file(experiment)).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        found = typed_back(experiment)
    assert found.target == experiment.target
    assert (found.model, found.theta) == (experiment.model, experiment.theta)
    assert isinstance(found.dataset, Table)
    assert (found.dataset.names, found.dataset.values.tolist()) == (columns, table.values.tolist())
