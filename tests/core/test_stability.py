"""The limits by descending just below and just above them, and against the closed forms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.typing import NDArray

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.optimizers import OPTIMIZERS
from playground.core.rules import rule_of
from playground.core.settings import Value, settle
from playground.core.stability import (
    Stability,
    heavy_ball_optimum,
    nesterov_optimum,
    stability,
)

RULES: list[tuple[str, dict[str, Value]]] = [
    ("sgd", {}),
    ("sgd", {"weight_decay": 0.3}),
    ("sgd", {"momentum": 0.5}),
    ("sgd", {"momentum": 0.9}),
    ("sgd", {"momentum": 0.9, "dampening": 0.5}),
    ("sgd", {"momentum": 0.8, "dampening": -0.5, "weight_decay": 0.1}),
    ("sgd", {"momentum": 0.9, "nesterov": True}),
    ("sgd", {"momentum": 0.3, "nesterov": True, "weight_decay": 0.2}),
    ("asgd", {"lambd": 0.1, "alpha": 0.0}),
]


def limits(optimizer: str, own: dict[str, Value], curvatures: list[float]) -> Stability:
    return stability(optimizer, settle(OPTIMIZERS[optimizer].settings, own), curvatures)


def left(optimizer: str, own: dict[str, Value], rate: float, condition: float) -> float:
    """How far from 0 a descent on curvatures 1/condition and 1 gets in 900 steps."""
    end = run(
        Experiment(
            loss="quadratic",
            theta=(1.0, 1.0),
            learning_rate=rate,
            steps=900,
            optimizer=optimizer,
            settings={**own, "condition": condition},
            dtype="float64",
        )
    ).theta[-1]
    return math.hypot(*end) if np.isfinite(end).all() else math.inf


@pytest.mark.parametrize(("optimizer", "own"), RULES, ids=str)
@pytest.mark.parametrize("condition", [1.0, 10.0, 100.0])
def test_descent_settles_just_below_the_limit_and_explodes_just_above(
    optimizer: str, own: dict[str, Value], condition: float
) -> None:
    limit = limits(optimizer, own, [1 / condition, 1.0]).largest
    assert limit is not None
    assert left(optimizer, own, 0.99 * limit, condition) < 1e-5
    assert left(optimizer, own, 1.01 * limit, condition) > 1e3


def update_by_torch(
    optimizer: str, own: dict[str, Value], rate: float, curvatures: Sequence[float]
) -> NDArray[np.float64]:
    """What an update of torch.optim does to (error, velocity) along each curvature, (n, 2, 2).

    It is linear on a parabola, so its matrix is what it makes of unit vectors.
    """
    curved = torch.tensor(curvatures, dtype=torch.float64)
    columns = []
    for theta, velocity in ((1.0, 0.0), (0.0, 1.0)):
        point = torch.nn.Parameter(torch.full_like(curved, theta))
        made = {"sgd": torch.optim.SGD, "asgd": torch.optim.ASGD}[optimizer]([point], rate, **own)
        point.grad = curved * point.detach()
        if own.get("momentum"):
            made.state[point]["momentum_buffer"] = torch.full_like(curved, velocity)
        made.step()
        kept = made.state[point].get("momentum_buffer")
        columns.append([point.detach(), torch.zeros_like(curved) if kept is None else kept])
    return np.array([[part.numpy() for part in column] for column in columns]).transpose(2, 1, 0)


def spectral_radius(matrices: NDArray[np.float64], momentum: bool) -> NDArray[np.float64]:
    each = matrices if momentum else matrices[:, :1, :1]
    return np.asarray(np.abs(np.linalg.eigvals(each)).max(-1))


@pytest.mark.parametrize(("optimizer", "own"), RULES, ids=str)
@pytest.mark.parametrize("rate", [0.05, 0.5, 1.2])
def test_the_multiplier_is_the_spectral_radius_of_the_update_that_torch_makes(
    optimizer: str, own: dict[str, Value], rate: float
) -> None:
    matrix = update_by_torch(optimizer, own, rate, [0.7])
    found = limits(optimizer, own, [0.7])
    assert abs(found.rate_at(rate) or 0) == pytest.approx(
        spectral_radius(matrix, bool(own.get("momentum")))[0], rel=1e-7, abs=1e-7
    )


@pytest.mark.parametrize(("optimizer", "own"), RULES, ids=str)
@pytest.mark.parametrize("condition", [1.0, 10.0, 1e3, 1e6])
def test_every_direction_shrinks_just_below_the_limit_and_one_grows_just_above(
    optimizer: str, own: dict[str, Value], condition: float
) -> None:
    curvatures = np.geomspace(4 / condition, 4.0, 9)
    limit = limits(optimizer, own, [curvatures[0], curvatures[-1]]).largest
    assert limit is not None
    below, above = (
        spectral_radius(
            update_by_torch(optimizer, own, share * limit, curvatures.tolist()),
            bool(own.get("momentum")),
        )
        for share in (1 - 1e-6, 1 + 1e-6)
    )
    assert (below < 1).all()
    assert above[-1] > 1


def test_the_limits_are_the_published_ones() -> None:
    low, high = 0.5, 8.0
    plain = limits("sgd", {}, [low, high])
    assert plain.largest == pytest.approx(2 / high)
    assert plain.best == pytest.approx(2 / (low + high))
    kappa = high / low
    assert plain.best_rate == pytest.approx((kappa - 1) / (kappa + 1))
    heavy = limits("sgd", {"momentum": 0.9}, [low, high])
    assert heavy.largest == pytest.approx(2 * 1.9 / high)
    nesterov = limits("sgd", {"momentum": 0.9, "nesterov": True}, [low, high])
    assert nesterov.largest == pytest.approx((2 + 1.8) / ((1 + 1.8) * high))
    settings = settle(OPTIMIZERS["adam"].settings, {})
    adam = stability("adam", settings, [low, high], preconditioned=True)
    assert adam.largest == pytest.approx((2 + 1.8) / ((1 - 0.9) * high))  # 38 / high


def test_the_rate_at_is_one_minus_rate_times_curvature_with_its_sign() -> None:
    plain = limits("sgd", {}, [0.5, 8.0])
    assert plain.rate_at(0.01) == pytest.approx(1 - 0.01 * 0.5)
    assert plain.rate_at(0.3) == pytest.approx(1 - 0.3 * 8)
    found = plain.contractions(0.3, np.array([[0.5, 2.0], [8.0, 4.0]]))
    assert found == pytest.approx(np.abs(1 - 0.3 * np.array([[0.5, 2.0], [8.0, 4.0]])))


@examples(max_examples=100, deadline=None)
@given(
    low=st.floats(0.01, 1.0),
    condition=st.floats(1.0, 1e4),
    momentum=st.sampled_from([0.0, 0.3, 0.9]),
    nesterov=st.booleans(),
    share=st.floats(0.01, 0.999),
)
def test_no_stable_rate_settles_sooner_than_the_best(
    low: float, condition: float, momentum: float, nesterov: bool, share: float
) -> None:
    own: dict[str, Value] = {"momentum": momentum, "nesterov": nesterov and momentum > 0}
    found = limits("sgd", own, [low, low * condition])
    assert found.largest is not None
    assert found.best is not None
    assert found.best_rate is not None
    assert found.best < found.largest
    other = found.rate_at(share * found.largest)
    assert other is not None
    assert found.best_rate <= abs(other) + 1e-9
    assert found.best_rate < 1


@pytest.mark.parametrize("condition", [2.0, 30.0, 1000.0])
def test_the_best_momentum_does_what_the_papers_say(condition: float) -> None:
    root = math.sqrt(condition)
    rate, momentum, multiplier = heavy_ball_optimum(1.0, condition)
    assert multiplier == pytest.approx((root - 1) / (root + 1))
    found = limits("sgd", {"momentum": momentum}, [1.0, condition])
    assert abs(found.rate_at(rate) or 0) == pytest.approx(multiplier, rel=1e-6)
    rate, momentum, multiplier = nesterov_optimum(1.0, condition)
    assert multiplier == pytest.approx(1 - 2 / math.sqrt(3 * condition + 1))
    found = limits("sgd", {"momentum": momentum, "nesterov": True}, [1.0, condition])
    assert abs(found.rate_at(rate) or 0) == pytest.approx(multiplier, rel=1e-6)
    # The paper's rate for that momentum is the one that the bisection finds.
    assert found.best == pytest.approx(rate, rel=1e-6)


@pytest.mark.parametrize("nesterov", [False, True])
@pytest.mark.parametrize("curvature", [1e308, 1.7e308, 1e-300, 1e-307, 3e-308])
def test_the_best_of_all_on_one_curvature_is_the_newton_step_at_any_size(
    nesterov: bool, curvature: float
) -> None:
    optimum = nesterov_optimum if nesterov else heavy_ball_optimum
    assert optimum(curvature, curvature) == pytest.approx((1 / curvature, 0.0, 0.0), rel=1e-9)
    found = limits("sgd", {"momentum": 0.9, "nesterov": nesterov}, [curvature, curvature])
    # Cohen et al. (2021): 2(1 + β)/L, and (2 + 2β)/((1 + 2β)L) with Nesterov's look ahead.
    most = (3.8 / 2.8 if nesterov else 3.8) / curvature
    assert found.largest == pytest.approx(most, rel=1e-6)
    assert found.best is not None
    assert 0 < found.best < most


@pytest.mark.parametrize(
    ("settings", "curvature", "side"),
    [({"weight_decay": 1e308, "dampening": -1e308}, 2.0, "smaller"), ({}, 5e-324, "larger")],
)
def test_a_limit_that_no_number_can_tell_is_told_in_words(
    settings: dict[str, float], curvature: float, side: str
) -> None:
    found = limits("sgd", {"momentum": 0.9, **settings}, [curvature])
    assert found.largest is None
    assert found.best is None
    assert found.note == f"The largest stable learning rate is {side} than a number can be."


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_has_a_limit_or_a_reason(optimizer: str) -> None:
    settings = settle(OPTIMIZERS[optimizer].settings, {})
    rule = rule_of(optimizer, settings)
    found = stability(optimizer, settings, [1.0, 2.0], preconditioned=rule.preconditioned)
    assert (found.largest is None) == (rule.iteration is None)
    assert bool(found.source) == (rule.iteration is not None)
    assert bool(found.note) or rule.iteration is not None
    assert not found.note or found.note.endswith(".")


@pytest.mark.parametrize(
    ("curvatures", "words"),
    [
        ([-1.0, 2.0], "−1"),
        ([0.0, 2.0], "0 in one direction"),
        ([0.0], "0 in every direction"),
        ([math.nan, math.nan], "no number"),
    ],
)
def test_no_limit_without_curvature_in_every_direction(curvatures: list[float], words: str) -> None:
    found = limits("sgd", {}, curvatures)
    assert (found.largest, found.best, found.best_rate) == (None, None, None)
    assert words in found.note


def test_weight_decay_can_hold_a_descent_where_the_loss_cannot() -> None:
    # x² − y² with a decay of 3: curvatures 5 and 1, so the limit is 2/5.
    found = limits("sgd", {"weight_decay": 3.0}, [-2.0, 2.0])
    assert found.largest == pytest.approx(0.4)
    saddle = Experiment(
        loss="saddle", theta=(1.0, 1.0), settings={"weight_decay": 3.0}, steps=500, dtype="float64"
    )
    assert abs(run(replace(saddle, learning_rate=0.39)).theta[-1]).max() < 1e-6
    assert abs(run(replace(saddle, learning_rate=0.41)).theta[-1]).max() > 1e3


def test_a_momentum_of_one_never_settles() -> None:
    for velocity in ({"momentum": 1.0}, {"momentum": 1.5}, {"momentum": 0.5, "dampening": 1.0}):
        found = limits("sgd", dict(velocity), [1.0])
        assert found.largest is None
        assert found.note


@pytest.mark.parametrize(
    ("condition", "at_it"), [(1, False), (10, False), (40, False), (200, True)]
)
def test_the_best_rate_of_very_different_curvatures_is_at_the_limit(
    condition: float, at_it: bool
) -> None:
    # 2/(μ + L) over 2/L is κ/(κ + 1): 0.9756 for κ = 40, 0.995 for 200
    found = stability("sgd", settle(OPTIMIZERS["sgd"].settings, {}), [1.0, condition])
    assert found.best_is_at_the_limit == at_it
    assert not stability("sgd", settle(OPTIMIZERS["sgd"].settings, {}), [-1.0]).best_is_at_the_limit
