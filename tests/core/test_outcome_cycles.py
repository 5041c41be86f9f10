"""Runs that swing, cycle or jump about, against closed forms and the cubic map."""

from __future__ import annotations

import math

import pytest

from playground.core import words
from tests.core.outcomes import on_square, outcome


def test_a_rate_of_one_cycles_on_square_between_plus_and_minus_one() -> None:
    end = on_square(1.0, 20)
    assert (end.kind, end.period, end.step) == ("cycling", 2, 0)
    assert "every 2 steps between −1 and 1" in end.message


def test_a_jump_is_said_with_its_two_values_and_the_name_of_what_jumps() -> None:
    # (−0.8)¹⁹ = −0.01441 and (−0.8)²⁰ = 0.01153.
    for loss, name in (("square", "θ"), ("x^2", "x")):
        end = outcome(loss=loss, theta=(1.0,), learning_rate=0.9, steps=20)
        assert end.message.startswith(
            f"Oscillates: {name} jumps from −0.0144 at step 19 to 0.0115 at step 20; "
            "each step multiplies the error by −0.8"
        )
    # y takes ten times the jump of x, and both (−0.9)^k.
    end = outcome(loss="x^2 + y^2", theta=(0.1, 1.0), learning_rate=0.95, steps=20)
    assert "y jumps from −0.135 at step 19 to 0.122 at step 20" in end.message


def test_a_swing_is_said_with_the_steps_of_its_range() -> None:
    end = on_square(0.1, 60, settings={"momentum": 0.9}, dtype="float64")
    theta, velocity, path = 1.0, 0.0, [1.0]
    for _ in range(60):
        velocity = 0.9 * velocity + 2 * theta
        theta -= 0.1 * velocity
        path.append(theta)
    low, high = words.number(min(path[46:])), words.number(max(path[46:]))
    # A turn of 2π / acos(0.85 / √0.9) = 13.7 steps.
    assert f"θ swings between {low} and {high} from step 46 to step 60" in end.message


def test_momentum_spirals_shrink_by_the_root_of_the_momentum() -> None:
    # z² − (1 + β − 2·lr)·z + β = 0 has complex roots of magnitude √β.
    for steps, kind in ((60, "oscillating"), (400, "settled")):
        end = on_square(0.1, steps, settings={"momentum": 0.9})
        assert end.kind == kind
        assert end.rate == pytest.approx(math.sqrt(0.9), abs=1e-4)
    turn = 2 * math.pi / math.acos((1 + 0.9 - 0.2) / (2 * math.sqrt(0.9)))
    assert f"one swing in {round(turn)} steps" in end.message


@pytest.mark.parametrize("learning_rate", [1.8, 1.85, 1.88])
@pytest.mark.parametrize("steps", [60, 100])
def test_jumps_that_beat_are_told_as_a_swing(learning_rate: float, steps: int) -> None:
    # z² − (1 + β − 2·lr)·z + β = 0 has complex roots up to lr = (1 + √β)² / 2 = 1.8987. Their
    # angle is π less 0.17 to 0.46: the jumps from side to side grow and shrink in turn.
    end = on_square(learning_rate, steps, settings={"momentum": 0.9})
    assert (end.kind, end.rate) == ("oscillating", pytest.approx(math.sqrt(0.9), abs=1e-4))
    assert "; each step multiplies the swing by 0.949; the swings shrink" in end.message
    assert "jumps" not in end.message


def test_what_jumps_from_side_to_side_without_a_beat_is_still_said_to_jump() -> None:
    # Real roots −0.9 and −0.1: z² + z + 0.09 = 0 is 1 + β − 2·lr = −1 at β = 0.09.
    end = on_square(1.045, 40, settings={"momentum": 0.09})
    assert (end.kind, end.rate) == ("oscillating", pytest.approx(-0.9, abs=1e-4))
    assert "each step multiplies the error by −0.9" in end.message


def test_a_cycle_is_named_from_where_its_two_values_are_those_shown() -> None:
    # At lr = 2·(1 + β) / 2 the roots are −1 and −β: θₖ = (−1)ᵏ·19 − 18·(−0.9)ᵏ, which starts
    # at 1 and −2.8. It is within a thousandth of 38, the swing, once 18·0.9ᵏ < 0.038.
    end = on_square(1.9, 200, settings={"momentum": 0.9}, dtype="float64")
    first = math.ceil(math.log(0.038 / 18) / math.log(0.9))
    assert (end.kind, end.period, end.step) == ("cycling", 2, first)
    assert f"from step {first} on θ comes back to the same 2 values" in end.message
    assert "between −19 and 19" in end.message
    assert words.number(19 - 18 * 0.9**first) == "19"


def test_momentum_diverges_above_twice_one_plus_beta_over_the_curvature() -> None:
    limit = 2 * (1 + 0.9) / 2
    assert on_square(0.97 * limit, 400, settings={"momentum": 0.9}).kind != "diverged"
    assert on_square(1.03 * limit, 100, settings={"momentum": 0.9}).kind == "diverged"


@pytest.mark.parametrize("learning_rate", [0.3, 0.3001])
def test_a_constant_rate_cycles_around_the_kink_of_the_absolute_value(
    learning_rate: float,
) -> None:
    end = outcome(loss="absolute", theta=(1.0,), learning_rate=learning_rate, steps=200)
    assert (end.kind, end.period) == ("cycling", 2)
    assert end.step == 3  # 1, 0.7, 0.4, 0.1, −0.2, 0.1, …
    assert "step 3" in end.message


@pytest.mark.parametrize("learning_rate", [0.3, 0.03, 0.4])
@pytest.mark.parametrize("loss", ["absolute", "abs(x) + x^2", "2*abs(x - 0.05) + abs(y)"])
def test_around_a_kink_a_smaller_rate_cycles_in_a_smaller_range(
    loss: str, learning_rate: float
) -> None:
    # The slope of |θ| is 1 however near: the cycle spans lr, so no lr brings it to rest.
    start = (1.0, 1.0) if "y" in loss else (1.0,)
    end = outcome(loss=loss, theta=start, learning_rate=learning_rate, steps=200, dtype="float64")
    assert end.kind == "cycling"
    assert end.message.endswith("A smaller learning rate cycles in a smaller range.")


def test_where_the_slope_vanishes_a_smaller_rate_is_said_to_settle() -> None:
    assert on_square(1.0, 20).message.endswith("A smaller learning rate would settle.")
    end = outcome(loss="double-well", theta=(0.3,), learning_rate=1.26, steps=3000)
    assert end.period == 4
    assert end.message.endswith("A smaller learning rate would settle.")


# The cubic map x → (1 + lr)·x − lr·x³: its fixed point ±1 is stable below lr = 1, its cycle of
# two below √5 − 1 = 1.236 (a textbook result on the cubic map r·x − x³ with r = 1 + lr).
@pytest.mark.parametrize(
    ("learning_rate", "kind", "steps_in_a_cycle"),
    [
        (0.3, "settled", None),
        (0.9, "settled", None),
        (1.1, "cycling", 2),
        (1.2, "cycling", 2),
        (1.26, "cycling", 4),
        (1.9, "oscillating", None),
    ],
)
def test_the_double_well_goes_from_rest_by_cycles_to_chaos(
    learning_rate: float, kind: str, steps_in_a_cycle: int | None
) -> None:
    end = outcome(loss="double-well", theta=(0.3,), learning_rate=learning_rate, steps=3000)
    assert (end.kind, end.period) == (kind, steps_in_a_cycle)


def test_slowly_shrinking_swings_are_no_cycle() -> None:
    # At lr = 1 the factor at the fixed point is exactly −1 and the swings die as 1/√k.
    assert outcome(loss="double-well", theta=(0.3,), learning_rate=1.0, steps=1000).kind == (
        "oscillating"
    )
    assert on_square(0.9999, 100).kind == "oscillating"


def test_adam_at_a_constant_rate_circles_before_it_settles() -> None:
    assert on_square(0.1, 60, optimizer="adam").kind == "oscillating"


@pytest.mark.parametrize("learning_rate", [1.02, 1.2])
@pytest.mark.parametrize("steps", [20, 40, 60])
def test_near_a_cycle_swings_are_not_said_to_grow(learning_rate: float, steps: int) -> None:
    # The cycle of two draws in all between lr 1 and √5 − 1 = 1.236, where it doubles: whatever
    # grew on the way to it, in the end each swing is as wide as the one before.
    end = outcome(loss="double-well", learning_rate=learning_rate, steps=steps)
    assert end.kind in ("oscillating", "cycling")
    assert "grow" not in end.message
    assert end.rate is None or abs(end.rate) < 1


def test_swings_that_grow_are_said_to_grow() -> None:
    # The first step leads to 1.00007, beside the minimum at 1, whose curvature is 2: from there
    # each multiplies the error by 1 − 2·1.05 = −1.1.
    fields = {"theta": (0.5966,), "learning_rate": 1.05, "dtype": "float64"}
    end = outcome(loss="double-well", steps=30, **fields)
    assert end.kind == "oscillating"
    assert end.rate == pytest.approx(-1.1, abs=0.002)
    assert "the swings grow" in end.message
