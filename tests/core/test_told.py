"""Factors are told only where the record bears them out, and advice only where it helps."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.outcome import Outcome
from playground.core.trajectory import Trajectory


def ran(**changes: object) -> tuple[Trajectory, Outcome]:
    trajectory = run(Experiment(**changes))  # type: ignore[arg-type]  # any of its fields
    assert trajectory.outcome is not None
    return trajectory, trajectory.outcome


def outcome(**changes: object) -> Outcome:
    return ran(**changes)[1]


def test_no_factor_is_told_of_an_optimizer_whose_factor_changes() -> None:
    trajectory, end = ran(learning_rate=0.2, steps=60, optimizer="rmsprop")
    errors = trajectory.theta[1:, 0] / trajectory.theta[:-1, 0]
    assert np.ptp(errors[:9]) > 0.2  # what the sentence would have to say in one number
    assert (end.kind, end.rate) == ("settled", None)
    assert "multiplies" not in end.message


def test_a_factor_of_adam_is_told_once_it_holds() -> None:
    # Far out, where the second moment has forgotten nothing yet, no number of steps is promised.
    for steps in (10, 20, 40):
        assert "to settle" not in outcome(learning_rate=0.01, steps=steps, optimizer="adam").message


def test_a_factor_that_is_told_of_all_steps_is_that_of_the_later_half() -> None:
    told = 0
    optimizers = ("adagrad", "adadelta", "adam", "rmsprop", "nadam")
    for optimizer, steps, rate in product(optimizers, (10, 20, 60, 200), (0.03, 0.3)):
        trajectory, end = ran(learning_rate=rate, steps=steps, optimizer=optimizer, dtype="float64")
        if end.rate is None or "swing" in end.message:
            continue
        told += 1
        last = end.step if end.kind == "settled" else steps
        error = np.abs(trajectory.theta[: last + 1, 0])
        pace = (error[last] / error[last // 2]) ** (1 / (last - last // 2))
        assert abs(end.rate) == pytest.approx(pace, abs=0.2 * (1 - pace) + 1e-6), (optimizer, steps)
    assert told >= 4  # Adagrad's sum of squares comes to rest at a rate of 0.3, whatever the steps


def test_a_run_whose_rate_has_faded_is_slow_and_far_from_the_minimum() -> None:
    trajectory, end = ran(
        theta=(1.0,), learning_rate=0.2, steps=20, optimizer="adam", settings={"beta1": 0.95},
        schedule="cosine", edits=(Edit(7, 0.1),),
    )  # fmt: skip
    assert (np.diff(trajectory.theta[-5:, 0]) > 0).all()  # it goes one way, away from 0 no more
    assert (end.kind, end.reason) == ("slow", "faded rate")
    # 0.1 · (1 + cos(0.95 π)) / 2 = 6.16e-4
    assert "the learning rate has faded to 6.16×10⁻⁴" in end.message
    assert "away from the minimum at 0" in end.message
    assert "smaller" not in end.message


@pytest.mark.parametrize("schedule", ["cosine", "exponential", "one-cycle"])
def test_more_steps_are_not_advised_where_the_rate_has_faded(schedule: str) -> None:
    settings = {"gamma": 0.8} if schedule == "exponential" else {}
    end = outcome(learning_rate=0.01, steps=60, schedule=schedule, settings=settings)
    assert (end.kind, end.reason) == ("slow", "faded rate")
    assert "more steps" not in end.message


def test_an_edit_and_no_schedule_is_named_for_a_rate_that_faded() -> None:
    end = outcome(learning_rate=0.1, steps=200, edits=(Edit(5, 1e-9),))
    assert "schedule" not in end.message
    assert "the learning rate has faded to 1×10⁻⁹" in end.message


@pytest.mark.parametrize("steps", [5, 10, 20, 50, 100, 300])
def test_nothing_is_said_to_repeat_within_more_steps_than_were_seen_twice(steps: int) -> None:
    # Chaos of the cubic map x → (1 + lr)·x − lr·x³.
    end = outcome(loss="double-well", theta=(0.3,), learning_rate=1.9, steps=steps)
    for said in re.findall(r"within (\d+) steps", end.message):
        assert 2 * int(said) <= steps
    assert steps < 20 or "nothing repeats" in end.message


def test_what_jumps_about_turns_again_and_again_in_the_steps_named() -> None:
    trajectory, end = ran(loss="himmelblau", theta=(-3.51, -3.71), learning_rate=0.02, steps=50)
    first, last = map(int, re.findall(r"from step (\d+) to step (\d+)", end.message)[0])
    moves = np.sign(np.diff(trajectory.theta[first : last + 1, 0]))
    assert end.message.startswith("Oscillates: x jumps about")
    assert (moves[1:] != moves[:-1]).sum() >= 3


@pytest.mark.parametrize("steps", [60, 600])
def test_momentum_of_one_or_more_is_what_is_to_be_lowered(steps: int) -> None:
    # The two factors of a heavy ball multiply to its momentum: one of them is at least √2.
    end = outcome(learning_rate=0.2, steps=steps, settings={"momentum": 2.0})
    assert end.kind == "diverged"
    assert "a momentum of 2 keeps every swing alive, whatever the learning rate" in end.message
    assert end.message.endswith("Lower the momentum below 1.")
    assert "ower the learning rate" not in end.message
    assert outcome(learning_rate=0.2, steps=400, settings={"momentum": 0.9}).kind == "settled"


def test_momentum_of_one_is_not_said_to_settle_at_a_smaller_rate() -> None:
    # z² + 1 = 0 at lr · curvature = 2: a cycle of four steps, and no rate shrinks it.
    end = outcome(learning_rate=1.0, steps=40, settings={"momentum": 1.0}, dtype="float64")
    assert (end.kind, end.period) == ("cycling", 4)
    assert end.message.endswith("Lower the momentum below 1.")
    end = outcome(learning_rate=0.2, steps=60, settings={"momentum": 1.0})
    assert "multiplies the swing by 1, one swing in 10 steps; the swings stay" in end.message


def test_nesterov_with_momentum_above_one_may_need_both() -> None:
    # z² − 2·(1 − h)·z + (1 − h) at momentum 1 is stable up to h = 4/3 only.
    end = outcome(learning_rate=0.8, steps=60, settings={"momentum": 1.0, "nesterov": True})
    assert end.kind == "diverged"
    assert end.message.endswith("Lower the momentum below 1, and the learning rate.")
    assert "whatever the learning rate" not in end.message


def test_a_plateau_is_worded_as_a_place() -> None:
    assert outcome(loss="plateau", theta=(100.0,)).message == (
        "Stuck on a plateau from step 0 on, at θ = 100: the loss is flat here, so the gradient "
        "shows no way down. Start elsewhere."
    )
