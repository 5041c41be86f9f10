"""Answers of the lessons worked out from runs, from the curvature and from range tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from playground.core.curvature import curvature
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.lesson import LessonStep
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test
from playground.core.sweep import sweep


def factor(experiment: Experiment) -> float:
    """What the eleventh step multiplies theta's distance to the minimum by."""
    path = run(replace(experiment, steps=11, dtype="float64")).theta.astype(float)
    away = path - np.array(experiment.loss_entry.minima[0])
    before, after = np.linalg.norm(away[10]), np.linalg.norm(away[11])
    return float(after / before) if before else 0.0


def at_rate(step: LessonStep, learning_rate: float, **changes: object) -> Experiment:
    changed = replace(step.experiment, learning_rate=learning_rate)
    return replace(changed, **changes)  # type: ignore[arg-type]  # fields of every kind


def first_below(step: LessonStep) -> float:
    return float(np.argmax(run(step.experiment).theta[:, 0] < 0.01))


def rate_of_factor(low: float, high: float, wanted: float) -> Callable[[LessonStep], float]:
    """The hundredth between two learning rates with which a step multiplies theta by `wanted`."""

    def found(step: LessonStep) -> float:
        rates = [k / 100 for k in range(1, 100) if low < k / 100 < high]
        return min(rates, key=lambda rate: abs(factor(at_rate(step, rate)) - wanted))

    return found


def largest_that_settles(step: LessonStep) -> float:
    rates = [k / 1000 for k in range(500, 1000)]
    kinds = sweep(step.experiment, rates).outcome
    return max(rate for rate, kind in zip(rates, kinds, strict=True) if kind == "settled")


def steps_of_one(step: LessonStep) -> float:
    """The one rate of a tenth each with which theta squared is at 0 after one step."""
    rates = [tenth / 10 for tenth in range(1, 10)]
    (found,) = [rate for rate in rates if run(at_rate(step, rate, steps=1)).loss[-1] < 1e-12]
    return found


def times_too_large(step: LessonStep) -> float:
    ways = (replace(step.experiment, gradient=way) for way in ("by-hand", "autograd"))
    by_hand, true = (float(run(way).gradient[0, 0]) for way in ways)
    return by_hand / true


def rate_for_the_mean(step: LessonStep) -> float:
    summed = replace(step.experiment, mistakes=())
    ratio = run(summed).gradient[0, 0] / run(step.experiment).gradient[0, 0]
    return float(step.experiment.learning_rate * ratio)


def as_slow_without_swings(step: LessonStep) -> float:
    """Of the hundredths below 1, the other one that shrinks the error as the step's does."""
    wanted, own = factor(step.experiment), step.experiment.learning_rate
    rates = np.arange(1, 100) / 100
    others = rates[abs(rates - own) > 0.1]
    errors = [abs(factor(at_rate(step, float(rate))) - wanted) for rate in others]
    return float(others[int(np.argmin(errors))])


def limit(step: LessonStep) -> float:
    found = curvature(step.experiment).largest_stable_learning_rate
    assert found is not None
    return found


def rows(step: LessonStep) -> float:
    table = step.experiment.loss_entry.table
    assert table is not None
    return float(table.rows if not step.experiment.batch_size else step.experiment.batch_size)


def taken_off(step: LessonStep) -> str:
    best = curvature(step.experiment).best_learning_rate
    assert best is not None
    return f"about {100 * (1 - factor(at_rate(step, best))):.0f} %"


def curvature_ratio(step: LessonStep) -> str:
    raw, scaled = (
        float(curvature(Experiment("thermometer", settings={"input_scale": scale})).eigenvalues[-1])
        for scale in (1.0, 0.1)
    )
    return str(10 ** round(np.log10(raw / scaled)))


def lowest(step: LessonStep) -> str:
    ends = {pin.name: float(run(pin.experiment).loss[-1]) for pin in step.pinned}
    ends["cosine"] = float(run(step.experiment).loss[-1])
    return min(ends, key=ends.__getitem__)


def suggestion(step: LessonStep) -> str:
    near, far = (
        range_test(replace(step.experiment, theta=(start,)), RangeRequest(1e-4, 1.0)).suggestion
        for start in (1.5, 2.5)
    )
    assert near is not None
    assert far is not None
    return "It becomes smaller" if far < near else "It becomes larger"


def turned(step: LessonStep) -> str:
    """Plain descent on x² + 10y² and on the same ravine turned by 45 degrees, step by step."""
    half = 0.5**0.5
    along = run(Experiment("x^2 + 10*y^2", (-4.0, 2.0), 0.05, 50, dtype="float64"))
    start = (half * (-4.0 - 2.0), half * (-4.0 + 2.0))
    other = "((x + y)^2 + 10*(y - x)^2)/2"
    across = run(Experiment(other, start, 0.05, 50, dtype="float64"))
    np.testing.assert_allclose(along.loss, across.loss, rtol=1e-9, atol=1e-300)
    return "No, it only turns the picture"


def again(step: LessonStep) -> str:
    once, twice = run(step.experiment), run(step.experiment)
    return "No, exactly the same" if np.array_equal(once.theta, twice.theta) else "Yes"


def wells(step: LessonStep) -> str:
    late = run(replace(step.experiment, steps=2000)).theta[-500:, 0]
    assert late.min() < 0 < late.max()
    return "None: it visits both for ever"


def wrong_of_three(step: LessonStep) -> str:
    """By hand, autograd and the differences of float64; the one that is far off."""
    there = replace(step.experiment, dtype="float64", theta=(0.0,))
    by_hand, true = (
        float(run(replace(there, gradient=way)).gradient[0, 0]) for way in ("by-hand", "autograd")
    )
    up, down = (float(run(replace(there, theta=(h,))).loss[0]) for h in (1e-4, -1e-4))
    assert (up - down) / 2e-4 == pytest.approx(true, rel=1e-6)
    return "the one by hand" if abs(by_hand - true) > 1 else "none"
