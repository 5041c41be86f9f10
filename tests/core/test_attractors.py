"""The double well's attractors lie where algebra puts them."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
import pytest

from playground.core.attractors import Attractors, attractors
from playground.core.experiment import Edit, Experiment

WELL = Experiment("double-well", (0.3,), dtype="float64")


def last_of(experiment: Experiment, rates: list[float], **asked: int) -> Attractors:
    (found,) = deque(attractors(experiment, rates, **asked), maxlen=1)
    assert found.done == len(rates)
    return found


def two_cycle(rate: float) -> list[float]:
    """The points x and y of the 2-cycle inside one valley; it holds for 1 < lr < √5 − 1.

    A step is f(θ) = θ·(1 + lr − lr·θ²). With y = f(x), x = f(y), s = x + y and p = x·y, adding
    and subtracting the two equations gives lr·(s² − 3p) = lr and, for s ≠ 0,
    lr·(s² − p) = 2 + lr, whence p = 1/lr and s² = 1 + 3/lr: x, y are the roots of
    z² − s·z + p, real while s² ≥ 4p, that is lr ≥ 1.
    """
    total, product = math.sqrt(1 + 3 / rate), 1 / rate
    half = math.sqrt(total * total - 4 * product)
    return [(total - half) / 2, (total + half) / 2]


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])
def test_below_rate_1_the_double_well_rests_at_its_minimum(rate: float) -> None:
    # The curvature at ±1 is 2, so 2/2 = 1 is the limit.
    found = last_of(WELL, [rate])
    assert found.values == pytest.approx(np.ones((1, 64)), abs=1e-9)


@pytest.mark.parametrize("rate", [1.05, 1.1, 1.2, 1.23])
def test_above_rate_1_it_alternates_between_the_two_points_of_the_formula(rate: float) -> None:
    x, y = two_cycle(rate)
    # The formula is a cycle indeed, whatever our descent does.
    assert x * (1 + rate - rate * x * x) == pytest.approx(y, rel=1e-12)
    assert y * (1 + rate - rate * y * y) == pytest.approx(x, rel=1e-12)
    values = np.abs(last_of(WELL, [rate], transient=1500).values[0])
    assert sorted({round(value, 9) for value in values}) == pytest.approx([x, y], abs=1e-8)
    assert len(values) == 64


def test_then_come_four_points_and_then_no_repetition() -> None:
    # f′(x)·f′(y) = −1 where 2-cycles lose their hold, at lr = √5 − 1 = 1.2360…: with p = 1/lr,
    # s² = 1 + 3/lr it is (1 + lr)² − 3·lr·(1 + lr)·(s² − 2p) + 9·lr²·p² = 7 − 4·lr − 2·lr².
    split = math.sqrt(5) - 1
    assert 7 - 4 * split - 2 * split**2 == pytest.approx(-1, abs=1e-12)
    below, above, chaos = last_of(
        WELL, [split - 0.01, split + 0.01, 1.45], transient=2_000, last=64
    ).values
    assert len(set(np.round(below, 7))) == 2
    assert len(set(np.round(above, 7))) == 4
    assert len(set(np.round(chaos, 7))) == 64


def test_a_descent_that_overflows_leaves_no_values() -> None:
    found = last_of(WELL, [0.5, 50.0], transient=10, last=4)
    assert np.isfinite(found.values[0]).all()
    assert np.isnan(found.values[1]).all()


def test_another_parameter_may_be_looked_at() -> None:
    experiment = Experiment("x^2 + (y - 3)^2", (1.0, 1.0), dtype="float64")
    found = last_of(experiment, [0.4], parameter=1, last=2)
    assert found.values[0] == pytest.approx([3.0, 3.0])


def test_the_picture_grows_chunk_by_chunk_and_can_be_dropped_between_steps() -> None:
    rates = np.linspace(0.1, 0.9, 600).tolist()
    seen = [item.done for item in attractors(WELL, rates, transient=20, last=5)]
    # Two chunks of 25 values each, and an item at the end of either.
    assert seen == [0] * 25 + [512] * 26 + [600]


def test_steps_and_late_edits_of_the_experiment_play_no_part() -> None:
    experiment = Experiment("double-well", (0.3,), steps=5000, edits=(Edit(4000, 1e-3),))
    values = last_of(experiment, [0.5], transient=100, last=1).values
    assert values[0] == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"parameter": 1}, "parameter must be a whole number from 0 to 0, not 1"),
        ({"last": 0}, "last must be a whole number from 1 to 100000, not 0"),
        ({"transient": -1}, "transient must be a whole number from 0 to 99936, not -1"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(asked: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        attractors(WELL, [0.5], **asked)
