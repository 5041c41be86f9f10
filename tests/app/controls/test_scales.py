"""What a slider's stop means is exactly what its field then shows."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.app.controls.scales import LinearScale, LogScale, WholeLogScale, times
from playground.app.numbers_text import exact_text


def test_a_log_scale_has_forty_stops_a_decade() -> None:
    scale = LogScale(1e-3, 10.0)
    assert scale.last == 160
    assert [scale.value(stop) for stop in (0, 40, 80, 120, 160)] == [0.001, 0.01, 0.1, 1.0, 10.0]


@pytest.mark.parametrize("plain", [1, 2, 3, 4, 5, 6, 8])
def test_round_numbers_are_on_a_log_scale(plain: int) -> None:
    scale = LogScale(1e-3, 10.0)
    for decade in (-3, -1, 0):
        number = float(f"{plain}e{decade}")
        assert scale.value(scale.stop(number)) == number


def test_every_stop_of_a_log_scale_has_three_digits_and_is_a_power_of_ten_to_a_fortieth() -> None:
    scale = LogScale(1e-8, 1e3)
    for stop in range(scale.last + 1):
        value = scale.value(stop)
        assert float(f"{value:.2e}") == value
        assert value == pytest.approx(10 ** ((stop - 320) / 40), rel=0.008)
        assert scale.stop(value) == stop


@given(st.floats(1e-300, 1e300))
def test_any_value_has_a_stop_even_beyond_the_ends(value: float) -> None:
    assert 0 <= LogScale(1e-3, 10.0).stop(value) <= 160


@given(
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e6),
    st.floats(0, 1),
)
def test_a_linear_scale_covers_its_range_in_short_numbers(
    low: float, width: float, share: float
) -> None:
    scale = LinearScale(low, low + width)
    step = scale.value(1) - scale.value(0)
    assert 400 <= scale.last <= 1002  # steps of 1, 2 or 5: at most 2.5 times as many as asked
    assert scale.value(0) == pytest.approx(low, abs=0.51 * step)
    assert scale.value(scale.last) == pytest.approx(low + width, abs=0.51 * step + 1e-9 * width)
    stop = round(share * scale.last)
    assert scale.stop(scale.value(stop)) == stop
    finest = Decimal(repr(width)).adjusted() - 3  # 400 stops: three digits below the range's first
    assert Decimal(exact_text(scale.value(stop))) % Decimal(10) ** finest == 0


@pytest.mark.parametrize(
    ("low", "high"), [(-1e308, 1e308), (-1.79e308, 1.79e308), (0.0, 1.79e308), (0.0, 5e-320)]
)
def test_a_linear_scale_has_numbers_at_its_stops_whatever_the_size_of_its_ends(
    low: float, high: float
) -> None:
    scale = LinearScale(low, high)
    values = [scale.value(stop) for stop in range(scale.last + 1)]
    assert all(math.isfinite(value) for value in values)
    assert values == sorted(values)
    assert (values[0], values[-1]) == pytest.approx((low, high), rel=0.01)


def test_an_end_that_is_not_allowed_is_not_a_stop() -> None:
    scale = LinearScale(0.0, 1.0, 100)
    scale.leave_out(first=False, last=True)
    assert scale.value(0) == 0.0
    assert scale.value(scale.last) == 0.99


def test_whole_numbers_rise_by_one_at_first_and_by_six_per_cent_later() -> None:
    scale = WholeLogScale(1, 100_000)
    values = [scale.value(stop) for stop in range(scale.last + 1)]
    assert values[:17] == list(range(1, 18))  # where 6 % is less than 1
    assert values[-1] == 100_000
    assert values == sorted(set(values))
    assert all(after <= before * 1.065 + 1 for before, after in pairwise(values))
    assert [scale.stop(value) for value in values] == list(range(len(values)))


@pytest.mark.parametrize("value", [3, 30, 57, 1234, 99_999])
def test_the_stop_of_a_whole_number_is_the_nearest_by_ratio(value: int) -> None:
    scale = WholeLogScale(1, 100_000)
    ratios = [abs(math.log(scale.value(stop) / value)) for stop in range(scale.last + 1)]
    assert ratios[scale.stop(value)] == min(ratios)


@pytest.mark.parametrize(
    ("value", "factor", "product"),
    [
        (0.07, "10", 0.7),
        (0.3, "0.1", 0.03),
        (0.1, "0.5", 0.05),
        (1e-5, "10", 1e-4),
        (0.7, "2", 1.4),
    ],
)
def test_a_factor_leaves_no_binary_dust(value: float, factor: str, product: float) -> None:
    assert times(value, factor) == product
