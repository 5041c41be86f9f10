"""The zones hold what really happens at their rates."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from playground.core.curvature import curvature
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.optimizers import OPTIMIZERS
from playground.core.settings import Value, settle
from playground.core.stability import Stability, stability
from playground.core.theory import theory_at
from playground.core.zones import KINDS, zone_at, zones

FOUR = KINDS[:4]  # those of a parabola


def theory(*curvatures: float, **given: Value) -> Stability:
    return stability("sgd", settle(OPTIMIZERS["sgd"].settings, given), curvatures)


def test_square_has_the_zones_of_its_closed_form() -> None:
    # 1 − 2·lr to the 20th is q at lr = (1 − q^(1/20)) / 2, where what is left, q, is a thousandth
    # of the way made, 1 − q: q = 1/1001. Best 1/2, limit 1.
    found = zones(theory(2.0), 20, parabola=True)
    assert [zone.kind for zone in found] == list(FOUR)
    ends = [found[0].low, *(zone.high for zone in found)]
    assert ends == pytest.approx([0, (1 - 1001 ** (-1 / 20)) / 2, 0.5, 1.0, math.inf], rel=1e-9)


@pytest.mark.parametrize("name", ["square", "booth", "matyas", "thermometer", "dot"])
@pytest.mark.parametrize("steps", [1, 20, 5000])
@pytest.mark.parametrize(
    "given", [{}, {"momentum": 0.9}, {"momentum": 0.6, "nesterov": True}], ids=str
)
def test_zones_cover_all_rates_without_gap_and_always_leave_something_good(
    name: str, steps: int, given: dict[str, Value]
) -> None:
    experiment = Experiment(loss=name, settings=given)
    found = zones(curvature(experiment, experiment.minima[0]).stability, steps, parabola=True)
    assert (found[0].low, found[-1].high) == (0.0, math.inf)
    for below, above in pairwise(found):
        assert below.high == above.low
    assert all(zone.low < zone.high for zone in found)
    assert {"good", "explodes"} <= {zone.kind for zone in found}


@pytest.mark.parametrize(
    "given",
    [{}, {"momentum": 0.5}, {"momentum": 0.9, "nesterov": True}, {"weight_decay": 0.2}],
    ids=str,
)
def test_a_descent_in_each_zone_does_what_the_zone_says(given: dict[str, Value]) -> None:
    steps, condition = 300, 10.0
    found = zones(theory(0.1, 1.0, **given), steps, parabola=True)
    assert [zone.kind for zone in found] == list(FOUR)
    for kind, low, high, _ in found:
        rate = {"too slow": 0.9 * high, "explodes": 1.05 * low}.get(kind, math.sqrt(low * high))
        path = run(
            Experiment(
                loss="quadratic",
                theta=(1.0, 1.0),
                learning_rate=rate,
                steps=steps,
                settings={**given, "condition": condition},
                dtype="float64",
            )
        ).theta
        left = np.abs(path[-1]).max()
        if kind == "explodes":
            assert left > 1
        elif kind == "oscillates":
            # The steep direction jumps across 0 at every one of the last steps.
            assert (path[-10:-1, 1] * path[-9:, 1] < 0).all()
        else:
            assert (left > 1 / 1001) == (kind == "too slow")


def test_where_no_rate_is_quick_half_of_the_best_is_still_good() -> None:
    # κ = 1000 and 10 steps: the best rate takes off 0.2 % a step, and half of it half as much.
    found = zones(theory(1.0, 1000.0), 10, parabola=True)
    slow, good = found[0], found[1]
    best = 2 / 1001
    assert (slow.kind, good.kind, good.high) == ("too slow", "good", pytest.approx(best))
    assert slow.high == pytest.approx(best / 2, rel=1e-3)
    assert all(zone.short for zone in found)


# Both start in the direction of the smallest curvature only, or nearly so.
@pytest.mark.parametrize(
    ("loss", "steps"), [("square", 20), ("square", 200), ("thermometer", 5000)]
)
def test_too_slow_ends_where_the_run_is_first_said_to_settle(loss: str, steps: int) -> None:
    experiment = Experiment(loss, steps=steps, dtype="float64")
    slow, good, *_ = theory_at(experiment, run(experiment), "minimum").zones
    assert (slow.kind, good.kind, good.short) == ("too slow", "good", False)
    ends = [
        run(replace(experiment, learning_rate=factor * slow.high)).outcome
        for factor in (0.99, 1.01)
    ]
    assert [end.kind for end in ends if end is not None] == ["slow", "settled"]


def test_an_adaptive_optimizer_has_its_limit_only_and_others_have_none() -> None:
    settings = settle(OPTIMIZERS["adam"].settings, {})
    found = zones(stability("adam", settings, [1.0, 4.0], preconditioned=True), 20, parabola=True)
    assert found == (("oscillates", pytest.approx(38 / 4), math.inf, False),)
    assert zones(stability("adam", settings, [1.0, 4.0]), 20, parabola=True) == ()
    assert zones(theory(-1.0, 1.0), 20, parabola=True) == ()


def test_where_the_loss_curves_down_too_only_the_steepest_direction_has_a_limit() -> None:
    # 2 / 4, and 2 (1 + 0.9) / 4 with momentum; what explodes below it is no parabola's minimum
    assert zones(theory(-1.0, 4.0), 20, parabola=False) == (("unstable", 0.5, math.inf, False),)
    heavy = zones(theory(0.0, 4.0, momentum=0.9), 20, parabola=False)
    assert heavy == (("unstable", pytest.approx(0.95), math.inf, False),)
    assert zones(theory(-4.0, -1.0), 20, parabola=False) == ()
    assert zones(theory(-1.0, 4.0, momentum=1.0), 20, parabola=False) == ()
    settings = settle(OPTIMIZERS["adam"].settings, {})
    adam = zones(stability("adam", settings, [-1.0, 4.0], preconditioned=True), 20, parabola=False)
    assert adam == (("oscillates", pytest.approx(38 / 4), math.inf, False),)


def test_where_the_loss_has_gone_flat_no_direction_has_a_limit() -> None:
    # Of a saturated net: 2 over what is left of its curvatures is no rate that there is.
    for lowest, highest in ((-1e-95, 7.7e-80), (-1.0, 1e-6), (-0.5, 1e-300), (0.0, 1e-60)):
        assert zones(theory(lowest, highest), 20, parabola=False) == ()
    # A parabola that is as flat has its minimum and limit all the same.
    assert zones(theory(1e-60, 1e-60), 20, parabola=True)[-1].low == pytest.approx(2e60)


# The cubic map x → (1 + lr)·x − lr·x³ of the double well keeps [−√(1 + 2/lr), √(1 + 2/lr)] to
# itself up to lr = 2, and beyond it a run leaves for good.
@pytest.mark.parametrize("rate", [1.05, 1.2, 1.26, 1.5, 1.9, 2.0])
def test_above_its_limit_the_double_well_is_unstable_and_stays_bounded(rate: float) -> None:
    experiment = Experiment("double-well", (0.1,), rate, steps=400, dtype="float64")
    record = run(experiment)
    zone = zone_at(rate, theory_at(experiment, record, "minimum").zones)
    assert zone is not None
    assert (zone.kind, zone.low) == ("unstable", pytest.approx(2 / 2))
    assert np.abs(record.theta).max() <= math.sqrt(1 + 2 / rate)
    assert record.outcome is not None
    assert record.outcome.kind in ("cycling", "oscillating")


@pytest.mark.parametrize(
    ("loss", "last"),
    [
        ("square", "explodes"),
        ("booth", "explodes"),
        ("thermometer", "explodes"),
        ("double-well", "unstable"),
        ("himmelblau", "unstable"),
        ("sine", "unstable"),
        ("wavy", "unstable"),
    ],
)
def test_only_a_parabola_is_said_to_explode(loss: str, last: str) -> None:
    experiment = Experiment(loss)
    found = theory_at(experiment, run(experiment), "minimum").zones
    assert found[-1].kind == last


def test_a_rate_is_in_the_zone_that_begins_with_it() -> None:
    found = zones(theory(2.0), 20, parabola=True)
    kinds = [getattr(zone_at(rate, found), "kind", "") for rate in (0.1, 0.2, 0.7, 1.0, 50.0)]
    assert kinds == ["too slow", "good", "oscillates", "explodes", "explodes"]
    assert zone_at(0.2, ()) is None
