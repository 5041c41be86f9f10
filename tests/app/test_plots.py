"""What may be drawn, how long runs are thinned, and what axes say."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pytestqt.qtbot import QtBot

from playground.app.plots import LARGEST, Plot, decimate, plot_arrays
from playground.app.plots.columns import Decimator, edges
from playground.app.plots.scale import StepScale, linear_scale, log_scale
from playground.app.plots.ticks import linear_texts, linear_ticks, log_ticks

floats = st.floats(allow_nan=True, allow_infinity=True)
finite = st.floats(-1e9, 1e9)


@given(st.lists(floats, max_size=30))
def test_what_pyqtgraph_gets_is_finite_and_not_huge(values: list[float]) -> None:
    x, y = plot_arrays(range(len(values)), values)
    assert x.dtype == y.dtype == np.float64
    assert len(x) == len(y) == sum(math.isfinite(value) for value in values)
    assert (np.abs(y) <= LARGEST).all()


def test_numbers_smaller_than_any_reciprocal_have_places_on_an_axis() -> None:
    scale = linear_scale(1e-320, 1e-310, 1e-310)  # 1 / 1e-310 is more than the largest number
    low, high, far, below = scale.place([1e-320, 1e-310, 1.0, -1.0])
    assert 0 <= low < high <= 1 < far
    assert below < 0
    assert np.isfinite([far, below]).all()


def test_arrays_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"equally long, not \[2, 3\]"):
        plot_arrays([1, 2], [1, 2, 3])


@given(arrays(np.float64, st.integers(1, 400), elements=finite), st.integers(5, 60))
def test_decimate_keeps_the_minimum_and_the_maximum_of_every_column(
    values: np.ndarray, pixels: int
) -> None:
    x, y = decimate(np.arange(len(values)), values, pixels)
    assert (np.diff(x) > 0).all()
    assert (values[x.astype(int)] == y).all()
    block = max(len(values) // pixels, 1)
    for start in range(0, len(values) // block * block, block):
        inside = y[(x >= start) & (x < start + block)]
        assert inside.min() == values[start : start + block].min()
        assert inside.max() == values[start : start + block].max()


@given(
    arrays(np.float32, st.tuples(st.integers(1, 300), st.integers(1, 3)),
           elements=st.floats(width=32)),
    st.integers(2, 50), st.integers(0, 50), st.booleans(),
    st.lists(st.integers(1, 300), max_size=6),
)  # fmt: skip
def test_a_growing_run_is_thinned_as_if_it_were_thinned_at_once(
    values: np.ndarray, pixels: int, missing: int, log: bool, seen: list[int]
) -> None:
    steps = len(values) - 1 + missing
    growing = Decimator()
    for length in sorted({min(length, len(values)) for length in seen} | {len(values)}):
        columns = growing.columns(7, values[:length], steps, pixels, log)
    cuts = edges(steps, pixels, log)
    for at, (begin, end) in enumerate(pairwise(cuts)):
        for curve in range(values.shape[1]):
            part = values[begin:end, curve]
            part = part[np.isfinite(part)]
            if begin >= len(values):
                assert at >= len(columns.rows)
            elif len(part):
                assert columns.low[at, curve] == part.min()
                assert columns.high[at, curve] == part.max()
            else:
                assert np.isnan(columns.low[at, curve])


def test_a_new_run_forgets_the_columns_of_the_old_one() -> None:
    decimator = Decimator()
    decimator.columns(1, np.zeros((50, 1)), 49, 10)
    assert decimator.columns(2, np.ones((50, 1)), 49, 10).low.min() == 1.0


def test_the_columns_of_an_axis_hold_every_row_once() -> None:
    for steps, pixels, log in ((20, 300, False), (100_000, 300, False), (100_000, 300, True)):
        cuts = edges(steps, pixels, log)
        assert cuts[0] == 0
        assert cuts[-1] == steps + 1
        assert (np.diff(cuts) > 0).all()
        assert len(cuts) <= pixels + 3


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-1, 1, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        (0, 100_000, ["0", "20,000", "40,000", "60,000", "80,000", "100,000"]),
        (0, 1e-6, ["0", "2×10⁻⁷", "4×10⁻⁷", "6×10⁻⁷", "8×10⁻⁷", "10⁻⁶"]),
    ],
)
def test_ticks_are_round_and_read_without_rows_of_zeros(
    low: float, high: float, texts: list[str]
) -> None:
    step, ticks = linear_ticks(low, high)
    assert linear_texts(ticks, step) == texts


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (3 - 4.5e-10, 3 + 4.5e-10, ["−4×10⁻¹⁰", "−2×10⁻¹⁰", "3", "+2×10⁻¹⁰", "+4×10⁻¹⁰"]),
        (math.pi - 4e-9, math.pi + 4e-9, ["−4×10⁻⁹", "−2×10⁻⁹", "3.14159…", "+2×10⁻⁹"]),
        (-0.5 - 4e-7, -0.5 + 4e-7, ["−4×10⁻⁷", "−2×10⁻⁷", "−0.5", "+2×10⁻⁷", "+4×10⁻⁷"]),
    ],
)
def test_ticks_too_near_each_other_for_their_digits_say_how_far_they_are_from_the_middle_one(
    low: float, high: float, texts: list[str]
) -> None:
    step, ticks = linear_ticks(low, high)
    assert linear_texts(ticks, step) == texts


@given(st.floats(-1e4, 1e4), st.floats(1e-9, 1e6))
def test_no_two_ticks_of_an_axis_say_the_same_and_each_has_room(low: float, span: float) -> None:
    step, ticks = linear_ticks(low, low + span)
    texts = linear_texts(ticks, step)
    assert len(set(texts)) == len(texts)
    assert all(len(text) <= 11 for text in texts)  # of which some are small, in a power


@given(st.floats(-1e4, 1e4), st.floats(1e-12, 1e12))
def test_an_axis_has_few_ticks_and_all_inside(spans: float, span: float) -> None:
    low = spans * span
    step, ticks = linear_ticks(low, low + span)
    assert 2 <= len(ticks) <= 6
    assert ticks[0] >= low - 1e-5 * step
    assert ticks[-1] <= low + span + 1e-5 * step


@given(st.integers(-320, 300), st.integers(1, 600))
def test_a_logarithmic_axis_has_decades_as_ticks(low: int, span: int) -> None:
    ticks = log_ticks(float(low), float(low + span))
    assert 1 <= len(ticks) <= 8
    if span >= 2:
        assert all(place == round(place) for place, _ in ticks)
    assert all("0.0000" not in text for _, text in ticks)


def test_zeros_and_negatives_are_drawn_at_a_floor_that_says_so() -> None:
    scale = log_scale(1e-4, 10.0, floored=True)
    places = scale.place([0.0, -3.0, 1e-4, 10.0])
    assert places[0] == places[1] == scale.low
    assert places[2] == pytest.approx(-4)
    assert scale.low < -4
    assert scale.ticks(5)[0] == (scale.low, "≤ 0")


@given(st.lists(floats, min_size=1, max_size=20), st.booleans())
def test_no_value_is_drawn_outside_what_a_view_can_bear(values: list[float], log: bool) -> None:
    numbers = np.array([value for value in values if math.isfinite(value)])
    if not len(numbers):
        return
    positive = numbers[numbers > 0]
    if log and len(positive):
        scale = log_scale(positive.min(), positive.max(), bool(len(positive) < len(numbers)))
        assert (np.abs(scale.place(numbers)) < 1000).all()
        assert scale.low < scale.high
    elif not log:
        scale = linear_scale(numbers.min(), numbers.max(), numbers[0])
        assert (np.abs(scale.place(numbers)) < 1000).all()
        assert scale.low < scale.high


def test_a_linear_axis_does_not_move_while_a_curve_falls_towards_zero() -> None:
    ranges = {
        (scale.low, scale.high)
        for lowest in (0.4, 0.1, 1e-3, 1e-9, 0.0)
        for scale in [linear_scale(lowest, 1.0, 1.0)]
    }
    assert ranges == {(0.0, 1.0)}


@pytest.mark.parametrize(("highest", "end"), [(4e5, 4e5), (1e6, 1e6), (1.1e6, 1e6), (1e300, 1e6)])
def test_an_explosion_is_shown_up_to_a_million_times_its_start(highest: float, end: float) -> None:
    scale = linear_scale(1.0, highest, 1.0)
    assert scale.capped == (highest > 1e6)
    assert scale.high == pytest.approx(end)


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e3), st.integers(3, 6))
def test_an_axis_has_two_ticks_even_where_there_is_room_for_few(
    low: float, span: float, most: int
) -> None:
    assert len(linear_ticks(low, low + span, most)[1]) >= 2


def test_a_number_below_zero_keeps_its_minus_in_the_room_of_an_axis() -> None:
    ticks = [-1e6, -5e5, 0.0, 5e5, 1e6]
    assert linear_texts(ticks, 5e5) == ["−1×10⁶", "−5×10⁵", "0", "5×10⁵", "10⁶"]


@given(st.integers(1, 100_000), st.data(), st.booleans())
def test_the_step_under_a_place_is_the_one_drawn_there(
    steps: int, data: st.DataObject, log: bool
) -> None:
    scale = StepScale(steps, log)
    row = data.draw(st.integers(0, steps))
    assert scale.row(float(scale.place(row))) == row


def test_a_plot_has_a_name_for_screen_readers_and_no_menu(qtbot: QtBot) -> None:
    plot = Plot("Loss against step", "step", "loss")
    qtbot.addWidget(plot)
    assert plot.accessibleName() == "Loss against step"
    plot.summarize("falls from 1 to 0")
    assert plot.accessibleDescription() == "falls from 1 to 0"
    assert not plot.getPlotItem().menuEnabled()


def test_an_axis_title_shows_the_very_characters_it_was_given(qtbot: QtBot) -> None:
    plot = Plot("any", "x<y & a>b", "<img src=x>")
    qtbot.addWidget(plot)
    assert plot.bottom.label.toPlainText().strip() == "x<y & a>b"
    assert plot.left.label.toPlainText().strip() == "<img src=x>"
