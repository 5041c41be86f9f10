"""Random quadratics end as theory says, and every sentence keeps its promises."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.experiment import Edit
from playground.core.outcome import KINDS
from tests.core.outcomes import outcome

# Away from the boundaries: a factor within 1e-3 of ±1 needs more steps than these to show.
FACTORS = st.one_of(st.floats(-3.0, -1.002), st.floats(-0.998, -0.05), st.floats(0.05, 0.998))


def expected_kind(factor: float, steps: int) -> set[str]:
    """What must come out, by the closed form error = factor^steps; two where it is close."""
    error = abs(factor) ** steps
    if abs(factor) > 1:
        return {"diverged"}
    moving = "oscillating" if factor < 0 else "slow"
    if error < 2e-4:
        return {"settled"}
    return {moving} if error > 2e-3 else {"settled", moving}


@settings(max_examples=120, deadline=None)
@given(factor=FACTORS, start=st.floats(0.01, 100), steps=st.integers(8, 300))
def test_the_factor_decides_how_square_ends(factor: float, start: float, steps: int) -> None:
    end = outcome(theta=(start,), learning_rate=(1 - factor) / 2, steps=steps, dtype="float64")
    assert end.kind in expected_kind(factor, steps)
    assert end.rate == pytest.approx(factor, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    curvature=st.floats(0.05, 50),
    minimum=st.floats(-5, 5),
    factor=FACTORS,
    sign=st.sampled_from([-1.0, 1.0]),
)
def test_the_product_of_rate_and_curvature_decides_in_float32(
    curvature: float, minimum: float, factor: float, sign: float
) -> None:
    end = outcome(
        loss=f"{curvature / 2:.6f} * (x - {minimum:.6f})^2".replace("- -", "+ "),
        theta=(minimum + sign,),
        learning_rate=(1 - factor) / float(f"{curvature:.6f}"),
        steps=200,
    )
    # Round-off near the minimum is 1e-7 of θ, so it hides no error of a thousandth.
    assert end.kind in expected_kind(factor, 200)
    if end.rate is not None:
        assert end.rate == pytest.approx(factor, abs=2e-3)


@settings(max_examples=60, deadline=None)
@given(
    fast=st.floats(1.0, 10.0),
    slow=st.floats(0.02, 0.5),
    share=st.floats(0.1, 0.9),
    steps=st.integers(20, 2000),
)
def test_the_slowest_direction_decides_when_a_run_settles(
    fast: float, slow: float, share: float, steps: int
) -> None:
    learning_rate = 2 * share / fast  # the fast factor is between −0.8 and 0.8
    end = outcome(
        loss=f"{fast / 2:.6f}*x^2 + {slow / 2:.6f}*y^2",
        theta=(1.0, 1.0),
        learning_rate=learning_rate,
        steps=steps,
        dtype="float64",
    )
    left = abs(1 - learning_rate * slow) ** steps + abs(1 - learning_rate * fast) ** steps
    if left < 2e-4:
        assert end.kind == "settled"
    elif left > 6e-3:
        assert end.kind in {"slow", "oscillating"}


CASES: list[dict[str, object]] = [
    {"steps": 20, "learning_rate": 0.2},
    {"steps": 20, "learning_rate": 0.9},
    {"steps": 20, "learning_rate": 1.0},
    {"steps": 20, "learning_rate": 1.1},
    {"steps": 20, "learning_rate": 1e-3},
    {"steps": 1},
    {"theta": (0.0,)},
    {"theta": (1e30,)},
    {"theta": (1.0,) * 5},
    {"optimizer": "adam", "learning_rate": 0.1, "steps": 200},
    {"optimizer": "rprop", "learning_rate": 0.1, "steps": 20},
    {"settings": {"momentum": 0.9}, "learning_rate": 0.1, "steps": 60},
    {"settings": {"momentum": 0.9}, "learning_rate": 1.95, "steps": 100},
    {"settings": {"momentum": 2.0}, "learning_rate": 0.2, "steps": 60},
    {"optimizer": "adam", "schedule": "cosine", "edits": (Edit(7, 0.1),)},
    {"loss": "double-well", "theta": (0.0,)},
    {"loss": "double-well", "theta": (0.3,), "learning_rate": 1.9, "steps": 500},
    {"loss": "double-well", "theta": (0.3,), "learning_rate": 1.1, "steps": 500},
    {"loss": "double-well", "theta": (3.0,), "learning_rate": 0.5, "steps": 500},
    {"loss": "absolute", "learning_rate": 0.3, "steps": 100},
    {"loss": "absolute", "learning_rate": 0.3, "steps": 100, "optimizer": "rprop"},
    {"loss": "saddle", "theta": (1.0, 0.0), "learning_rate": 0.1, "steps": 100},
    {"loss": "saddle", "theta": (1.0, 0.1), "learning_rate": 0.1, "steps": 80},
    {"loss": "plateau", "theta": (50.0,)},
    {"loss": "plateau", "theta": (50.0,), "optimizer": "adam"},
    {"loss": "rosenbrock", "steps": 500},
    {"loss": "thermometer", "batch_size": 4, "steps": 500},
    {"loss": "log(x)", "theta": (-1.0,)},
    {"loss": "sqrt(x)", "theta": (1.0,), "learning_rate": 0.9, "steps": 50},
    {"loss": "sqrt(x)", "theta": (1.0,), "optimizer": "adam", "learning_rate": 0.3, "steps": 50},
    {"loss": "moons", "steps": 30},
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_sentence_is_one_plain_line_that_ends_with_a_full_stop(case: dict[str, object]) -> None:
    end = outcome(**case)
    assert end.kind in KINDS
    assert "\n" not in end.message
    assert end.message.endswith(".")
    assert end.message[:1].isupper()
    # It stands in one line of the window; why a run exploded may take two smaller ones.
    because = "stable" in end.message or "momentum" in end.message
    assert len(end.message) <= (260 if because else 160)
    assert not re.search(r"\b(nan|inf|none)\b|\de[-+]?\d|!|_|\.\.|--", end.message.lower())
    if end.kind in {"diverged", "undefined", "stuck", "cycling"}:
        assert f"step {end.step:,}" in end.message
    elif end.kind in {"slow", "oscillating"}:
        assert f"step {end.step:,}" in end.message or end.reason == "too few steps"


def test_every_kind_is_reached_by_two_losses_or_optimizers() -> None:
    reached: dict[str, set[tuple[object, object]]] = {kind: set() for kind in KINDS}
    for case in CASES:
        key = (case.get("loss", "square"), case.get("optimizer", "sgd"))
        reached[outcome(**case).kind].add(key)
    assert {kind for kind, keys in reached.items() if len(keys) < 2} == set()


def test_the_log_of_a_negative_start_is_undefined_at_step_0() -> None:
    end = outcome(loss="log(x)", theta=(-1.0,))
    assert (end.kind, end.step, end.quantity) == ("undefined", 0, "loss")
    assert "log" in end.reason
    assert "negative" in end.reason
    assert "x = −1" in end.message
    assert end.message.endswith("Start elsewhere.")


def test_a_step_out_of_the_domain_is_undefined_at_that_step() -> None:
    # √x has slope 1/2 at 1, so a rate of 3 leads to −0.5.
    end = outcome(loss="sqrt(x)", theta=(1.0,), learning_rate=3.0)
    assert (end.kind, end.step, end.quantity) == ("undefined", 1, "loss")
    assert "negative" in end.reason
    assert "at step 1, where x = −0.5" in end.message


def test_a_value_without_a_slope_is_undefined_in_its_gradient() -> None:
    end = outcome(loss="sqrt(x)", theta=(0.0,))
    assert (end.kind, end.step, end.quantity) == ("undefined", 0, "gradient")
    assert end.reason


def test_a_gradient_too_large_for_the_format_diverges_though_the_loss_is_finite() -> None:
    # 1/x is 1e20 at 1e-20, its slope −1e40: beyond float32.
    end = outcome(loss="1/x", theta=(1e-20,))
    assert (end.kind, end.quantity, end.how) == ("diverged", "gradient", "overflow")
    assert "gradient" in end.message


def test_theta_can_overflow_where_the_loss_saturates() -> None:
    # tanh is flat far out, but the first update, 1e39, is beyond float32.
    end = outcome(loss="tanh(x)", theta=(0.0,), learning_rate=1e39)
    assert (end.kind, end.quantity, end.how, end.step) == ("diverged", "theta", "overflow", 1)


def test_rmsprop_in_float16_divides_zero_by_zero() -> None:
    # eps = 1e-8 is 0 in float16, and so is the square of a gradient of 0.
    end = outcome(theta=(0.0,), optimizer="rmsprop", dtype="float16", learning_rate=0.1)
    assert (end.kind, end.quantity, end.step) == ("undefined", "theta", 1)
    assert "divided zero by zero" in end.message
    assert "more digits" in end.message


def test_a_slope_in_a_steep_view_is_no_plateau() -> None:
    # Beale's function rises to 1e5 in view, and is at 0.01 a short way from its minimum.
    end = outcome(loss="beale", theta=(2.76, 0.435), learning_rate=1e-6, dtype="float16")
    assert (end.kind, end.reason) == ("slow", "rounding")


def test_far_out_on_a_bowl_is_no_plateau() -> None:
    # Adam's mean square of gradients is beyond float32 and stops every update: 2e20 squared.
    end = outcome(theta=(-1e19,), optimizer="adam", learning_rate=0.1)
    assert (end.kind, end.reason) == ("slow", "rounding")


def test_a_start_beyond_the_format_explodes_at_step_0() -> None:
    end = outcome(theta=(1e30,))
    assert (end.kind, end.step, end.how) == ("diverged", 0, "overflow")
    assert "step 0" in end.message


def test_flat_bottoms_count_as_minima_and_inflections_do_not() -> None:
    # relu(x) at −1 lies on a flat bottom; x³ at 0 has a zero gradient but falls to the left.
    assert outcome(loss="relu(x)", theta=(-0.5,), learning_rate=0.1).kind == "settled"
    assert outcome(loss="x^3", theta=(0.0,), learning_rate=0.1).kind == "stuck"
    assert outcome(loss="x^4 + 3", theta=(0.0,), learning_rate=0.1).kind == "settled"
    assert outcome(loss="-x^4", theta=(0.0,), learning_rate=0.1).reason == "maximum"
    assert outcome(loss="(x + y - 1)^2", theta=(2.0, 0.0), learning_rate=0.1, steps=80).kind == (
        "settled"
    )


def test_a_long_run_of_many_parameters_settles_at_the_right_step() -> None:
    end = outcome(theta=(1.0,) * 33, learning_rate=0.01, steps=20_000)
    assert end.kind == "settled"
    assert end.step == math.ceil(math.log(1e-3) / math.log(0.98))
