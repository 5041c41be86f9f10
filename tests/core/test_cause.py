"""Why a run exploded: said where theory says it, and only there."""

from __future__ import annotations

import re

import numpy as np
import pytest

from playground.core import words
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.valley import nearest_minimum, valley
from tests.core.outcomes import outcome


def test_the_issues_sentence_word_for_word() -> None:
    end = outcome(loss="square", theta=(1.0,), learning_rate=1.1, steps=20)
    assert end.message.startswith(
        "Explodes: the learning rate 1.1 is above 1.0, the largest that is stable where the "
        "curvature is 2. Each step multiplies the error by −1.2. "
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        # 2 / 2 = 1
        ({"learning_rate": 10.0, "steps": 100}, "10 is above 1, the largest that is stable where "
         "the curvature is 2. Each step multiplied the error by −19, and at step 16 the loss"),
        ({"learning_rate": 1.0001, "steps": 4000}, "1.0001 is above 1.0000, the largest"),
        # 2 (1 + 0.9) / 2 = 1.9, and (2 + 1.8) / ((1 + 1.8) 2) = 0.67857
        ({"learning_rate": 2.0, "settings": {"momentum": 0.9}, "steps": 60},
         "2 is above 1.9, the largest that is stable with momentum 0.9 where the curvature is 2"),
        ({"learning_rate": 0.8, "settings": {"momentum": 0.9, "nesterov": True}, "steps": 60},
         "0.8 is above 0.6785, the largest that is stable with momentum 0.9 where the curvature"),
        # curvatures 2 and 6, of a formula whose minimum nobody stated
        ({"loss": "x^2 + 3*(y-1)^2", "theta": (1.0, 2.0), "learning_rate": 0.4},
         "0.4 is above 0.3333, the largest that is stable where the largest curvature is 6."),
        ({"loss": "thermometer", "settings": {"input_scale": 1.0}, "learning_rate": 1e-2},
         "0.01 is above 3.399×10⁻⁴, the largest that is stable where the largest curvature is "
         "5,883"),
        # four times the curvature 15
        ({"loss": "line", "gradient": "by-hand", "learning_rate": 0.04},
         "0.04 is above 0.03333, the largest that is stable where the curvature is 60."),
        # at (3, 2) the Hessian is [[74, 20], [20, 34]]: 54 + √(20² + 20²) = 82.28
        ({"loss": "himmelblau", "learning_rate": 0.1},
         "0.1 is above 0.0243, the largest that is stable at the minimum (x, y) = (3, 2), where "
         "the largest curvature is 82.28"),
    ],
)  # fmt: skip
def test_the_limit_named_is_that_of_the_closed_form(changes: dict[str, object], said: str) -> None:
    end = outcome(**changes)
    assert end.kind == "diverged"
    assert f"Explodes: the learning rate {said}" in end.message
    assert end.message.endswith(".")


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "rmsprop", "learning_rate": 1e30, "steps": 50},
        {"learning_rate": 1.5, "schedule": "exponential", "settings": {"gamma": 0.999}},
        {"learning_rate": 0.2, "edits": (Edit(5, 1.5),), "steps": 40},
        {"learning_rate": 1.1, "settings": {"weight_decay": 0.1}},
        {"loss": "line", "learning_rate": 0.3, "steps": 60, "batch_size": 2},
        # stable near its flat minimum, and yet too much from so far out
        {"loss": "quartic", "theta": (3.0,), "learning_rate": 0.2},
        {"loss": "saddle", "theta": (1.0, 1e-3), "steps": 2000},
        {"theta": (1e30,)},
        # the limit at ±1 is 1; from 9 even 0.1 leads away
        {"loss": "double-well", "theta": (9.0,), "learning_rate": 0.1},
        {"loss": "x^4/4 - x^2/2", "theta": (9.0,), "learning_rate": 3.0},
    ],
    ids=str,
)
def test_nothing_is_said_of_a_limit_that_is_not_the_cause(changes: dict[str, object]) -> None:
    end = outcome(**changes)
    assert "stable" not in end.message


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        # the second derivative 3θ² − 1 of the double well is 2 at ±1
        ({"loss": "double-well", "theta": (0.1,), "learning_rate": 1.1, "steps": 100}, "cycling",
         "1.1 is above 1.0, the largest that is stable at the minimum θ = 1, where the curvature "
         "is 2. A smaller learning rate would settle."),
        ({"loss": "double-well", "theta": (-0.1,), "learning_rate": 1.05}, "oscillating",
         "1.05 is above 1.00, the largest that is stable at the minimum θ = −1, where"),
        # of a formula whose minima nobody stated
        ({"loss": "x^4/4 - x^2/2", "theta": (0.1,), "learning_rate": 1.1, "steps": 100}, "cycling",
         "1.1 is above 1.0, the largest that is stable at the minimum x = 1, where"),
        # cos θ is −1 at its minimum π, which is one of many
        ({"loss": "cos(x)", "theta": (3.0,), "learning_rate": 2.5, "steps": 100}, "cycling",
         "2.5 is above 2.0, the largest that is stable at the minimum x = 3.14, where the "),
        ({"loss": "himmelblau", "learning_rate": 0.03, "steps": 100}, "oscillating",
         "0.03 is above 0.0243, the largest that is stable at the minimum (x, y) = (3, 2), where "
         "the largest curvature is 82.28. Try a smaller learning rate."),
    ],
)  # fmt: skip
def test_a_run_that_leaves_a_minimum_is_told_its_limit_and_curvature(
    changes: dict[str, object], kind: str, said: str
) -> None:
    end = outcome(**changes)
    assert end.kind == kind
    assert f". The learning rate {said}" in end.message
    assert "shrink" not in end.message


@pytest.mark.parametrize(
    "changes",
    [
        {"learning_rate": 1.0},  # at the limit, not above it
        {"learning_rate": 0.95},
        {"loss": "abs(x)", "theta": (0.95,), "learning_rate": 0.3, "steps": 50},  # a kink
        {"loss": "double-well", "theta": (0.1,), "learning_rate": 1.1, "edits": (Edit(9, 1.2),)},
        {"loss": "double-well", "theta": (0.9,), "learning_rate": 1.05,
         "settings": {"momentum": 0.95}},  # stable below 1.95
    ],
    ids=str,
)  # fmt: skip
def test_a_swing_that_no_limit_explains_is_told_of_none(changes: dict[str, object]) -> None:
    end = outcome(**changes)
    assert end.kind in ("cycling", "oscillating")
    assert "stable" not in end.message


def test_below_the_limit_the_factor_of_a_step_is_below_one() -> None:
    # What the sentence calls the largest stable rate is where a descent stops settling.
    end = outcome(loss="x^2 + 3*(y-1)^2", theta=(1.0, 2.0), learning_rate=0.4)
    found = re.search(r"above ([0-9.]+),", end.message)
    assert found
    limit = float(found[1])
    below = run(Experiment(loss="x^2 + 3*(y-1)^2", theta=(1.0, 2.0), learning_rate=0.99 * limit,
                           steps=600))  # fmt: skip
    assert np.abs(below.theta[-1] - [0.0, 1.0]).max() < 1e-3


def test_a_valley_is_found_by_newton_where_the_loss_is_a_parabola_only() -> None:
    found = valley(Experiment(loss="(x-3)^2 + 5*(y+x)^2", theta=(0.0, 0.0)))
    assert found is not None
    assert found.theta == pytest.approx((3.0, -3.0))
    assert valley(Experiment(loss="(x-3)^4 + x^2", theta=(0.0,))) is None
    assert valley(Experiment(loss="-x^2", theta=(1.0,))) is None
    assert valley(Experiment(loss="quartic")) is None
    assert nearest_minimum(Experiment(loss="quartic")) == (0.0,)
    assert nearest_minimum(Experiment(loss="himmelblau", theta=(-2.0, 2.0))) == pytest.approx(
        (-2.805118, 3.131313)
    )


def test_the_same_loss_in_another_place_has_its_nearest_valley() -> None:
    left, right = (valley(Experiment(loss="double-well", theta=(t,))) for t in (-0.4, 0.4))
    assert left is not None
    assert right is not None
    assert (left.theta, right.theta) == ((-1.0,), (1.0,))


@pytest.mark.parametrize(
    ("value", "largest", "texts"),
    [
        (1.1, 1.0, ("1.1", "1.0")),
        (10.0, 1.0, ("10", "1")),
        (1.0001, 1.0, ("1.0001", "1.0000")),
        (0.05, 0.0243055, ("0.05", "0.0243")),
        (3.5e-4, 3.39938e-4, ("3.5×10⁻⁴", "3.399×10⁻⁴")),
        (3.4e-4, 3.39938e-4, ("3.4×10⁻⁴", "3.399×10⁻⁴")),
        (0.03297825, 0.0329782, ("0.03298", "0.03297")),
        (0.0329783, 0.0329782, ("0.03298", "0.03297")),
        (0.032971, 0.0329782, ("0.032971", "0.032978")),
    ],
)
def test_a_number_and_its_limit_are_written_so_that_they_can_be_told_apart(
    value: float, largest: float, texts: tuple[str, str]
) -> None:
    assert words.apart(value, largest) == texts
