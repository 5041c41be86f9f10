"""A fork goes its own way from a step on, and both ways can be repeated exactly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

import playground
from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.fork import fork, rate_from
from playground.core.settings import Value

ROSENBROCK = Experiment("rosenbrock", (-1.0, 1.5), 1e-3, 30, settings={"momentum": 0.9})


@pytest.mark.parametrize(
    ("rate", "settings"), [(5e-4, None), (None, {"momentum": 0.5}), (2e-3, {"nesterov": True})]
)
def test_the_branches_part_right_after_the_step_of_the_fork(
    rate: float | None, settings: Mapping[str, Value] | None
) -> None:
    old = playground.run(ROSENBROCK)
    forked = fork(ROSENBROCK, 12, rate, settings)
    new, again = playground.run(forked), playground.run(forked)
    assert old.theta[:13].tobytes() == new.theta[:13].tobytes()
    assert old.loss[:13].tobytes() == new.loss[:13].tobytes()
    assert not np.array_equal(old.theta[13], new.theta[13])
    assert again.theta.tobytes() == new.theta.tobytes()


def test_momentum_carries_over_the_fork() -> None:
    # On θ² with rate 0.1, torch's velocity at step 1 is the gradient 2 and theta becomes 0.8;
    # a fork to momentum 0.5 there uses 0.5 · 2 + 1.6 = 2.6.
    plain = Experiment(learning_rate=0.1, steps=3, settings={"momentum": 0.9}, dtype="float64")
    forked = playground.run(fork(plain, 1, settings={"momentum": 0.5}))
    assert forked.theta[2, 0] == pytest.approx(0.8 - 0.26, rel=1e-15)


def test_a_fork_at_the_step_of_an_edit_keeps_what_that_changed_already() -> None:
    first = fork(ROSENBROCK, 12, 5e-4)
    second = fork(first, 12, settings={"momentum": 0.5})
    assert second.edits == (Edit(12, 5e-4, {"momentum": 0.5}),)
    assert rate_from(second, 11) == 1e-3
    assert rate_from(second, 12) == 5e-4


def test_a_fork_that_changes_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at step 12 already"):
        fork(ROSENBROCK, 12, 1e-3)
    with pytest.raises(ValueError, match="at step 12 already"):
        fork(ROSENBROCK, 12, settings={"momentum": 0.9})


@pytest.mark.parametrize("step", [-1, 30, 10**20])
def test_a_fork_is_at_a_step_that_the_run_makes(step: int) -> None:
    rule = "the step of a fork must be a whole number from 0 to 29, not "
    with pytest.raises(ValueError, match=rule):
        fork(ROSENBROCK, step, 0.1)


@pytest.mark.parametrize("rate", [-1.0, 0.0, float("nan"), float("inf")])
def test_the_rate_of_a_fork_is_a_finite_number_above_0(rate: float) -> None:
    rule = "the learning rate of a fork must be a finite number above 0, not "
    with pytest.raises(ValueError, match=rule):
        fork(ROSENBROCK, 12, rate)
