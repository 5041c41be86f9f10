"""The parts of the Sweep panel: endings, pictures of many values, and words on a range test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.app.sweep_plots.cycles import ending
from playground.app.sweep_plots.density import counted, nearest_runs
from playground.app.sweep_plots.final_range import height
from playground.app.sweep_plots.kinds import KINDS, kinds_of
from playground.app.sweep_plots.measures import MEASURES, measured
from playground.app.sweep_plots.rate_axis import RateAxis
from playground.core.experiment import Experiment
from playground.core.range_request import RangeRequest
from playground.core.range_test import RangeTest, range_test
from playground.core.range_words import judgement
from playground.core.sweep import sweep

SQUARE = Experiment("square", (1.0,), steps=50, dtype="float64")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.full(64, 0.5), "ends at 0.5"),
        (np.tile([0.5, 1.0], 32), "ends in a cycle of 2"),
        (np.tile([0.1, 0.9, 0.4, 0.7], 16), "ends in a cycle of 4"),
        (np.linspace(0.0, 1.0, 64), "still on its way"),
        (np.sin(np.arange(64) ** 2), "no cycle of 32 or fewer"),
        (np.full(64, np.nan), "diverges"),
    ],
)
def test_an_ending_is_told_from_the_last_values(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], words: str
) -> None:
    assert ending(values, height=2.0) == words


def test_each_value_is_counted_in_its_pixel_and_those_outside_nowhere() -> None:
    rows = np.array([[0.5, 0.2, 2.9], [-0.1, 3.0, np.nan]])  # two runs, three values each
    assert counted(rows, high=3).tolist() == [[2, 0], [0, 0], [1, 0]]


def test_a_column_shows_the_nearest_run_and_none_beyond_the_ends() -> None:
    runs, outside = nearest_runs(np.array([1.0, 2.0, 3.0]), np.array([0.4, 0.6, 1.6, 3.4, 3.6]))
    assert outside.tolist() == [True, False, False, False, True]
    assert runs[1:4].tolist() == [0, 1, 2]


def test_what_has_no_place_on_the_axis_stands_above_it_and_says_so() -> None:
    swept = sweep(SQUARE, (0.01, 0.3, 0.5, 1.5))
    for name in MEASURES:
        found = measured(swept, name, 1.0)
        assert found.places[-1] > found.scale.range[1]
        assert found.places[-1] < found.up[1]
        assert np.isfinite(found.places).all()
        assert found.places[-1] == found.beyond[0][0]
        assert set(found.beyond) <= set(found.ticks(6))
    settled = measured(sweep(SQUARE, (0.2, 0.3)), "final loss", 1.0)
    assert not settled.beyond


def test_runs_that_end_nowhere_stand_on_rows_that_tell_the_truth() -> None:
    # From 0.5, √θ falls: with small rates it swings by the edge at 0, and one step of 2 is beyond.
    swept = sweep(Experiment("sqrt(x)", (0.5,), steps=50, dtype="float64"), (1e-4, 2.0))
    assert swept.outcome[1] == "undefined"
    assert [text for _, text in measured(swept, "final loss", 0.7).beyond] == ["undefined"]
    assert [text for _, text in measured(swept, "distance", 0.7).beyond] == ["undefined"]
    assert [text for _, text in measured(swept, "steps to tolerance", 0.7).beyond] == ["never"]
    # The saddle falls without end along y: those runs have less, not more, at their end.
    downhill = sweep(Experiment("saddle", (0.0, 0.1), steps=60, dtype="float64"), (1e-3, 0.4))
    assert downhill.outcome[1] == "diverged"
    start = 0.0 - 0.1**2
    found = measured(downhill, "final loss", start)
    assert [text for _, text in found.beyond] == ["less"]
    assert found.up[0] < found.places[1] < found.scale.range[0]


def test_the_best_run_is_the_first_that_is_done() -> None:
    swept = sweep(SQUARE, (0.1, 0.4, 0.49, 0.9, 1.5))  # factors 0.8, 0.2, 0.02, −0.8, −2
    assert swept.best == 2
    assert sweep(SQUARE, (1.5, 3.0), tolerance=1e-3).best is None


def test_a_cycle_that_passes_by_the_minimum_is_not_the_best() -> None:
    # A step of 0.5 from 0.25 to −0.25 and back; the slow run comes nearer and stays.
    swept = sweep(
        Experiment("absolute", (0.25,), steps=60, dtype="float64"), (0.5, 0.002), tolerance=0.6
    )
    assert [KINDS[kind].name for kind in kinds_of(swept)] == ["cycling", "too slow"]
    assert swept.best == 1


def test_a_place_on_the_axis_and_its_learning_rate_are_inverse() -> None:
    for axis in (RateAxis(1e-4, 10.0, log=True), RateAxis(0.5, 2.0, log=False)):
        for rate in (axis.low, 0.6, axis.high):
            assert axis.rate(float(axis.place(rate))) == pytest.approx(rate)
        assert axis.rate(1e9) == axis.high


@pytest.fixture(scope="module")
def ramp() -> RangeTest:
    return range_test(SQUARE, RangeRequest(1e-3, 10.0))


@pytest.mark.parametrize(
    ("suggestion", "limit", "words"),
    [
        (0.05, 1.0, "10 times below the best run of the sweep, 0.5: it falls fastest where"),
        (0.52, 1.0, "about the best run of the sweep, 0.5"),
        (0.9, 1.0, "1.8 times above the best run of the sweep, 0.5: the steepest fall came late"),
        (1.5, 1.0, "3 times above the best run of the sweep, 0.5: a few steps above the limit"),
        (1.5, None, "3 times above the best run of the sweep, 0.5: the steepest fall came late"),
    ],
)
def test_the_words_say_by_what_factor_the_suggestion_is_off_and_why(
    ramp: RangeTest, suggestion: float, limit: float | None, words: str
) -> None:
    assert words in judgement(replace(ramp, suggestion=suggestion), 0.5, limit)


def test_a_test_without_a_suggestion_says_so(ramp: RangeTest) -> None:
    none = replace(ramp, suggestion=None, no_suggestion="nothing fell")
    assert judgement(none, 0.5, 1.0) == "No steepest descent: nothing fell"
    assert judgement(replace(none, valley=None), 0.5, 1.0) == "Nothing is suggested: nothing fell"
    assert "no run of the sweep" in judgement(replace(ramp, suggestion=0.1), None, 1.0)


def test_a_best_rate_at_the_end_of_the_range_is_not_called_the_best_alone(ramp: RangeTest) -> None:
    for suggestion in (0.5, 50.0):
        said = judgement(replace(ramp, suggestion=suggestion), 0.5, 1.0, at_an_end=True)
        assert "the best run of the sweep, 0.5 (the end of the range)" in said


def test_the_height_is_that_of_the_runs_that_end_somewhere() -> None:
    steps = np.arange(64)
    rest, cycle = np.zeros(64), np.tile([-1.0, 1.0], 32)
    growing = 1e3 * (-1.06) ** steps  # just above the limit
    low, high = height(np.array([rest] * 9 + [cycle, growing, np.full(64, np.nan)]))
    assert -1.2 < low < -1
    assert 1 < high < 1.4
    assert height(np.array([growing]))[1] > growing.max()  # with nothing else, it is shown
    assert height(np.empty((0, 0))) == (0.0, 1.0)
