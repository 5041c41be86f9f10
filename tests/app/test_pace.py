"""A young run is shown where it matters, and left alone until it is whole."""

from __future__ import annotations

import time

import pytest

from playground.app import pace
from playground.app.pace import Pace


class Clock:
    """A clock that a test turns."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "perf_counter", made)
    return made


def test_a_run_expected_to_be_whole_at_once_is_not_shown_in_part(clock: Clock) -> None:
    young = Pace()
    young.restart(20)
    clock.now += pace.GLIMPSE_S
    assert young.too_early
    clock.now += pace.PATIENCE_S
    assert not young.too_early


def test_a_longer_run_shows_its_first_rows_once_and_then_waits_to_be_whole(clock: Clock) -> None:
    young = Pace()
    young.restart(1000)
    assert young.too_early
    clock.now += pace.GLIMPSE_S
    assert not young.too_early
    young.frame(finished=False)
    assert young.too_early
    clock.now += pace.BRIEF_S
    assert not young.too_early


def test_how_long_a_step_takes_is_learnt_without_the_time_for_the_outcome(clock: Clock) -> None:
    learnt = Pace()
    learnt.learn(21, pace.OUTCOME_S + 21 * 1e-6)
    learnt.restart(1000)
    clock.now += pace.GLIMPSE_S
    assert learnt.too_early  # 1,000 steps of a microsecond are whole soon


def test_frames_of_a_long_run_take_no_more_than_their_share(clock: Clock) -> None:
    long = Pace()
    long.restart(100_000)
    clock.now += 1.0
    assert pace.LONG_RUN_MS <= long.wait_ms(descending=True) <= pace.SLOWEST_MS
    assert long.wait_ms(descending=False) == pace.FRAME_MS
