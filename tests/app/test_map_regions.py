"""A name stands inside the region that it names, and only where it has room."""

from __future__ import annotations

import numpy as np
import pytest

from playground.app.map_regions import RegionName, region_names
from playground.core.map_request import MapAxis, MapRequest
from playground.core.maps import MAP_OUTCOMES, BasinMap

SIZE = 64
REQUEST = MapRequest(MapAxis("x", 0, 1), MapAxis("y", 0, 1), SIZE)


def halves() -> BasinMap:
    """Minimum 0 on the left three quarters, divergence on the rest."""
    minimum = np.zeros((SIZE, SIZE), np.int16)
    outcome = np.zeros((SIZE, SIZE), np.int8)
    minimum[:, 48:], outcome[:, 48:] = -2, MAP_OUTCOMES.index("diverged")
    values = np.linspace(0, 1, SIZE)
    return BasinMap(
        REQUEST, values, values, minimum, np.ones((SIZE, SIZE), np.int32),
        np.zeros((SIZE, SIZE)), outcome, ((0.0, 0.0),), 1, True,
    )  # fmt: skip


def named(found: list[RegionName]) -> dict[str, float]:
    return {name.text: name.column for name in found}


def test_each_half_is_named_in_its_middle() -> None:
    found = named(region_names(halves(), "minimum", frozenset()))
    assert found["1"] == pytest.approx(0.375, abs=0.02)
    assert found["diverges"] == pytest.approx(0.875, abs=0.02)


def test_a_minimum_with_a_star_is_not_named_twice() -> None:
    assert "1" not in named(region_names(halves(), "minimum", frozenset([0])))


def test_a_map_of_outcomes_is_named_by_them() -> None:
    assert set(named(region_names(halves(), "outcome", frozenset()))) == {"settles", "diverges"}


def test_a_sliver_gets_no_name() -> None:
    made = halves()
    made.outcome[:, 61:], made.outcome[:, 48:61] = MAP_OUTCOMES.index("moving"), 0
    assert "still moves" not in named(region_names(made, "outcome", frozenset()))
