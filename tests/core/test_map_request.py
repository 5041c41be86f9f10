"""The axes of a map take a parameter, the learning rate or a setting, and refuse all else."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from playground.core.basin_map import basin_mapping
from playground.core.experiment import Experiment
from playground.core.map_request import MapAxis, MapRequest, usual_axes

RATE = MapAxis("learning_rate", 1e-3, 2.0)


def test_setting_of_whole_numbers_takes_whole_values() -> None:
    axis = MapAxis("history_size", 1, 4)
    values = axis.values(Experiment(optimizer="lbfgs"), 10)
    assert values.tolist() == [1, 1, 2, 2, 2, 3, 3, 3, 4, 4]


def test_an_axis_is_found_by_the_name_of_a_greek_letter() -> None:
    rule = "velocity = beta*velocity + gradient; theta = theta - lr*velocity; beta = 0.9"
    assert MapAxis("beta", 0, 0.99).place(Experiment(optimizer=rule)).name == "β"
    typed = Experiment("alpha^2 + x^2", (1.0, 2.0))
    assert MapAxis("alpha", -1, 1).place(typed) == ("theta", 0, "α")


def test_ends_may_be_farther_apart_than_the_largest_number() -> None:
    values = MapAxis("theta", -1.5e308, 1.5e308).values(Experiment("square"), 7)
    expected = [-1.5e308, -1e308, -5e307, 0.0, 5e307, 1e308, 1.5e308]
    assert values == pytest.approx(expected, rel=1e-15, abs=1e293)


def test_usual_axes_are_the_view() -> None:
    himmelblau = (MapAxis("x", -6.0, 6.0), MapAxis("y", -6.0, 6.0))
    assert usual_axes(Experiment("himmelblau")) == himmelblau
    theta, rate = usual_axes(Experiment("square"))
    assert (theta.name, rate.name) == ("θ", "learning_rate")


def test_learning_rates_rise_by_even_factors_unless_told_otherwise() -> None:
    assert MapAxis("lr", 1e-3, 10).values(Experiment(), 5) == pytest.approx(
        [1e-3, 1e-2, 1e-1, 1, 10]
    )
    assert MapAxis("lr", 1, 5, log=False).values(Experiment(), 5).tolist() == [1, 2, 3, 4, 5]
    assert MapAxis("θ", 1, 16, log=True).values(Experiment(), 5) == pytest.approx([1, 2, 4, 8, 16])


BAD: dict[str, tuple[Callable[[], MapRequest], str]] = {
    "name": (
        lambda: MapRequest(MapAxis("theta3", 0, 1), MapAxis("lr", 1, 2)),
        "there is no axis 'theta3'; there are x, y, learning_rate, momentum, dampening",
    ),
    "twice": (
        lambda: MapRequest(MapAxis("x", 0, 1), MapAxis("theta1", 1, 2)),
        "x and y must be different axes, not x twice",
    ),
    "order": (lambda: MapRequest(MapAxis("x", 1, 1), RATE), "x: high must be above 1, not 1"),
    "nan": (
        lambda: MapRequest(MapAxis("x", np.nan, 1), RATE),
        "x: low must be a finite number, not nan",
    ),
    "log": (
        lambda: MapRequest(MapAxis("x", -1, 1, log=True), RATE),
        "x: low must be above 0 on a log axis, not -1",
    ),
    "rate": (
        lambda: MapRequest(MapAxis("x", 0, 1), MapAxis("lr", 0, 2)),
        "lr: low must be above 0, not 0",
    ),
    "setting": (
        lambda: MapRequest(MapAxis("x", 0, 1), MapAxis("momentum", -1, 1)),
        "momentum must be at least 0, not -1",
    ),
    "size": (
        lambda: MapRequest(MapAxis("x", 0, 1), MapAxis("y", 0, 1), 5000),
        "size must be a whole number from 2 to 1024, not 5000",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_wrong_axes_are_refused_in_one_line(name: str) -> None:
    make, said = BAD[name]
    with pytest.raises(ValueError, match=re.escape(said)) as refused:
        next(basin_mapping(Experiment("himmelblau"), make()))
    assert "\n" not in str(refused.value)
