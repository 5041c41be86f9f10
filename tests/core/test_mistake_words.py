"""What is said of a mistake is true of the run at hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.core.changes import changed
from playground.core.datasets import Table
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.losses import LOSSES
from playground.core.mistake_words import changes_nothing, effect
from playground.core.mistakes import MISTAKES, possible

ONE_ROW = Table("one", ("x", "y"), np.array([[2.0, 1.0]]))
LINE = Experiment("line", steps=3)
READINGS = Experiment(dataset="thermometer", model="w*t_u + b", target="t_c", steps=3)
DIVIDES = ["adam", "adamw", "adamax", "nadam", "rmsprop", "adagrad", "adadelta", "adafactor",
           "rprop"]  # fmt: skip
# Where a mistake may well change nothing.
CORNERS = [
    Experiment("square", (1.0,), steps=3),
    Experiment("square", (1.0, 2.0), steps=1),
    Experiment("square", (1.0, 2.0), steps=3, optimizer="theta = 0.9*theta"),
    Experiment("thermometer", steps=3, settings={"input_scale": 1.0}),
    Experiment("thermometer", steps=3, batch_size=1),
    Experiment("thermometer", steps=3, batch_size=2),
    Experiment("mse", dataset=ONE_ROW, model="w*x", target="y", steps=3),
    replace(LINE, gradient="by-hand"),
    Experiment("x^2 + y^2", steps=3),
    Experiment("square", (1.0, 2.0), steps=3, optimizer="lbfgs"),
    Experiment("square", (1.0, 2.0), steps=40, optimizer="rprop"),
    *(Experiment("thermometer", steps=3, optimizer=name) for name in ("adam", "adafactor")),
    *(replace(READINGS, normalise=way) for way in ("none", "scale", "standardise")),
]
TYPED = [
    Experiment("mse", dataset="thermometer", model="w*t_u + b", target="t_c", steps=3,
               normalise=way)
    for way in ("none", "scale", "standardise")
]  # fmt: skip
EVERY = [*(Experiment(loss, steps=3) for loss in LOSSES), *CORNERS, *TYPED]


def rows(experiment: Experiment) -> tuple[list[list[float]], list[float]] | str:
    """What a run shows: theta and the loss at each step, or the words of torch."""
    try:
        trajectory = run(experiment)
    except ValueError as error:
        return str(error)
    return trajectory.theta.tolist(), trajectory.loss.tolist()


@pytest.mark.parametrize(
    "experiment",
    EVERY,
    ids=lambda one: (
        f"{one.loss}, {one.optimizer}, {one.steps}, {one.batch_size}, {one.gradient}, "
        f"{one.normalise}"
    ),
)
def test_each_mistake_that_can_be_made_changes_the_run_or_says_that_it_does_not(
    experiment: Experiment,
) -> None:
    right = rows(experiment)
    for mistake in possible(experiment.loss_entry, experiment.gradient):
        wrong = rows(replace(experiment, mistakes=(mistake.name,)))
        assert (wrong == right) == changes_nothing(mistake.name, experiment), mistake.name


@pytest.mark.parametrize(
    ("experiment", "mistake", "words"),
    [
        (CORNERS[0], "averaged", "theta has one component"),
        (CORNERS[1], "not-zeroed", "there is one step"),
        (CORNERS[2], "wrong-sign", "does not use the gradient"),
        (CORNERS[3], "not-normalised", "the input scale is 1"),
        (READINGS, "not-normalised", "nothing normalises the inputs of this model"),
        (TYPED[0], "not-normalised", "nothing normalises the inputs"),
        (CORNERS[4], "summed", "a minibatch has one row"),
        (CORNERS[6], "summed", "the data have one row"),
    ],
)
def test_a_mistake_that_changes_nothing_says_why(
    experiment: Experiment, mistake: str, words: str
) -> None:
    said = effect(mistake, experiment)
    assert said.startswith("It changes nothing here: ")
    assert words in said


def test_by_how_much_the_gradient_is_multiplied_is_said_and_true() -> None:
    for experiment, name, words, factor in (
        (Experiment("square", (1.0, 2.0, 3.0)), "averaged", "divided by 3", 1 / 3),
        (Experiment("thermometer"), "summed", "multiplied by 11", 11.0),
        (Experiment("thermometer", batch_size=4), "summed", "multiplied by 4", 4.0),
    ):
        experiment = replace(experiment, steps=1, dtype="float64")
        assert words in effect(name, experiment)
        made = run(replace(experiment, mistakes=(name,))).gradient[0]
        np.testing.assert_allclose(made, factor * run(experiment).gradient[0], rtol=1e-13)


@pytest.mark.parametrize("optimizer", [*DIVIDES, "sgd", "asgd"])
def test_only_where_steps_hardly_change_it_is_said_so(optimizer: str) -> None:
    right = Experiment("thermometer", steps=5, optimizer=optimizer, dtype="float64",
                       learning_rate=0.01)  # fmt: skip
    said = effect("summed", right)
    kept = optimizer in DIVIDES
    assert ("so the steps hardly change" in said) == kept
    assert ("the largest stable learning rate" in said) != kept
    steps = np.diff(run(right).theta, axis=0)
    summed = np.diff(run(replace(right, mistakes=("summed",))).theta, axis=0)
    assert kept == np.allclose(summed, steps, rtol=0.01, atol=0.0)


def test_of_a_gradient_by_hand_that_is_a_sum_only_the_loss_is_changed() -> None:
    by_hand = replace(LINE, gradient="by-hand")
    summed = replace(by_hand, mistakes=("summed",))
    assert effect("summed", by_hand).startswith("Only the loss changes here")
    assert run(summed).theta.tolist() == run(by_hand).theta.tolist()
    assert run(summed).loss[0] == 4 * run(by_hand).loss[0]


def test_a_gradient_by_hand_needs_no_graph_that_could_be_detached() -> None:
    with pytest.raises(ValueError, match="mistake detached: a gradient written by hand"):
        replace(LINE, gradient="by-hand", mistakes=("detached",))
    detached = replace(LINE, mistakes=("detached", "wrong-sign"))
    assert changed(detached, {"gradient": "by-hand"}).mistakes == ("wrong-sign",)


def test_of_each_mistake_something_is_said_in_sentences() -> None:
    for experiment in EVERY:
        for name in MISTAKES:
            if name in {one.name for one in possible(experiment.loss_entry, experiment.gradient)}:
                assert effect(name, experiment).endswith(".")
                assert "  " not in effect(name, experiment)
