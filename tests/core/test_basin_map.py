"""Every pixel of a map is the single run that it stands for, and known maps look as they must."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.core.basin_map import basin_map
from playground.core.basin_record import kept_steps
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.map_request import MapAxis, MapRequest
from playground.core.maps import DIVERGED, MAP_OUTCOMES, NO_MINIMUM, BasinMap


def square_map(reach: float, size: int) -> MapRequest:
    return MapRequest(MapAxis("theta1", -reach, reach), MapAxis("theta2", -reach, reach), size)


def outcomes(made: BasinMap) -> set[str]:
    return {MAP_OUTCOMES[code] for code in np.unique(made.outcome)}


def where(made: BasinMap, outcome: str) -> NDArray[np.bool_]:
    return np.equal(made.outcome, MAP_OUTCOMES.index(outcome))


RATE = MapAxis("learning_rate", 1e-3, 2.0)
MAPS: dict[str, tuple[Experiment, MapRequest]] = {
    "thetas": (Experiment("himmelblau", steps=60, learning_rate=0.02), square_map(6, 34)),
    "rate": (
        Experiment("thermometer", steps=40, optimizer="adam"),
        MapRequest(MapAxis("b", -20, 20), RATE, 32),
    ),
    "momentum": (
        Experiment("quadratic", steps=80, edits=(Edit(20, 0.5),)),
        MapRequest(MapAxis("momentum", 0.0, 0.99), MapAxis("lr", 0.1, 6.0), 33),
    ),
    "two settings": (
        Experiment("rosenbrock", steps=30, optimizer="nadam"),
        MapRequest(MapAxis("beta1", 0.0, 0.95), MapAxis("beta2", 0.5, 0.999), 24),
    ),
    "schedule": (
        Experiment("beale", steps=30, schedule="cosine", optimizer="rmsprop"),
        MapRequest(MapAxis("y", -2, 2), RATE, 24),
    ),
    "minibatches": (
        Experiment("thermometer", steps=30, batch_size=3, seed=5),
        MapRequest(MapAxis("w", -2, 2), MapAxis("lr", 1e-3, 0.1), 20),
    ),
    "typed rule": (
        Experiment("himmelblau", steps=80, optimizer="v = b*v + g; theta = theta - lr*v"),
        MapRequest(MapAxis("b", 0.0, 0.5), MapAxis("lr", 1e-3, 0.02), 20),
    ),
    "gradients that add up": (
        Experiment("square", steps=80, mistakes=("not-zeroed",)),
        MapRequest(MapAxis("theta", -2.0, 2.0), MapAxis("lr", 0.25, 2.0, log=False), 20),
    ),
    "lbfgs": (
        Experiment("himmelblau", steps=5, optimizer="lbfgs"),
        MapRequest(MapAxis("history_size", 1, 4), RATE, 4),
    ),
    "lost at the start": (
        Experiment("log(x) + y^2", (1.0, 1.0), steps=20, settings={"momentum": 0.5}),
        MapRequest(MapAxis("theta1", -1, 1), MapAxis("momentum", 0.1, 0.9), 20),
    ),
}


@pytest.mark.parametrize("name", MAPS)
def test_pixels_equal_the_single_runs(name: str) -> None:
    experiment, request = MAPS[name]
    experiment = replace(experiment, dtype="float64")
    made = basin_map(experiment, request)
    drawn = np.random.default_rng(1)
    for column, row in drawn.integers(request.size, size=(12, 2)).tolist():
        single = run(request.pixel(experiment, column, row))
        last = float(single.loss[-1])
        assert made.loss[row, column] == pytest.approx(last, rel=1e-9, abs=1e-300, nan_ok=True)
        assert single.outcome is not None
        kind, code = single.outcome.kind, MAP_OUTCOMES[made.outcome[row, column]]
        if kind in {"settled", "stuck", "undefined"}:
            assert code == kind
        if code == "settled":
            assert made.steps[row, column] == single.outcome.step
        if single.length < experiment.steps + 1:
            assert made.steps[row, column] == single.length - 1


LONG: dict[str, tuple[Experiment, MapRequest]] = {
    "settles": (Experiment("himmelblau", learning_rate=0.01), square_map(6, 40)),
    "swings between two": (
        Experiment("double-well"),
        MapRequest(MapAxis("theta", -1.5, 1.5), MapAxis("lr", 0.1, 2.2), 40),
    ),
    "circles in rounding": (
        Experiment("himmelblau", learning_rate=0.01, settings={"momentum": 0.5}),
        square_map(6, 40),
    ),
    "gradients add up": (
        Experiment("himmelblau", learning_rate=1e-4, mistakes=("not-zeroed",)),
        square_map(6, 40),
    ),
    "momentum": (
        Experiment("himmelblau", learning_rate=0.01),
        MapRequest(MapAxis("theta1", -4, 4), MapAxis("momentum", 0.0, 0.9), 40),
    ),
    "an edit": (
        Experiment("himmelblau", learning_rate=0.01, steps=600, edits=(Edit(500, 0.02),)),
        square_map(6, 40),
    ),
    "rprop": (Experiment("himmelblau", learning_rate=0.01, optimizer="rprop"), square_map(6, 40)),
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", LONG)
def test_pixels_that_were_left_early_equal_the_whole_single_runs(name: str, dtype: str) -> None:
    experiment, request = LONG[name]
    experiment = replace(experiment, dtype=dtype, steps=1201)
    made = basin_map(experiment, request)
    for column, row in np.random.default_rng(4).integers(40, size=(6, 2)).tolist():
        single = run(request.pixel(experiment, column, row))
        assert np.array_equal(made.loss[row, column], float(single.loss[-1]), equal_nan=True)
        assert single.outcome is not None
        kind, code = single.outcome.kind, MAP_OUTCOMES[made.outcome[row, column]]
        assert code == (kind if kind in {"settled", "stuck", "diverged"} else "moving")
        if code == "settled" and single.outcome.step <= 256:
            assert made.steps[row, column] == single.outcome.step


def test_basins_are_those_that_the_descents_end_in() -> None:
    experiment = Experiment("himmelblau", steps=200, learning_rate=0.01)
    request = square_map(5, 40)
    made = basin_map(experiment, request)
    assert made.known == len(made.minima) == 4
    assert set(np.unique(made.minimum)) == {0, 1, 2, 3}
    for column, row in np.random.default_rng(2).integers(40, size=(25, 2)).tolist():
        end = run(request.pixel(experiment, column, row)).theta[-1]
        distances = np.linalg.norm(np.array(made.minima) - end, axis=1)
        assert made.minimum[row, column] == np.argmin(distances)
        assert distances.min() < 1e-4


def test_parabola_diverges_exactly_above_two_over_its_curvature() -> None:
    request = MapRequest(MapAxis("theta", -2, 2), MapAxis("lr", 0.05, 1.95, log=False), 20)
    made = basin_map(Experiment("square", steps=200), request)
    rate = made.y
    assert np.array_equal(where(made, "diverged"), np.tile((rate > 1)[:, None], (1, 20)))
    assert np.array_equal(where(made, "settled"), np.tile((rate < 1)[:, None], (1, 20)))
    assert (made.minimum[rate > 1] == DIVERGED).all()
    assert (made.minimum[rate < 1] == 0).all()


def test_steps_on_the_parabola_follow_from_the_factor() -> None:
    # |1 − 2·rate|ᵏ ≤ 1/1000 first at k = ⌈ln 1000 / −ln |1 − 2·rate|⌉, whatever the start.
    request = MapRequest(MapAxis("theta", 1, 2), MapAxis("lr", 0.05, 0.44, log=False), 20)
    made = basin_map(Experiment("square", steps=250, dtype="float64"), request)
    expected = np.ceil(np.log(1e-3) / np.log(1 - 2 * made.y))
    assert np.array_equal(made.steps, np.tile(expected[:, None], (1, 20)))


def test_explosion_has_its_step() -> None:
    # θ² beyond float32 needs |θ| > 1.84e19; each step multiplies θ by −19.
    request = MapRequest(MapAxis("theta", 1, 100), MapAxis("momentum", 0.0, 1e-9), 20)
    made = basin_map(Experiment("square", learning_rate=10.0, steps=30), request)
    limit = np.sqrt(float(np.finfo(np.float32).max))
    assert np.array_equal(made.steps[0], np.ceil(np.log(limit / made.x) / np.log(19)))


def test_saddle_holds_only_the_line_that_leads_to_it() -> None:
    # x² − y²: the row y = 0 comes to rest at the saddle, every other runs away.
    made = basin_map(Experiment("saddle", steps=200, learning_rate=0.1), square_map(2, 21))
    assert (made.y[10], outcomes(made)) == (0, {"stuck", "diverged"})
    assert np.array_equal(np.flatnonzero(where(made, "stuck").all(axis=1)), [10])
    assert where(made, "diverged").sum() == 20 * 21
    assert (made.minimum[10] == NO_MINIMUM).all()
    assert made.minima == ()


def test_minima_that_nobody_stated_are_found() -> None:
    # (x² − 1)² + (y² − 1)² has its four minima at (±1, ±1), typed so that none is known.
    experiment = Experiment("(x^2 - 1)^2 + (y^2 - 1)^2", (0.5, 0.5), 0.05, 200)
    made = basin_map(experiment, square_map(2, 40))
    assert made.known == 0
    assert sorted(np.round(made.minima, 5).tolist()) == [[-1, -1], [-1, 1], [1, -1], [1, 1]]
    signs = np.sign(np.array(made.minima))[made.minimum]
    assert np.array_equal(signs[..., 0], np.tile(np.sign(made.x), (40, 1)))
    assert np.array_equal(signs[..., 1], np.tile(np.sign(made.y)[:, None], (1, 40)))


@pytest.mark.parametrize(
    ("loss", "axes"),
    [("six-hump-camel", [(0, 1)]), ("x^2*y^2 + (x^2 - 1)^2 + y^2", [(0,), (1,)])],
)
def test_symmetric_loss_has_a_symmetric_map(loss: str, axes: list[tuple[int, ...]]) -> None:
    made = basin_map(Experiment(loss, (0.5, 0.5), 0.02, 150, dtype="float64"), square_map(1.5, 40))
    for axis in axes:
        assert np.array_equal(np.flip(made.steps, axis), made.steps)
        assert np.array_equal(np.flip(made.outcome, axis), made.outcome)
        assert np.flip(made.loss, axis) == pytest.approx(made.loss, rel=1e-9, abs=1e-25)


def test_best_momentum_of_the_parabola_is_on_its_axis() -> None:
    # Heavy ball on curvature c settles fastest with β = (1 − √(rate·c))²: here 0.36 (Polyak).
    request = MapRequest(MapAxis("momentum", 0.0, 0.9), MapAxis("theta", 1, 2), 46)
    made = basin_map(Experiment("square", learning_rate=0.08, steps=250, dtype="float64"), request)
    fastest = made.x[np.argmin(made.steps, axis=1)]
    assert fastest == pytest.approx(np.full(46, 0.36), abs=0.06)


@pytest.mark.parametrize("loss", ["x^2 + y^2", "(x-9)^2 + (y+9)^2"])  # whose minima nobody stated
@pytest.mark.parametrize("steps", [15, 16, 100])
def test_steps_do_not_hang_on_how_long_the_descents_are(loss: str, steps: int) -> None:
    # 0.6¹³ = 0.0013 and 0.6¹⁴ = 0.00078 of the way to the minimum.
    made = basin_map(Experiment(loss, (1.0, 1.0), 0.2, steps, dtype="float64"), square_map(4, 16))
    assert (made.steps == 14).all()


def test_steps_of_long_runs_are_near_enough_and_take_little_memory() -> None:
    # Each step leaves 0.9995 of the way to 0, however many there are.
    experiment = Experiment("square", learning_rate=2.5e-4, steps=20_000, dtype="float64")
    request = MapRequest(MapAxis("theta", 1, 2), MapAxis("momentum", 0, 1e-12), 2)
    expected = np.log(1e-3) / np.log(0.9995)
    assert basin_map(experiment, request).steps == pytest.approx(
        np.full((2, 2), expected), rel=1 / 128
    )
    assert len(kept_steps(100_000)) < 1500


def test_cycle_that_grew_out_of_a_minimum_has_not_diverged() -> None:
    # (θ² − 1)²/4 has curvature 2 at ±1, so that 1.1 is above the limit; starts near ±1 move off
    # by a factor of −1.2, until they swing between two values for good.
    experiment = Experiment("(x^2 - 1)^2 / 4", (0.5,), 1.1, 200, dtype="float64")
    request = MapRequest(MapAxis("x", 0.99, 1.01), MapAxis("momentum", 0, 1e-9), 32)
    assert outcomes(basin_map(experiment, request)) == {"moving"}


def test_without_a_request_it_is_a_map_of_the_view() -> None:
    experiment = Experiment("square", (1.0,), steps=1)
    made = basin_map(experiment)  # of one parameter, beside the learning rate
    assert made.outcome.shape == (256, 256)
    assert (made.request.x.name, made.request.y.name) == ("θ", "learning_rate")
    assert (made.request.y.low, made.request.y.high) == (1e-3, 10.0)
