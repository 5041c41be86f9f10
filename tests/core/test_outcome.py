"""How runs end, against closed forms: quadratics, cycles, known points of known losses."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from playground.core import words
from playground.core.datasets import Table
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES
from playground.core.outcome import Outcome
from playground.core.trajectory import Trajectory


def ended(trajectory: Trajectory) -> Outcome:
    assert trajectory.outcome is not None
    return trajectory.outcome


def outcome(**changes: object) -> Outcome:
    return ended(run(Experiment(**changes)))  # type: ignore[arg-type]  # any of its fields


def on_square(learning_rate: float, steps: int, **changes: object) -> Outcome:
    return outcome(loss="square", theta=(1.0,), learning_rate=learning_rate, steps=steps, **changes)


def test_the_default_experiment_settles_by_0_6_a_step() -> None:
    end = on_square(0.2, 20)
    assert end.kind == "settled"
    assert end.rate == pytest.approx(0.6, rel=1e-4)
    # 0.6¹³ = 1.31e-3 and 0.6¹⁴ = 7.8e-4: the first within a thousandth of the way.
    assert end.step == 14
    assert end.message.startswith("Settles: each step multiplies the error by 0.6; θ = 3.66×10⁻⁵")
    assert "step 14" in end.message


@pytest.mark.parametrize(
    ("learning_rate", "steps", "kind"),
    [
        (0.9, 20, "oscillating"),  # 0.8²⁰ = 0.012
        (0.9, 200, "settled"),
        (0.5, 20, "settled"),
        (1.0, 20, "cycling"),
        (1.0, 4, "cycling"),
        (1.1, 20, "diverged"),
        (1.1, 2000, "diverged"),
        (1.001, 20, "diverged"),
        (0.999, 20, "oscillating"),
        (1e-4, 100, "slow"),
    ],
)
def test_square_ends_as_its_factor_of_one_minus_twice_the_rate_says(
    learning_rate: float, steps: int, kind: str
) -> None:
    end = on_square(learning_rate, steps)
    assert end.kind == kind
    if kind != "cycling":
        assert end.rate == pytest.approx(1 - 2 * learning_rate, abs=2e-5)


def test_a_rate_of_one_half_settles_on_square_in_one_step() -> None:
    for steps in (1, 2, 20):
        end = on_square(0.5, steps)
        assert (end.kind, end.step, end.rate) == ("settled", 1, 0.0)
        assert "in one step" in end.message


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


def test_a_settled_run_says_what_share_of_the_way_was_done_when() -> None:
    # 0.6¹⁴ = 7.8e-4: from step 14 on, less than 0.1 % of the way from 1 to 0 is left.
    assert on_square(0.2, 20).message.endswith("after 20 steps, 99.9 % of the way done by step 14.")
    # From 1 + 1e-5, a thousandth of the way is below what float32 resolves at 1.
    end = outcome(loss="(x-1)^2", theta=(1.00001,), learning_rate=0.2, steps=40)
    assert end.kind == "settled"
    assert f"moved only by rounding since step {end.step}" in end.message


def test_growth_is_called_diverged_before_anything_overflows() -> None:
    end = on_square(1.1, 20)
    assert (end.kind, end.how, end.quantity, end.step) == ("diverged", "growth", "loss", 1)
    # 2 / 2 = 1 is the limit, 1 − 1.1 · 2 = −1.2, and 1.2⁴⁰ = 1,470.
    assert end.message == (
        "Explodes: the learning rate 1.1 is above 1.0, the largest that is stable where the "
        "curvature is 2. Each step multiplies the error by −1.2. The loss grew from 1 to 1,470 in "
        "20 steps, above its start since step 1."
    )


@pytest.mark.parametrize(
    ("dtype", "largest"), [("float16", "65,500"), ("float32", "3.4×10³⁸"), ("float64", "1.8×10³⁰⁸")]
)
def test_overflow_is_reported_at_the_step_where_the_format_ends(dtype: str, largest: str) -> None:
    trajectory = run(Experiment(theta=(1.0,), learning_rate=1.1, steps=3000, dtype=dtype))
    end = ended(trajectory)
    assert (end.kind, end.how, end.quantity) == ("diverged", "overflow", "loss")
    # 1.44^k passes the largest number of the format at this k.
    limit = float(np.finfo(dtype).max)
    expected = math.ceil(math.log(limit) / math.log(1.44))
    assert abs(end.step - expected) <= (1 if dtype == "float16" else 0)
    assert end.step == trajectory.length - 1
    assert f"at step {end.step:,} the loss grew beyond" in end.message
    assert f"{dtype} can hold ({largest})." in end.message


def test_one_and_two_steps_are_too_few_to_tell() -> None:
    for steps in (1, 2):
        end = on_square(0.2, steps)
        assert (end.kind, end.step, end.reason) == ("slow", steps, "too few steps")
        assert "too few to tell" in end.message


def test_momentum_carries_theta_on_through_a_minimum_met_after_one_step() -> None:
    assert on_square(0.5, 1, settings={"momentum": 0.9}).kind == "slow"


@pytest.mark.parametrize("name", ["square", "quartic", "absolute"])
def test_a_start_at_the_minimum_is_settled_at_step_0(name: str) -> None:
    end = outcome(loss=name, theta=(0.0,), learning_rate=0.1)
    assert (end.kind, end.step) == ("settled", 0)
    assert "step 0" in end.message


def test_momentum_spirals_shrink_by_the_root_of_the_momentum() -> None:
    # z² − (1 + β − 2·lr)·z + β = 0 has complex roots of magnitude √β.
    for steps, kind in ((60, "oscillating"), (400, "settled")):
        end = on_square(0.1, steps, settings={"momentum": 0.9})
        assert end.kind == kind
        assert end.rate == pytest.approx(math.sqrt(0.9), abs=1e-4)
    turn = 2 * math.pi / math.acos((1 + 0.9 - 0.2) / (2 * math.sqrt(0.9)))
    assert f"one swing in {round(turn)} steps" in end.message


def test_momentum_diverges_above_twice_one_plus_beta_over_the_curvature() -> None:
    limit = 2 * (1 + 0.9) / 2
    assert on_square(0.97 * limit, 400, settings={"momentum": 0.9}).kind != "diverged"
    assert on_square(1.03 * limit, 100, settings={"momentum": 0.9}).kind == "diverged"


def test_two_time_scales_do_not_pass_for_settled() -> None:
    raw = {"input_scale": 1.0}
    # The fast error is gone after 300 steps, the slow one shrinks by 1.75e-6 a step.
    end = outcome(loss="thermometer", settings=raw, learning_rate=1e-5, steps=1000)
    assert end.kind == "slow"
    end = outcome(loss="thermometer", settings=raw, learning_rate=3.5e-4, steps=100)
    assert (end.kind, end.how) == ("diverged", "growth")
    assert end.rate == pytest.approx(1 - 3.5e-4 * 5883.42, abs=1e-3)
    end = outcome(loss="thermometer", settings=raw, learning_rate=3.39e-4, steps=100)
    assert end.kind == "oscillating"


def test_raw_thermometer_overflows_in_epoch_11_as_the_text_says() -> None:
    end = outcome(loss="thermometer", settings={"input_scale": 1.0}, learning_rate=1e-2, steps=5000)
    assert (end.kind, end.quantity, end.how, end.step) == ("diverged", "loss", "overflow", 10)


def test_normalised_thermometer_settles_by_its_smallest_curvature() -> None:
    end = outcome(loss="thermometer", learning_rate=1e-2, steps=5000)
    assert end.kind == "settled"
    assert end.rate == pytest.approx(1 - 1e-2 * 0.169876, abs=2e-6)
    early = outcome(loss="thermometer", learning_rate=1e-2, steps=100)
    assert early.kind == "slow"
    assert early.rate == pytest.approx(1 - 1e-2 * 0.169876, abs=2e-5)


def test_line_settles_by_0_85_and_by_hand_by_0_4() -> None:
    autograd = outcome(loss="line", theta=(0.0,), learning_rate=0.01, steps=100)
    by_hand = outcome(loss="line", theta=(0.0,), learning_rate=0.01, steps=20, gradient="by-hand")
    assert (autograd.kind, by_hand.kind) == ("settled", "settled")
    assert autograd.rate == pytest.approx(0.85, abs=1e-3)
    assert by_hand.rate == pytest.approx(0.4, abs=1e-3)


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


def test_where_no_minimum_is_known_nothing_is_said_to_settle() -> None:
    # sin(x)·y is lower the farther y is from 0: its stationary points are all saddles.
    end = outcome(loss="sin(x)*y", theta=(1.0, 1.0), learning_rate=1.0, steps=200)
    assert end.kind == "cycling"
    assert "would settle" not in end.message
    assert end.message.endswith(
        "No minimum is known here, so a smaller learning rate may not settle either."
    )


def test_a_minimum_that_nobody_stated_is_found_before_a_smaller_rate_is_said_to_settle() -> None:
    end = outcome(loss="x^4/4 - x^2/2", theta=(0.3,), learning_rate=1.2, steps=3000)
    assert end.kind == "cycling"
    assert end.message.endswith("A smaller learning rate would settle.")


@pytest.mark.parametrize("steps", [20, 50])
def test_on_a_straight_slope_no_step_is_said_to_come_nearer(steps: int) -> None:
    # The slope of x is 1 everywhere, so each step takes 0.1 off.
    end = outcome(loss="x", theta=(1.0,), learning_rate=0.1, steps=steps)
    assert end.kind == "slow"
    assert "error" not in end.message
    assert end.message.endswith("each step is as long as the one before. No minimum is known here.")


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


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"loss": "double-well", "theta": (0.0,)}, "maximum"),
        ({"loss": "sine", "theta": (math.pi / 2,)}, "maximum"),
        ({"loss": "saddle", "theta": (0.0, 0.0)}, "saddle"),
        ({"loss": "saddle", "theta": (1.0, 0.0), "learning_rate": 0.1, "steps": 100}, "saddle"),
        ({"loss": "plateau", "theta": (50.0,)}, "plateau"),
        ({"loss": "double-well", "theta": (0.0,), "optimizer": "adam"}, "maximum"),
    ],
)
def test_a_zero_gradient_away_from_a_minimum_is_stuck(
    changes: dict[str, object], reason: str
) -> None:
    end = outcome(**changes)
    assert (end.kind, end.reason) == ("stuck", reason)
    assert end.message.startswith("Stuck ")


def test_leaving_a_maximum_is_slow_and_running_off_for_good_diverges() -> None:
    assert outcome(loss="double-well", theta=(1e-6,), learning_rate=0.2, steps=20).kind == "slow"
    start = (1.0, 1e-3)
    assert outcome(loss="saddle", theta=start, learning_rate=0.1, steps=20).kind == "slow"
    end = outcome(loss="saddle", theta=start, learning_rate=0.1, steps=100)
    assert (end.kind, end.how, end.quantity) == ("diverged", "growth", "theta")
    end = outcome(loss="saddle", theta=start, learning_rate=0.1, steps=2000)
    assert (end.kind, end.how) == ("diverged", "overflow")


def test_a_power_law_that_never_settles_is_slow() -> None:
    end = outcome(loss="quartic", theta=(1.0,), learning_rate=0.1, steps=1000)
    assert end.kind == "slow"
    assert "to settle" not in end.message  # no factor holds, so no number of steps is promised


def test_steps_left_are_foretold_to_one_digit_where_one_factor_rules() -> None:
    # 0.9998^n falls to a thousandth at n = 34,535, of which 100 are done.
    end = on_square(1e-4, 100, dtype="float64")
    assert "about 30,000 more steps to settle" in end.message


@pytest.mark.parametrize(
    "changes", [{"schedule": "step"}, {"schedule": "cosine"}, {"edits": (Edit(100, 0.1),)}]
)
def test_no_steps_are_foretold_while_the_learning_rate_is_going_to_change(
    changes: dict[str, object],
) -> None:
    assert "more steps" in on_square(1e-3, 100).message
    end = on_square(1e-3, 100, **changes)
    assert end.kind == "slow"
    assert "to settle" not in end.message
    # Ten steps of 0.6 and ten of 1 − 2·0.02: both rates are lower still from step 20 on.
    if changes == {"schedule": "step"}:
        end = on_square(0.2, 20, schedule="step")
        assert end.message.endswith("since step 10 each step multiplies the error by 0.96.")


def test_steps_foretold_in_a_curved_valley_come_true_and_need_a_steady_factor() -> None:
    valley = {"loss": "(1-x)^2+5*(y-x^2)^2", "theta": (0.5, 0.5), "learning_rate": 0.03}
    # The factor rises to 1 − 0.03·λ, with λ the smaller curvature at (1, 1): 26 − √(16² + 20²),
    # the smaller eigenvalue of [[42, −20], [−20, 10]].
    early = outcome(**valley, steps=50)
    assert "to settle" not in early.message
    assert "lately each step" in early.message
    late = outcome(**valley, steps=400)
    found = re.search(r"about (\d)00 more steps to settle", late.message)
    assert found
    assert late.rate == pytest.approx(1 - 0.03 * (26 - math.sqrt(16**2 + 20**2)), abs=3e-4)
    digit = int(found[1])
    assert outcome(**valley, steps=400 + 100 * digit + 50).kind == "settled"
    assert outcome(**valley, steps=400 + 100 * digit - 50).kind == "slow"


def test_a_factor_is_said_of_the_steps_with_its_learning_rate() -> None:
    # 1 − 2·0.2 = 0.6 up to step 10, 1 − 2·0.1 = 0.8 from there.
    end = on_square(0.2, 20, edits=(Edit(10, 0.1),))
    assert end.message.startswith("Settles: since step 10 each step multiplies the error by 0.8;")
    # 0.2⁵ is below a thousandth: settled before the edit.
    end = on_square(0.4, 40, edits=(Edit(10, 0.1),))
    assert end.step == 5
    assert end.rate == pytest.approx(0.2, rel=1e-4)
    assert end.message.startswith("Settles: up to step 10 each step multiplies the error by 0.2;")
    end = on_square(0.1, 60, edits=(Edit(10, 0.4), Edit(30, 0.1)))
    assert "from step 10 to step 30 each step multiplies the error by 0.2" in end.message
    end = on_square(0.2, 40, edits=(Edit(20, 5.0),))
    assert "since step 20 each step multiplies the error by −9" in end.message
    end = on_square(0.2, 600, edits=(Edit(20, 5.0),))
    assert "since step 20 each step multiplied the error by −9" in end.message
    assert "stable" not in end.message  # no one limit holds for two rates
    assert on_square(0.9, 20).message.count("each step") == 1
    assert "lately" not in on_square(0.9, 20).message


def test_a_schedule_that_never_rests_is_said_of_its_last_steps() -> None:
    end = on_square(0.01, 60, schedule="exponential", settings={"gamma": 0.999})
    assert end.rate is not None
    # 1 − 2·lr·0.999⁵⁹ at the last step; up to 48 before, at most 1 − 2·lr·0.999¹¹.
    assert 1 - 0.02 * 0.999**11 < end.rate < 1 - 0.02 * 0.999**59
    assert "lately each step multiplies" in end.message
    end = on_square(0.05, 300, schedule="exponential", settings={"gamma": 0.999})
    assert end.rate is not None
    assert 1 - 0.1 * 0.999 ** (end.step - 48) < end.rate < 1 - 0.1 * 0.999**end.step
    assert end.message.startswith(f"Settles: near step {end.step} each step multiplies")
    # Within six steps the factor goes from 0.41 to 0.45: there is no single one to speak of.
    end = on_square(0.3, 60, schedule="exponential", settings={"gamma": 0.99})
    assert (end.kind, end.rate) == ("settled", None)


def test_a_local_minimum_is_called_one() -> None:
    wavy = LOSSES["wavy"]
    theta = (0.8 * wavy.extent[0][1],)
    end = outcome(loss="wavy", theta=theta, learning_rate=0.01, steps=2000)
    assert end.kind == "settled"
    assert "local minimum" in end.message
    assert "lower at θ = 0." in end.message
    assert "local minimum" not in on_square(0.2, 20).message


@pytest.mark.parametrize("name", ["styblinski-tang", "rastrigin"])
def test_global_minima_are_not_called_local(name: str) -> None:
    entry = LOSSES[name]
    assert not callable(entry.minima)
    best = min(entry.minima, key=lambda m: value_of(name, m))
    end = outcome(loss=name, theta=best, learning_rate=1e-3, steps=50)
    assert end.kind == "settled"
    assert "local" not in end.message


def value_of(name: str, theta: tuple[float, ...]) -> float:
    return float(run(Experiment(loss=name, theta=theta, learning_rate=1e-9, steps=1)).loss[0])


def test_minibatches_that_disagree_make_the_loss_jitter() -> None:
    end = outcome(loss="thermometer", learning_rate=1e-2, steps=3000, batch_size=4)
    assert (end.kind, end.reason) == ("oscillating", "minibatches")
    assert "only 4 of 11 rows" in end.message


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_parameter_on_its_way_through_the_jitter_is_slow(seed: int) -> None:
    # On all rows, the error of b falls as 0.998301^k: to 0.6 at step 300, to 0.18 at step 1,000,
    # to 4e-8 at step 10,000.
    for steps, kind in ((300, "slow"), (1000, "slow"), (10_000, "oscillating")):
        end = outcome(loss="thermometer", learning_rate=1e-2, steps=steps, batch_size=4, seed=seed)
        assert end.kind == kind
        assert ("b is still moving through the jitter" in end.message) == (kind == "slow")


@pytest.mark.parametrize(("learning_rate", "kind"), [(0.003, "slow"), (0.1, "oscillating")])
def test_eight_rows_in_pairs_climb_first_and_jitter_then(learning_rate: float, kind: str) -> None:
    # Curvatures 2·mean(x²) = 3.75 and 2: after 200 steps, b's error is 0.994²⁰⁰ = 0.3 or 1e-20.
    x = np.array([-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2])
    off = 0.5 * np.array([1, -1, -1, 1, 1, -1, -1, 1])
    end = outcome(
        model="w*x + b",
        dataset=Table("pairs", ("x", "y"), np.column_stack([x, 2 * x + 1 + off])),
        target="y",
        theta=(0.0, 0.0),
        learning_rate=learning_rate,
        steps=200,
        batch_size=2,
    )
    assert end.kind == kind


def test_minibatches_of_a_perfect_fit_settle() -> None:
    # On y = 2x every row has its minimum at w = 2.
    end = outcome(loss="line", theta=(0.0,), learning_rate=0.01, steps=2000, batch_size=2)
    assert end.kind == "settled"


def test_minibatches_can_diverge_too() -> None:
    end = outcome(loss="line", theta=(0.0,), learning_rate=0.3, steps=60, batch_size=2)
    assert end.kind == "diverged"


def test_steps_too_small_for_the_format_are_not_taken_for_rest() -> None:
    # Half a last digit of 1 is 6e-8 in float32 and 2⁻⁹ = 0.002 in bfloat16.
    for dtype, learning_rate in (("float32", 1e-9), ("bfloat16", 1e-4)):
        end = on_square(learning_rate, 100, dtype=dtype)
        assert (end.kind, end.reason) == ("slow", "rounding")
        assert dtype in end.message


def test_a_rate_that_fades_before_the_minimum_is_not_taken_for_rest() -> None:
    end = on_square(0.1, 200, edits=(Edit(5, 1e-9),))
    assert (end.kind, end.reason) == ("slow", "faded rate")


def test_a_loss_without_a_minimum_far_away_is_still_moving() -> None:
    end = outcome(loss="logistic", learning_rate=1e-3, steps=200)
    assert end.kind == "slow"


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "adamax", "nadam", "rprop", "asgd"])
def test_other_optimizers_settle_on_square(optimizer: str) -> None:
    assert on_square(0.1, 2000, optimizer=optimizer).kind in {"settled", "cycling"}


def test_adam_at_a_constant_rate_circles_before_it_settles() -> None:
    assert on_square(0.1, 60, optimizer="adam").kind == "oscillating"


def test_an_edit_into_instability_diverges_after_having_settled() -> None:
    end = on_square(0.3, 60, edits=(Edit(10, 1.5),))
    assert end.kind == "diverged"
    assert end.rate == pytest.approx(-2.0, abs=1e-3)
