"""What is said of a run that goes uphill, or stands still on a slope for good: no false advice."""

from __future__ import annotations

import pytest

from tests.core.outcomes import on_square, outcome

EVEN = "theta = theta - lr*0.9"  # heeds no gradient: 0.09 a step at a rate of 0.1


@pytest.mark.parametrize("steps", [20, 40, 200])
def test_a_rule_that_walks_past_the_minimum_is_not_told_to_walk_faster(steps: int) -> None:
    # 1 − 0.09·11 = 0.01 is the nearest to 0; from there the loss is (0.09·k − 1)².
    end = on_square(0.1, steps, optimizer=EVEN)
    assert end.kind == "slow"
    assert "and rising since step 11;" in end.message
    assert "larger learning rate" not in end.message
    assert end.message.endswith("At no learning rate do such steps come to rest.")


def test_on_its_way_down_it_may_be_faster() -> None:
    message = on_square(0.1, 10, optimizer=EVEN).message
    assert message.endswith("Try a larger learning rate.")
    assert "rising" not in message


def test_what_nears_a_place_that_is_no_minimum_nears_it_uphill() -> None:
    # From 1 to 3 on θ²: each step leaves nine tenths of the way there.
    end = on_square(0.1, 30, optimizer="theta = theta - lr*(theta - 3)")
    assert end.kind == "slow"
    assert "and rising; each step multiplies the update by 0.9." in end.message
    assert "error" not in end.message


def test_where_weight_decay_holds_theta_on_a_slope_rounding_is_not_blamed() -> None:
    # 2·(x − 1) + 0.5·x = 0 at x = 0.8.
    end = outcome(
        loss="(x-1)^2", theta=(3.0,), learning_rate=0.1, steps=300, settings={"weight_decay": 0.5}
    )
    assert (end.kind, end.reason) == ("slow", "balance")
    assert "x = 0.8, though the loss still slopes: there the weight decay pulls" in end.message
    assert "float32" not in end.message
    assert "larger" not in end.message


def test_where_a_typed_rule_makes_no_step_rounding_is_not_blamed() -> None:
    end = on_square(0.1, 3000, optimizer="theta = theta - lr*(theta - 3)")
    assert (end.kind, end.reason) == ("slow", "balance")
    assert end.message.endswith("though the loss still slopes: there its rule makes no step.")


def test_rounding_is_still_blamed_where_no_step_is_felt() -> None:
    # Half a last digit of 1 is 6e-8 in float32.
    for optimizer in ("sgd", "theta = theta - lr*gradient"):
        end = on_square(1e-9, 100, optimizer=optimizer)
        assert (end.kind, end.reason) == ("slow", "rounding")
        assert "float32" in end.message
    end = on_square(1e-9, 100, settings={"weight_decay": 0.5})
    assert end.reason == "rounding"


@pytest.mark.parametrize("steps", [1, 2, 3, 20])
def test_with_the_wrong_sign_a_run_is_uphill_and_not_slow(steps: int) -> None:
    # From (0, 0) Himmelblau's 170 rises to its maximum, 181.617.
    end = outcome(
        loss="himmelblau", theta=(0.0, 0.0), learning_rate=0.01, steps=steps,
        mistakes=("wrong-sign",),
    )  # fmt: skip
    assert end.message.startswith("Uphill: ")
    assert outcome(
        loss="himmelblau", theta=(0.0, 0.0), learning_rate=1e-5, steps=steps
    ).message.startswith("Slow: ")


def test_a_few_steps_that_leave_the_valley_are_told_a_smaller_rate() -> None:
    # 0.035 is above 2 / 105.4, the limit of the minimum nearby.
    trial = {"loss": "himmelblau", "theta": (2.0, -1.0), "steps": 8}
    end = outcome(**trial, learning_rate=0.035)
    assert not end.message.startswith("Slow")
    assert end.message.endswith("maller learning rate.")
    assert outcome(**trial, learning_rate=0.01).message.startswith(("Settles", "Slow"))


def test_down_a_slope_without_end_more_steps_are_not_advised() -> None:
    # y grows by 1.02 a step on x² − y²; on 1 − exp(−x²) it grows too, but towards a minimum.
    end = outcome(loss="x^2-y^2", theta=(1.0, 0.1), learning_rate=0.01, steps=150)
    assert (end.kind, end.reason) == ("slow", "speeding up")
    assert end.message.endswith("No minimum is known here.")
    end = outcome(loss="1-exp(-x^2)", theta=(2.0,), learning_rate=0.1, steps=20)
    assert (end.kind, end.reason) == ("slow", "speeding up")
    assert end.message.endswith("Try more steps.")


def test_what_blew_up_before_its_steps_faded_is_not_told_that_larger_ones_help() -> None:
    # 3.2 is above 2 / 1, the limit of Matyas, for ten steps; then the rate is 0.32, 0.032, …
    end = outcome(loss="matyas", theta=(-1.0, -8.0), learning_rate=3.2, steps=200, schedule="step")
    assert end.kind == "slow"
    assert end.message.startswith("Uphill: ")
    assert end.message.endswith("Try a smaller learning rate.")


def test_what_comes_down_again_is_not_called_uphill() -> None:
    # −1.4 a step up to step 10, then 1 − 2·0.12 = 0.76: 28.9 up and 0.064 down, squared 3.46.
    end = on_square(1.2, 20, schedule="step")
    assert end.kind == "slow"
    assert end.message.startswith("Slow: still moving at step 20, where the loss is 3.46; since ")


@pytest.mark.parametrize(
    "fields",
    [
        {"mistakes": ("not-zeroed",)},
        {"optimizer": "v = 0.9*v + gradient; theta = theta - lr*v"},
        {"settings": {"momentum": 0.9}},
    ],
    ids=["not-zeroed", "typed", "sgd"],
)
def test_what_rolls_past_the_minimum_is_not_called_uphill(fields: dict[str, object]) -> None:
    # Without friction it would be back at a loss of 1 after π / √0.02 = 22 steps.
    for steps in (14, 16, 18):
        assert not on_square(0.01, steps, **fields).message.startswith("Uphill")


def test_what_blew_up_and_creeps_since_is_told_a_smaller_rate() -> None:
    # The factors 1 − 40·0.6ᵏ are −39, −23, −13.4, … and their product to step 20 is 8,567.
    end = on_square(20.0, 20, schedule="exponential", settings={"gamma": 0.6})
    assert (end.kind, end.reason) == ("slow", "faded rate")
    assert end.message.endswith("Try a smaller learning rate.")
