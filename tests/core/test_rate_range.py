"""The learning rates that are looked at together reach from the usual ones to the one in force."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.rate_range import covering

USUAL = (1e-3, 30.0)


@pytest.mark.parametrize(
    ("rate", "ends"),
    [
        (0.2, USUAL),
        (1e-3, USUAL),
        (30.0, USUAL),
        (30.5, USUAL),  # less than half a stop beyond, of which there are 40 in a decade
        (32.0, (1e-3, 100.0)),
        (100.0, (1e-3, 100.0)),
        (102.0, (1e-3, 100.0)),
        (104.0, (1e-3, 1e3)),
        (9e-4, (1e-4, 30.0)),
        (1e-4, (1e-4, 30.0)),
        (9.9e-5, (1e-4, 30.0)),
        (9e-5, (1e-5, 30.0)),
    ],
)
def test_the_ends_move_to_the_power_of_ten_that_holds_the_rate(
    rate: float, ends: tuple[float, float]
) -> None:
    assert covering(USUAL, rate) == ends


def test_three_decades_beyond_the_usual_ones_it_ends() -> None:
    assert covering((1e-3, 10.0), 1e300) == (1e-3, 1e4)
    assert covering((1e-3, 10.0), 1e-300) == (1e-6, 10.0)
    assert covering((1e-3, 10.0), sys.float_info.max)[1] == 1e4
    assert covering((1e-3, 10.0), math.ulp(0.0))[0] == 1e-6


@given(st.floats(1e-9, 1e6), st.integers(-9, 0), st.integers(1, 4))
def test_what_is_usual_is_always_there_and_the_rest_is_less_than_a_decade(
    rate: float, low: int, decades: int
) -> None:
    usual = (float(f"1e{low}"), float(f"1e{low + decades}"))
    least, most = covering(usual, rate)
    assert least <= usual[0] < usual[1] <= most
    assert least == usual[0] or (least * 11 > rate or least == float(f"1e{low - 3}"))
    assert most == usual[1] or (most < 11 * rate or most == float(f"1e{low + decades + 3}"))
