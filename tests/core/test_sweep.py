"""A sweep says how each learning rate ends, and keeps within its memory."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

import playground
from playground.core import sweep as sweep_module
from playground.core.experiment import Experiment
from playground.core.losses import LOSSES
from playground.core.many import descend_many
from playground.core.outcome import conclude, kind_of
from playground.core.sweep import sweep, sweeping
from playground.core.sweep_memory import room
from playground.core.sweep_outcomes import outcomes
from playground.core.trajectories import Trajectories, bytes_of_a_run

GRID: list[dict[str, Any]] = [
    {"optimizer": "sgd", "steps": 60},
    {"optimizer": "sgd", "steps": 200, "dtype": "float64"},
    {"optimizer": "sgd", "steps": 100, "settings": {"momentum": 0.9}},
    {"optimizer": "adam", "steps": 100},
    {"optimizer": "sgd", "steps": 70, "schedule": "cosine"},
]


def test_outcomes_are_those_of_the_single_run_and_few_are_found_one_by_one() -> None:
    seen: Counter[str] = Counter()
    for loss, entry in LOSSES.items():
        for case in GRID:
            experiment = Experiment(loss, **case)
            rates = np.geomspace(*entry.learning_rates, 5)
            runs = recorded(experiment, rates)
            first, *rest = (tuple(kinds) for kinds in outcomes(experiment, runs))
            seen.update(total=len(rates), exact=len(rest))
            last = rest[-1] if rest else first
            for row, rate in enumerate(rates):
                alone = conclude(
                    replace(experiment, learning_rate=float(rate)), runs.trajectory(row)
                )
                assert last[row] == alone.kind, (experiment, rate)
                assert (
                    kind_of(replace(experiment, learning_rate=float(rate)), runs.trajectory(row))
                    == alone.kind
                )
    assert seen["total"] > 300
    assert seen["exact"] < 0.5 * seen["total"]


def recorded(experiment: Experiment, rates: Sequence[float]) -> Trajectories:
    every = np.array(rates)
    runs = Trajectories(experiment, every)
    for step in descend_many(experiment, learning_rate=torch.from_numpy(every)):
        runs.append(step)
    return runs


@pytest.mark.parametrize("rate", [0.01, 0.1, 0.3, 0.7, 0.9, 0.97])
def test_steps_to_a_tolerance_follow_the_closed_form_on_square(rate: float) -> None:
    # θ is multiplied by 1 − 2·lr, so the loss by its square, and the lowest loss is 0.
    found = sweep(Experiment(steps=400, dtype="float64"), [rate], tolerance=1e-3)
    assert found.target_loss == 0.0
    expected = math.ceil(math.log(1e-3) / (2 * math.log(abs(1 - 2 * rate))))
    assert found.steps_to_tolerance.tolist() == [expected]
    assert found.distance == pytest.approx(np.abs(found.final_theta[:, 0]))


def test_a_run_that_never_gets_there_has_no_number_of_steps() -> None:
    found = sweep(Experiment(steps=20, dtype="float64"), [1e-4, 1.5, 0.4])
    assert np.isnan(found.steps_to_tolerance[:2]).all()
    assert found.steps_to_tolerance[2] == 3  # 0.2⁶ = 6.4e-5 is the first even power below 1e-3
    assert found.outcome == ("slow", "diverged", "settled")


def test_without_a_known_minimum_the_best_of_the_sweep_is_the_target() -> None:
    found = sweep(Experiment("(x - 1)^2 + 2", (0.0,), steps=100, dtype="float64"), [0.4, 1e-3])
    assert found.target_loss == pytest.approx(2.0, abs=1e-12)
    assert found.distance[0] == 0.0
    assert found.distance[1] == pytest.approx((1 - 2e-3) ** 100, rel=1e-9)


@pytest.mark.parametrize(
    ("rate", "kind", "manner"),
    [
        (0.1, "settled", "straight"),
        (0.49, "settled", "straight"),
        (0.55, "settled", "swinging"),
        (0.95, "settled", "swinging"),
        (1e-3, "slow", "straight"),
        (1.0, "cycling", ""),
        (0.999, "oscillating", ""),
        (1.5, "diverged", ""),
    ],
)
def test_the_sign_of_the_factor_tells_straight_from_swinging(
    rate: float, kind: str, manner: str
) -> None:
    found = sweep(Experiment(steps=200), [rate])
    assert (found.outcome, found.manner) == ((kind,), (manner,))


def test_a_bent_path_is_straight_below_the_best_rate_and_swings_above_it() -> None:
    # At the minimum (3, 2) of himmelblau the curvatures are 25.7 and 82.3: best at 2/108.
    experiment = Experiment("himmelblau", (0.0, 0.0), steps=100)
    found = sweep(experiment, (0.008, 0.012, 0.0225))
    assert found.outcome == ("settled",) * 3
    assert found.manner == ("straight", "straight", "swinging")


def test_momentum_swings_although_no_step_turns_back_at_once() -> None:
    # Heavy ball on curvature 2: the roots of z² − (1 + β − 2·lr)·z + β are complex here.
    found = sweep(Experiment(steps=400, settings={"momentum": 0.9}), [0.01])
    assert (found.outcome, found.manner) == (("settled",), ("swinging",))


@pytest.mark.parametrize(
    ("loss", "losses"),
    [("himmelblau", 0), ("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 20 * 101 * 8)],
    ids=["known minima", "none known"],  # then the lowest loss of all is known last
)
def test_only_as_many_runs_are_held_as_the_memory_allows(
    loss: str, losses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = Experiment(loss, steps=100)
    rates = np.geomspace(1e-4, 1e-1, 20)
    held: list[int] = []

    class Counted(Trajectories):
        def __init__(self, experiment: Experiment, rates: NDArray[np.float64]) -> None:
            held.append(len(rates) * bytes_of_a_run(experiment))
            super().__init__(experiment, rates)

    monkeypatch.setattr(sweep_module, "Trajectories", Counted)
    memory = losses + 5 * bytes_of_a_run(experiment)
    small = sweep(experiment, rates, memory=memory)
    assert len(held) == 4
    assert max(held) <= memory
    whole = sweep(experiment, rates)
    assert np.array_equal(small.final_theta, whole.final_theta)
    assert np.array_equal(small.steps_to_tolerance, whole.steps_to_tolerance, equal_nan=True)
    assert (small.outcome, small.manner) == (whole.outcome, whole.manner)
    with pytest.raises(ValueError, match="memory must be at least 40,400 bytes for 20 runs"):
        sweep(experiment, rates, trajectories=True, memory=40_000)


@pytest.mark.parametrize(("loss", "kept"), [("square", 0), ("sin(x)", 8)])
def test_what_is_possible_fits_and_one_more_does_not(loss: str, kept: int) -> None:
    # Of a row, a run holds theta, gradient and loss; all keep their loss if no minimum is known.
    experiment, memory = Experiment(loss, steps=999, dtype="float64"), 30_000 * (24 + kept)
    assert room(experiment, 1, memory) is None
    possible = room(replace(experiment, steps=50_000), 1, memory)
    assert possible == (0, 29_999)
    assert room(replace(experiment, steps=29_999), 1, memory) is None
    if kept:
        most = (30_000 * 32 // 1000 - 24) // 8
        assert room(experiment, most, memory) is None
        assert room(experiment, most + 1, memory) == (most, 30_000 * 32 // (8 * most + 32) - 1)


def test_a_sweep_can_be_dropped_between_any_two_steps() -> None:
    ways = sweeping(Experiment(steps=50), [0.1, 0.2])
    seen = [next(ways) for _ in range(10)]
    assert [progress.done for progress in seen] == list(range(10))
    assert all(progress.sweep is None for progress in seen)
    assert seen[0].whole == 52
    last = list(ways)[-1]
    assert last.done == last.whole
    assert last.sweep is not None


def test_it_is_public_as_playground_sweep() -> None:
    found = playground.sweep(playground.Experiment(), [0.2, 0.4])
    assert found.learning_rate.tolist() == [0.2, 0.4]
    assert found.final_theta[0, 0] == pytest.approx(3.6562e-05, rel=1e-4)


@pytest.mark.parametrize(
    ("rates", "message"),
    [
        ([], "learning_rates must be 1 to 100000 numbers, not 0"),
        ([0.1, -1.0], "each of learning_rates must be a finite number above 0, not -1"),
        ([math.inf], "each of learning_rates must be a finite number above 0, not inf"),
    ],
)
def test_bad_rates_are_refused_in_one_line(rates: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        sweep(Experiment(), rates)


@pytest.mark.parametrize(
    ("rates", "at_an_end"),
    [
        ([0.1, 0.5, 0.9], False),
        ([0.01, 0.05, 0.1], True),
        ([0.5, 0.7, 0.9], True),
        ([2.0, 3.0], False),
        ([0.5, 0.5], False),
    ],
)
def test_a_best_rate_at_an_end_of_the_swept_range_is_known_to_be_there(
    rates: list[float], at_an_end: bool
) -> None:
    # θ² is done in one step at 0.5; above 1 every run is lost, and none is the best.
    assert sweep(Experiment("square", steps=60), rates).best_is_at_an_end == at_an_end


def test_where_no_run_arrives_the_best_is_only_the_lowest() -> None:
    # In 20 steps at 0.01 and 0.02, θ² falls to 0.98⁴⁰ = 0.45 and 0.96⁴⁰ = 0.20 of its start.
    found = sweep(Experiment("square", steps=20), [0.01, 0.02])
    assert found.best == 1
    assert not found.best_has_arrived
    assert sweep(Experiment("square", steps=20), [0.01, 0.4]).best_has_arrived


def test_all_runs_from_the_minimum_are_equally_good() -> None:
    found = sweep(Experiment("square", (0.0,), steps=20), [0.1, 0.2, 0.4])
    assert found.as_good.tolist() == [0, 1, 2]
    assert not found.best_is_at_an_end
