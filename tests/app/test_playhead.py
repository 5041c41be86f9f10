"""The playhead: live follows, playing moves at its speed, standing still stands still."""

from __future__ import annotations

import pytest

from playground.app.playhead import Playhead


def test_live_is_always_at_the_newest_row() -> None:
    playhead = Playhead()
    assert [playhead.advance(0.016, length, 100) for length in (1, 7, 101)] == [0, 6, 100]


@pytest.mark.parametrize("frame", [0.016, 0.1, 0.9])
def test_five_steps_a_second_are_fifty_rows_in_ten_seconds_at_any_frame_rate(frame: float) -> None:
    playhead = Playhead()
    playhead.speed = 5.0
    playhead.play(last=1000)
    frames = int(10 / frame)
    for _ in range(frames):
        playhead.advance(frame, 1001, 1000)
    assert playhead.row == pytest.approx(frames * frame * 5, abs=1)


def test_half_a_step_a_second_takes_two_seconds_for_a_row() -> None:
    playhead = Playhead()
    playhead.speed = 0.5
    playhead.play(last=10)
    rows = [playhead.advance(0.25, 11, 10) for _ in range(16)]
    assert rows[6:8] == [0, 1]
    assert rows[15] == 2


def test_playing_stops_by_itself_at_the_last_step() -> None:
    playhead = Playhead()
    playhead.play(last=3)
    assert playhead.advance(60.0, 4, 3) == 3
    assert not playhead.playing


def test_playing_waits_for_a_run_that_is_still_growing() -> None:
    playhead = Playhead()
    playhead.play(last=3)
    assert playhead.advance(60.0, 4, 1000) == 3
    assert playhead.playing
    assert playhead.advance(60.0, 5, 1000) == 4


def test_playing_from_the_end_begins_again_and_from_the_middle_goes_on() -> None:
    playhead = Playhead()
    playhead.seek(10)
    playhead.play(last=10)
    assert playhead.row == 0
    playhead.seek(4)
    playhead.play(last=10)
    assert playhead.row == 4


def test_a_new_run_keeps_the_row_under_study_and_restarts_what_plays() -> None:
    playhead = Playhead()
    playhead.seek(7)
    playhead.restart()
    assert playhead.advance(1.0, 21, 20) == 7
    playhead.play(last=20)
    playhead.advance(1.0, 21, 20)
    playhead.restart()
    assert playhead.row == 0
    assert playhead.playing


def test_a_row_beyond_a_shorter_run_shows_its_last_row_and_comes_back() -> None:
    playhead = Playhead()
    playhead.seek(50)
    assert playhead.advance(0.016, 11, 10) == 10
    assert playhead.advance(0.016, 101, 100) == 50


def test_of_another_loss_a_row_means_nothing_so_standing_still_becomes_live() -> None:
    playhead = Playhead()
    playhead.seek(7)
    playhead.restart(other=True)
    assert playhead.advance(1.0, 101, 100) == 100
    playhead.seek(7)
    playhead.play(last=100)
    playhead.restart(other=True)
    assert playhead.playing
    assert playhead.row == 0
