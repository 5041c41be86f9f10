"""Swings that no one factor fits are said to shrink where they do, and what lets them die."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.outcomes import on_square, outcome

SOONER = "the swings shrink. Try more steps; less momentum lets the swings die sooner."
NEAR_A_MINIMUM = {"loss": "himmelblau", "theta": (0.0, 0.0), "learning_rate": 0.01}


def heavy_ball(curvature: float, learning_rate: float, momentum: float, steps: int) -> float:
    """The largest factor of z² − (1 + β − h)·z + β, to so many steps."""
    h = learning_rate * curvature
    return float(np.abs(np.roots([1, -(1 + momentum - h), momentum])).max() ** steps)


@pytest.mark.parametrize("steps", [150, 200, 400])
def test_in_a_ravine_momentum_and_no_learning_rate_keeps_the_swings_alive(steps: int) -> None:
    ravine = {"loss": "quadratic", "theta": (-4.0, 2.0), "learning_rate": 1.0}
    end = outcome(**ravine, steps=steps, settings={"momentum": 0.99, "condition": 100.0})
    assert (end.kind, end.rate) == ("oscillating", None)  # two swings, of curvature 0.01 and 1
    assert end.message.endswith(SOONER)
    assert "learning rate" not in end.message
    # √0.99 at any rate with complex roots, and less with less momentum.
    for rate in (1.0, 0.1):
        assert heavy_ball(1.0, rate, 0.99, 200) == pytest.approx(0.99**100)
    assert heavy_ball(1.0, 1.0, 0.9, 200) < heavy_ball(1.0, 1.0, 0.99, 200)


@pytest.mark.parametrize("steps", [50, 75, 100])
def test_swings_that_more_steps_settle_are_said_to_shrink(steps: int) -> None:
    settings = {"momentum": 0.9}
    end = outcome(**NEAR_A_MINIMUM, steps=steps, settings=settings)
    assert end.kind == "oscillating"
    assert end.message.endswith(SOONER)
    assert "jumps about" not in end.message
    settled = outcome(**NEAR_A_MINIMUM, steps=200, settings=settings)
    assert settled.kind == "settled"
    assert outcome(**NEAR_A_MINIMUM, steps=200, settings={"momentum": 0.7}).step < settled.step


def test_a_range_of_shrinking_swings_is_that_of_the_steps_named() -> None:
    end = on_square(1.8981, 100, settings={"momentum": 0.9}, dtype="float64")
    path, velocity = [1.0], 0.0
    for _ in range(100):
        velocity = 0.9 * velocity + 2 * path[-1]
        path.append(path[-1] - 1.8981 * velocity)
    assert f"θ swings between {min(path[76:]):.3f}".replace("-", "−") in end.message
    assert f"and {max(path[76:]):.3f} from step 76 to step 100" in end.message


def test_less_momentum_is_not_advised_where_it_would_explode() -> None:
    # At lr 1.8981 the limit 2·(1 + β) / 2 is passed with a momentum below 0.8981.
    end = on_square(1.8981, 100, settings={"momentum": 0.9})
    assert end.message.endswith("; the swings shrink. Try more steps.")
    assert on_square(1.8981, 100, settings={"momentum": 0.8}).kind == "diverged"


@pytest.mark.parametrize("start", [0.1, 0.2, 0.37, 0.45])
@pytest.mark.parametrize("learning_rate", [1.7, 1.8, 1.9, 1.99])
@pytest.mark.parametrize("steps", [36, 50, 100, 300])
def test_chaos_is_not_said_to_shrink(start: float, learning_rate: float, steps: int) -> None:
    # The cubic map x → (1 + lr)·x − lr·x³ beyond its doublings: it stays in its range. The weight
    # decay, too small to change it, keeps a limit of the learning rate from being named instead.
    fields = {"loss": "double-well", "theta": (start,), "settings": {"weight_decay": 1e-9}}
    end = outcome(**fields, learning_rate=learning_rate, steps=steps)
    assert "is above" not in end.message
    assert "shrink" not in end.message


def test_no_more_steps_are_advised_where_the_learning_rate_fades() -> None:
    ravine = {"loss": "quadratic", "theta": (-4.0, 2.0), "learning_rate": 1.0, "steps": 200}
    settings = {"momentum": 0.97, "condition": 100.0, "gamma": 0.99}
    end = outcome(**ravine, settings=settings, schedule="exponential")
    assert end.kind == "oscillating"
    assert "more steps" not in end.message


@pytest.mark.parametrize("steps", [20, 30])
def test_below_the_limit_swings_of_a_short_run_are_said_to_shrink(steps: int) -> None:
    # Two swings beat in the ravine: h is 0.05 and 0.5, and each dies by √0.9 a step.
    ravine = {"loss": "x^2 + 10*y^2", "theta": (3.0, 1.0), "learning_rate": 0.025}
    end = outcome(**ravine, steps=steps, settings={"momentum": 0.9})
    assert end.kind == "oscillating"
    assert "smaller learning rate" not in end.message
    assert "less momentum lets the swings die sooner." in end.message
    for curvature in (2.0, 20.0):
        assert heavy_ball(curvature, 0.025, 0.9, 1) == pytest.approx(0.9**0.5)
        assert heavy_ball(curvature, 0.025, 0.6, 1) < 0.9**0.5
        assert heavy_ball(curvature, 0.0125, 0.9, 1) == pytest.approx(0.9**0.5)


@pytest.mark.parametrize("steps", [47, 100])
def test_a_beat_of_momentum_is_no_jumping_about(steps: int) -> None:
    # At ±1 the second derivative 3θ² − 1 is 2: h = 1.8258 is below the limit 2·(1 + 0.95).
    well = {"loss": "double-well", "theta": (1.04,), "learning_rate": 0.9129}
    end = outcome(**well, steps=steps, settings={"momentum": 0.95})
    assert end.kind == "oscillating"
    assert "shrink" in end.message
    assert "smaller" not in end.message
    assert outcome(**well, steps=300, settings={"momentum": 0.95}).kind == "settled"


def test_of_one_turn_back_no_smaller_rate_is_advised() -> None:
    # Adam overshoots: it settles if it goes on, and a smaller rate comes less far.
    line = {"loss": "thermometer", "theta": (5.95, -3.37), "optimizer": "adam"}
    end = outcome(**line, learning_rate=0.26, steps=50)
    assert end.message.endswith("Try more steps.")
    assert outcome(**line, learning_rate=0.26, steps=3000).kind == "settled"
    assert outcome(**line, learning_rate=0.13, steps=50).kind == "slow"


@pytest.mark.parametrize("steps", [20, 44])
def test_what_blew_up_before_its_rate_faded_is_told_to_use_a_smaller_one(steps: int) -> None:
    # 0.34 is above the limit 2·1.9 / 20 = 0.19 for most of the way.
    end = outcome(
        loss="x^2 + 10*y^2", theta=(-1.35, -1.09), learning_rate=0.34, steps=steps,
        settings={"momentum": 0.9}, schedule="cosine",
    )  # fmt: skip
    assert end.message.endswith("smaller learning rate."), end.message


@pytest.mark.parametrize("start", [0.3, 1.0, 2.0])
@pytest.mark.parametrize("steps", [8, 12, 20, 36, 44, 50, 80])
def test_leaps_from_valley_to_valley_are_neither_slow_nor_an_explosion(
    start: float, steps: int
) -> None:
    # On sin θ a step of 7 is above the limit 2 of each valley, and the loss goes up and down.
    end = outcome(loss="sine", theta=(start,), learning_rate=7.0, steps=steps)
    assert end.kind == "oscillating"
    assert "more steps" not in end.message
