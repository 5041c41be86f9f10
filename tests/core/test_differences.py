"""What pinned runs are called: as short as can be, and never two alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.datasets import Table
from playground.core.differences import differences
from playground.core.edits import Edit
from playground.core.experiment import Experiment

PLAIN = Experiment(learning_rate=0.2)
TWO = Experiment("himmelblau", (0.0, 0.0))
ADAM = replace(PLAIN, optimizer="adam", learning_rate=0.05)
NAMES: list[tuple[list[Experiment], list[str]]] = [
    ([PLAIN], ["lr 0.2"]),
    ([PLAIN, replace(PLAIN, learning_rate=0.9)], ["lr 0.2", "lr 0.9"]),
    ([PLAIN, ADAM], ["SGD 0.2", "Adam 0.05"]),
    ([PLAIN, replace(ADAM, learning_rate=0.2)], ["SGD", "Adam"]),
    ([TWO, replace(TWO, theta=(1.0, 2.0))], ["θ₀ = (0, 0)", "θ₀ = (1, 2)"]),
    ([PLAIN, replace(PLAIN, theta=(-2.0,))], ["θ₀ = 1", "θ₀ = −2"]),
    ([PLAIN, replace(PLAIN, settings={"momentum": 0.9})], ["momentum 0", "momentum 0.9"]),
    (
        [replace(PLAIN, settings={"momentum": 0.9}), ADAM],
        ["SGD 0.2, momentum 0.9", "Adam 0.05"],
    ),
    (
        [PLAIN, replace(PLAIN, learning_rate=0.9, settings={"momentum": 0.9}), ADAM],
        ["SGD 0.2", "SGD 0.9, momentum 0.9", "Adam 0.05"],
    ),
    (
        [PLAIN, replace(PLAIN, edits=(Edit(12, 0.1),))],
        ["lr 0.2", "lr 0.1 from step 12"],
    ),
    (
        [PLAIN, replace(PLAIN, edits=(Edit(12, None, {"momentum": 0.5, "nesterov": True}),))],
        ["lr 0.2", "momentum 0.5 and nesterov on from step 12"],
    ),
    ([PLAIN, replace(PLAIN, steps=1000)], ["20 steps", "1,000 steps"]),
    ([PLAIN, replace(PLAIN, dtype="float64")], ["float32", "float64"]),
    (
        [PLAIN, ADAM, replace(PLAIN, schedule="cosine", seed=3)],
        ["SGD 0.2", "Adam 0.05", "SGD 0.2, cosine, seed 3"],
    ),
    ([PLAIN, replace(PLAIN, schedule="cosine")], ["constant", "cosine"]),
    # The steps and the start come with another loss; those that differ for one loss are said.
    (
        [PLAIN, Experiment("himmelblau", (1.0, 1.0), 0.01, 60)],
        ["θ², lr 0.2", "Himmelblau, lr 0.01"],
    ),
    (
        [PLAIN, replace(TWO, learning_rate=0.2), replace(TWO, learning_rate=0.2, steps=7)],
        ["θ²", f"Himmelblau, {TWO.steps} steps", "Himmelblau, 7 steps"],
    ),
    (
        [replace(PLAIN, learning_rate=rate) for rate in (0.12345, 0.12346)],
        ["lr 0.12345", "lr 0.12346"],
    ),
]


@pytest.mark.parametrize(("experiments", "names"), NAMES, ids=[", ".join(n) for _, n in NAMES])
def test_a_name_says_what_differs(experiments: list[Experiment], names: list[str]) -> None:
    assert differences(experiments) == names


CHANGES: list[dict[str, Any]] = [  # Any: fields of every type
    {"learning_rate": 0.2000001},
    {"theta": (3.0, 4.0000001)},
    {"settings": {"momentum": 0.5}},
    {"settings": {"momentum": 0.5, "nesterov": True}},
    {"optimizer": "adam", "settings": {"beta1": 0.5}},
    {"optimizer": "adam"},
    {"schedule": "cosine"},
    {"schedule": "step", "settings": {"step_size": 7}},
    {"edits": (Edit(3, 0.2),)},
    {"edits": (Edit(3, 0.2000000001),)},
    {"steps": 21},
    {"seed": 4},
    {"dtype": "float64"},
    {"loss": "booth"},
]


@given(st.lists(st.sampled_from(range(len(CHANGES))), min_size=1, max_size=8, unique=True))
def test_experiments_that_differ_have_names_that_differ(chosen: list[int]) -> None:
    base = Experiment("himmelblau", (3.0, 4.0), 0.2, 20)
    names = differences([base, *(replace(base, **CHANGES[at]) for at in chosen)])
    assert len(set(names)) == len(names)


def test_of_many_parameters_the_first_that_differ_are_named() -> None:
    one = Experiment("square", (1.0,) * 12)
    other = replace(one, theta=(*(1.0,) * 5, 2.0, *(1.0,) * 6))
    assert differences([one, other]) == ["θ₀ = (1, …)", "θ₀ = (2, …)"]


def table(name: str, *rows: tuple[float, float]) -> Table:
    return Table(name, ("x", "y"), np.array(rows))


MODEL = Experiment(dataset=table("a.csv", (1.0, 2.0), (2.0, 3.0)), model="w*x", target="y")


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"loss": "mae"}, ["w*x mse", "w*x mae"]),
        ({"dataset": table("b.csv", (1.0, 2.0))}, ["w*x a.csv", "w*x b.csv"]),
        ({"dataset": table("a.csv", (1.0, 2.0))}, ["w*x 1", "w*x 2"]),
    ],
)
def test_losses_that_are_called_alike_are_told_apart(
    changes: dict[str, Any], names: list[str]
) -> None:
    assert differences([MODEL, replace(MODEL, **changes)]) == names
