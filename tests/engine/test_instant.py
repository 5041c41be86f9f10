"""A drag of the slider shows whole runs that are at hand, and they are the runs themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
import pytest

import playground
from playground.core.experiment import Edit, Experiment
from playground.engine.instant import Instant
from playground.engine.run import Run

RATES = (1e-3, 1e-2, 2e-2, 3e-2, 0.5)  # the last explodes: the limit is 0.033
SLOW = Experiment("thermometer", (1.0, 0.0), 1e-2, 400)
KEPT = {
    "plain": SLOW,
    "momentum": replace(SLOW, settings={"momentum": 0.9}),
    "Adam": replace(SLOW, optimizer="adam"),
    "cosine": replace(SLOW, schedule="cosine"),
    "float64": replace(SLOW, dtype="float64"),
    "another rate from a step on": replace(SLOW, edits=(Edit(50, 5e-3),)),
    "minibatches": replace(SLOW, batch_size=4),
}


class Hand(Protocol):
    """A worker that is driven by the test."""

    def until(self, condition: Callable[[], bool]) -> None: ...

    def finish(self) -> None: ...


def instant_of(hand: Hand, **more: int) -> Instant:
    return Instant(hand, **more)  # type: ignore[arg-type]  # it does what a worker does


def run_of(experiment: Experiment, seconds: float = 1.0) -> Run:
    """A finished run that is said to have taken so long."""
    run = Run.recorded(experiment, playground.run(experiment))
    run.seconds = seconds
    return run


@pytest.mark.parametrize("kind", KEPT)
def test_what_is_at_hand_is_the_single_run_in_every_number(hand: Hand, kind: str) -> None:
    instant = instant_of(hand)
    instant.prepare(run_of(KEPT[kind]), RATES)
    hand.finish()
    assert instant.whole
    for rate in RATES:
        experiment = replace(KEPT[kind], learning_rate=rate)
        twin, single = instant.run_of(experiment), playground.run(experiment)
        assert twin is not None
        assert twin.finished
        record = twin.trajectory
        assert record is not None
        assert record.outcome == single.outcome
        for name in ("theta", "gradient", "loss", "learning_rate"):
            # Equal to rounding, since numpy adds up a matrix product by its size.
            np.testing.assert_allclose(getattr(record, name), getattr(single, name), rtol=1e-5)
        assert record.memory.keys() == single.memory.keys()
        for name, kept in single.memory.items():
            np.testing.assert_allclose(record.memory[name], kept, rtol=1e-4, atol=1e-6)


def test_plain_descent_in_float32_is_at_hand_bit_for_bit(hand: Hand) -> None:
    instant = instant_of(hand)
    himmelblau = Experiment("himmelblau", steps=300)
    instant.prepare(run_of(himmelblau), (1e-3, 1e-2))
    hand.finish()
    assert instant.whole
    for rate in (1e-3, 1e-2):
        experiment = replace(himmelblau, learning_rate=rate)
        twin = instant.run_of(experiment)
        assert twin is not None
        assert twin.trajectory is not None
        assert twin.trajectory.theta.tobytes() == playground.run(experiment).theta.tobytes()


def test_only_the_stops_of_this_experiment_are_at_hand(hand: Hand) -> None:
    instant = instant_of(hand)
    instant.prepare(run_of(SLOW), RATES)
    hand.finish()
    assert instant.whole
    assert instant.run_of(replace(SLOW, learning_rate=0.0123)) is None
    assert instant.run_of(replace(SLOW, steps=401, learning_rate=1e-2)) is None
    assert instant.run_of(replace(SLOW, learning_rate=1e-2)) is None  # forgotten with the other


@pytest.mark.parametrize(
    ("experiment", "seconds"),
    [
        (SLOW, 0.005),
        (replace(SLOW, optimizer="lbfgs", steps=3), 1.0),
        (replace(SLOW, steps=401), 1.0),
    ],
    ids=["a quick run", "runs one by one", "too much memory"],
)
def test_nothing_is_worked_out_where_it_is_of_no_use(
    hand: Hand, experiment: Experiment, seconds: float
) -> None:
    rows, numbers, size = 401, 5, 4  # theta, gradient and loss of each row in float32
    instant = instant_of(hand, memory=len(RATES) * rows * numbers * size)
    instant.prepare(run_of(experiment, seconds), RATES)
    hand.finish()
    assert instant.bytes == 0
    assert instant.run_of(replace(experiment, learning_rate=1e-2)) is None


def test_the_optimizers_memory_counts_too(hand: Hand) -> None:
    plain = len(RATES) * 401 * 5 * 4  # theta, gradient and loss of 401 rows in float32
    instant = instant_of(hand, memory=plain + 1)
    adam = run_of(replace(SLOW, optimizer="adam"))
    instant.prepare(adam, RATES)
    hand.until(lambda: instant.bytes > plain)  # one moment more is too much
    hand.finish()
    assert not instant.whole
    assert instant.run_of(replace(adam.experiment, learning_rate=1e-2)) is None


def test_the_same_run_with_more_stops_than_there_are_is_prepared_anew(hand: Hand) -> None:
    instant = instant_of(hand)
    more = replace(SLOW, learning_rate=5e-4)
    instant.prepare(run_of(SLOW), RATES)
    hand.finish()
    assert instant.run_of(more) is None
    instant.prepare(run_of(SLOW), (5e-4, *RATES))
    hand.finish()
    assert instant.run_of(more) is not None
    kept = instant._stops
    instant.prepare(run_of(SLOW), RATES)  # all of them are there
    assert instant._stops is kept
