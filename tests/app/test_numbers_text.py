"""Numbers read as people write them, and what a field shows is the number itself."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.app.numbers_text import exact_text, number_text, power_text, short_text

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.2, "0.2000"),
        (3.6562e-05, "3.656×10⁻⁵"),
        (0.000001, "1.000×10⁻⁶"),
        (-12.5, "−12.50"),
        (12345.0, "12345"),
        (123456.0, "1.235×10⁵"),
        (99999.9, "1.000×10⁵"),
        (0.00099999, "0.001000"),  # rounds up to the smallest plain size
        (0.0, "0.000"),
        (-0.0, "0.000"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "not a number"),
    ],
)
def test_four_digits_whatever_the_size(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.2, "0.2"), (1e-6, "10⁻⁶"), (1.5e-7, "1.5×10⁻⁷"), (100, "100"), (0, "0")]
)
def test_short_numbers_leave_out_zeros_at_the_end(value: float, text: str) -> None:
    assert short_text(value) == text


@given(finite)
def test_no_number_is_written_as_a_row_of_zeros(value: float) -> None:
    assert "0.0000" not in number_text(value)


@given(finite)
def test_what_a_field_shows_is_read_back_as_the_same_number(value: float) -> None:
    assert float(exact_text(value)).hex() == value.hex()


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (0.2, "0.2"), (1e-5, "1e-5"), (1e-10, "1e-10"), (-4.0, "-4")]
)
def test_a_field_shows_the_shortest_text(value: float, text: str) -> None:
    assert exact_text(value) == text


def test_powers_of_ten_are_plain_near_one() -> None:
    assert [power_text(k) for k in (-4, -3, 0, 3, 4)] == ["10⁻⁴", "0.001", "1", "1000", "10⁴"]
