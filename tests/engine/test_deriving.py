"""What is asked beside the run is answered once, by pieces, and never with a stale answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, pairwise
from types import SimpleNamespace
from typing import Protocol

import pytest

from playground.core.asks import (
    AxisAsk,
    CurvatureAsk,
    FitAsk,
    MapAsk,
    PinnedSharpnessAsk,
    RangeAsk,
    SharpnessAsk,
    SweepAsk,
)
from playground.core.experiment import Experiment
from playground.engine.deriving import Answers, Deriving
from playground.engine.run import Run
from playground.engine.worker import Pause

STARTS = (("square", (1.0,)), ("booth", (0.0, 0.0)))


class Hand(Protocol):
    """A worker that is driven by the test."""

    started: int
    busy: bool

    def drive(self) -> None: ...

    def until(self, condition: Callable[[], bool]) -> None: ...


SWEEP = SweepAsk((1e-3, 0.5, 2.0))


@pytest.fixture
def answers(hand: Hand) -> Answers:
    return Answers(hand)  # type: ignore[arg-type]  # it does what a worker does


def run_of(experiment: Experiment) -> Run:
    run = Run(experiment)
    for _ in run.work():
        pass
    return run


def test_a_sweep_is_worked_out_once_for_every_learning_rate_of_an_experiment(
    answers: Answers, hand: Hand
) -> None:
    run = run_of(Experiment("square", (1.0,), 0.2))
    hand.until(lambda: answers.derive(run, SWEEP).finished)
    first = answers.derive(run, SWEEP)
    assert first.result.outcome[-1] == "diverged"
    hotter = run_of(replace(run.experiment, learning_rate=0.9))
    assert answers.derive(hotter, SWEEP).result is first.result
    longer = run_of(replace(run.experiment, steps=21))
    assert answers.derive(longer, SWEEP).result is not first.result


def test_what_needs_the_run_waits_for_its_end(answers: Answers, hand: Hand) -> None:
    run = Run(Experiment("square", (1.0,), 0.2))
    assert answers.derive(run, SharpnessAsk()).stale
    assert not answers.under_way
    for _ in run.work():
        pass
    hand.until(lambda: answers.derive(run, SharpnessAsk()).finished)
    assert answers.derive(run, SharpnessAsk()).result.largest[0] == pytest.approx(2.0)


def test_the_old_answer_stays_until_there_is_one_for_the_new_run(
    answers: Answers, hand: Hand
) -> None:
    ask = CurvatureAsk("minimum")
    first, second = (run_of(Experiment("square", (1.0,), rate)) for rate in (0.2, 0.3))
    hand.until(lambda: answers.derive(first, ask).finished)
    old = answers.derive(first, ask).result
    answer = answers.derive(second, ask)
    assert answer.stale
    assert answer.result is old
    hand.until(
        lambda: not answers.derive(second, ask).stale and answers.derive(second, ask).finished
    )
    assert answers.derive(second, ask).result is not old


def test_an_answer_is_stale_until_the_new_run_has_one_of_its_own(
    answers: Answers, hand: Hand
) -> None:
    ask = CurvatureAsk("minimum")
    first, second = (run_of(Experiment(loss, theta)) for loss, theta in STARTS)
    hand.until(lambda: answers.derive(first, ask).finished)
    assert all(answers.derive(second, ask).stale for _ in range(3))


def test_there_is_something_new_when_an_answer_takes_the_place_of_one_just_asked_for(
    answers: Answers, hand: Hand
) -> None:
    run = run_of(Experiment("square", (1.0,), 0.2))

    def answered(row: int) -> object:
        ask = CurvatureAsk("row", row)
        hand.until(lambda: (answer := answers.derive(run, ask)).finished and not answer.stale)
        return answers.made

    # The last may lie in memory where the first has been.
    before = answered(0)
    for between in (1, 2, 3, 4, 5) * 20:
        for row in range(between):
            answers.derive(run, CurvatureAsk("largest", row))
        after = answered(between)
        assert after != before
        before = after


def test_the_sharpness_of_a_pinned_run_is_kept_whatever_is_on_screen(
    answers: Answers, hand: Hand
) -> None:
    pinned = run_of(Experiment("square", (1.0,), 0.5))
    assert pinned.trajectory is not None
    ask = PinnedSharpnessAsk(pinned.experiment, pinned.trajectory)
    running = Run(Experiment("booth", (0.0, 0.0), 0.01))
    hand.until(lambda: answers.derive(running, ask).finished)
    found = answers.derive(running, ask).result
    assert (found.largest[0], found.edge[0]) == (pytest.approx(2.0), pytest.approx(4.0))
    assert answers.derive(pinned, ask).result is found


def test_in_a_drag_a_fit_is_finished_before_the_next_begins_and_the_newest_comes(
    answers: Answers, hand: Hand
) -> None:
    run = Run(Experiment("line"))
    for step in range(200):
        answers.derive(run, FitAsk(step, (0.01 * step,)))
    assert hand.started == 1
    last = FitAsk(199, (1.99,))
    hand.until(lambda: (answer := answers.derive(run, last)).finished and not answer.stale)
    assert hand.started == 2
    result = answers.derive(run, last).result
    assert (result.step, result.predictions[0]) == (199, pytest.approx(1.99))


def test_a_fit_of_other_data_never_shows_the_old_one(answers: Answers, hand: Hand) -> None:
    first, second = Run(Experiment("line")), Run(Experiment("thermometer"))
    hand.until(lambda: answers.derive(first, FitAsk(0, (1.0,))).finished)
    assert answers.derive(second, FitAsk(0, (1.0, 0.0))).result is None
    third = Run(replace(first.experiment, learning_rate=0.07, steps=3))
    hand.until(lambda: answers.derive(first, FitAsk(0, (1.0,))).result is not None)
    assert answers.derive(third, FitAsk(0, (2.0,))).result is not None


def test_a_map_of_another_loss_never_shows_the_old_one(answers: Answers, hand: Hand) -> None:
    ask = MapAsk(AxisAsk("x", -5, 5), AxisAsk("y", -5, 5), 32)
    first, second = (run_of(Experiment(name, steps=20)) for name in ("himmelblau", "booth"))
    hand.until(lambda: answers.derive(first, ask).finished)
    assert answers.derive(second, ask).result is None


def test_a_wrong_ask_fails_in_one_line(answers: Answers, hand: Hand) -> None:
    run = run_of(Experiment("square", (1.0,), 0.2))
    ask = RangeAsk(1.0, 0.1)
    hand.until(lambda: answers.derive(run, ask).finished)
    assert answers.derive(run, ask).failure == "to_rate must be above from_rate, 1, not 0.1"


def test_work_can_be_stopped(answers: Answers, hand: Hand) -> None:
    run = run_of(Experiment("himmelblau", steps=20))
    ask = MapAsk(AxisAsk("x", -5, 5), AxisAsk("y", -5, 5), 64)
    answers.derive(run, ask)
    hand.drive()
    assert answers.under_way
    answers.cancel(MapAsk)
    assert not answers.under_way
    assert not hand.busy
    assert answers.derive(run, ask).failure == "stopped"


def test_pieces_tell_how_far_the_work_is(answers: Answers, hand: Hand) -> None:
    run = run_of(Experiment("himmelblau", steps=20))
    ask = MapAsk(AxisAsk("x", -5, 5), AxisAsk("y", -5, 5), 64)
    shares = [answers.derive(run, ask).share]
    while not answers.derive(run, ask).finished:
        hand.drive()
        shares.append(answers.derive(run, ask).share)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert max(after - before for before, after in pairwise(shares)) < 0.2


class Items:
    """A worker that keeps what the newest job yields."""

    items: Iterator[object]

    def start(self, job: Deriving, name: str = "") -> None:
        self.items = job.work()


@pytest.mark.parametrize(("finished", "share_at_work"), [(False, 0.2), (True, 1.0)])
def test_a_map_leaves_four_fifths_of_the_time_to_a_descent_under_way(
    monkeypatch: pytest.MonkeyPatch, finished: bool, share_at_work: float
) -> None:
    clock = count()  # each look at the clock finds that a second has passed
    told = SimpleNamespace(perf_counter=lambda: float(next(clock)))
    monkeypatch.setattr("playground.engine.deriving.time", told)
    worker, run = Items(), Run(Experiment("booth", (0.0, 0.0)))
    run.finished = finished
    ask = MapAsk(AxisAsk("x", -1.0, 1.0), AxisAsk("y", -1.0, 1.0), 16)
    Answers(worker).derive(run, ask)  # type: ignore[arg-type]  # it does what a worker does
    items = list(worker.items)
    paused = sum(item.seconds for item in items if isinstance(item, Pause))
    worked = sum(1 for item in items if not isinstance(item, Pause))
    assert worked / (worked + paused) == pytest.approx(share_at_work)
