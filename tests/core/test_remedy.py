"""What is advised of a typed rule that no learning rate helps: where it goes, not how fast."""

from __future__ import annotations

import pytest

from playground.core.experiment import Experiment
from playground.core.remedy import remedy, restless
from tests.core.outcomes import on_square, outcome

NO_GRADIENT = "Change the rule: it does not use the gradient."
EITHER_WAY = "Change the rule: it steps the same way uphill and downhill."
UPHILL = "The rule goes uphill: subtract the gradient."
ROLLS = "Change the rule: what it carries on never fades."
DOWNHILL = (
    "theta = theta - lr*gradient",
    "v = 0.9*v + gradient; theta = theta - lr*v",
    "m = 0.9*m + 0.1*gradient; s = 0.99*s + 0.01*gradient^2; theta = theta - lr*m/(sqrt(s) + 1e-8)",
    "theta = theta - lr*(gradient + 0.1*theta)",
    "theta = theta - lr*gradient/(abs(gradient) + 1e-8)",
)


def experiment(rule: str, *mistakes: str) -> Experiment:
    return Experiment("square", (1.0,), 0.1, 40, optimizer=rule, mistakes=mistakes)


@pytest.mark.parametrize("rule", DOWNHILL)
def test_of_a_rule_that_goes_downhill_there_is_nothing_to_mend(rule: str) -> None:
    assert remedy(experiment(rule)) == restless(experiment(rule)) == ""
    assert remedy(experiment(rule, "wrong-sign")).endswith("uphill: subtract the gradient.")
    assert not remedy(experiment(rule, "wrong-sign")).startswith("The rule")


@pytest.mark.parametrize(
    "rule",
    ["v = 1.5*v + 1; theta = theta - lr*v", "theta = 1.5*theta", "theta = theta - lr*step"],
)
@pytest.mark.parametrize("mistakes", [(), ("wrong-sign",)])
def test_a_rule_without_the_gradient_is_told_so_and_no_rate(
    rule: str, mistakes: tuple[str, ...]
) -> None:
    for rate in (0.1, 0.001):
        end = on_square(rate, 200, optimizer=rule, mistakes=mistakes)
        assert end.kind == "diverged"
        assert end.message.endswith(NO_GRADIENT)


@pytest.mark.parametrize("rule", ["theta = theta - lr*gradient^2", "theta = theta - abs(gradient)"])
def test_the_wrong_sign_changes_nothing_of_a_rule_that_is_even_in_the_gradient(rule: str) -> None:
    right, wrong = (
        outcome(theta=(-1.0,), learning_rate=0.1, steps=20, optimizer=rule, mistakes=mistakes)
        for mistakes in ((), ("wrong-sign",))
    )
    assert right == wrong
    assert right.message.endswith(EITHER_WAY)


def test_a_rule_that_goes_uphill_is_mended_by_the_sign() -> None:
    rule = "v = 0.5*v + gradient; theta = theta + lr*v"
    assert on_square(0.01, 40, optimizer=rule).message.endswith(UPHILL)
    assert on_square(1e-4, 40, optimizer=rule).message.endswith(UPHILL)
    mended = on_square(0.1, 200, optimizer=rule, mistakes=("wrong-sign",))
    assert mended.kind == "settled"
    assert "uphill" not in on_square(0.01, 9, optimizer=rule, mistakes=("wrong-sign",)).message


@pytest.mark.parametrize("momentum", [1.0, 1.5])
def test_a_typed_momentum_of_one_or_more_is_what_keeps_a_swing_alive(momentum: float) -> None:
    # The two factors of z² − (1 + β − h)·z + β multiply to β, whatever h.
    rule = f"v = {momentum}*v + gradient; theta = theta - lr*v"
    assert restless(experiment(rule)) == ROLLS
    if momentum > 1:
        assert on_square(0.01, 60, optimizer=rule).message.endswith(ROLLS)


def test_a_constant_that_turns_a_rule_round_is_seen() -> None:
    rule = "theta = theta - c*lr*gradient"
    assert on_square(0.1, 20, optimizer=rule, settings={"c": 12.0}).kind == "diverged"
    end = on_square(0.1, 20, optimizer=rule, settings={"c": -1.0})
    assert end.message.endswith(UPHILL)


@pytest.mark.parametrize("mistake", ["wrong-sign", "not-zeroed"])
def test_of_a_rule_without_the_gradient_no_mistake_in_it_is_named(mistake: str) -> None:
    rule = "theta = theta - lr*theta"
    assert remedy(experiment(rule, mistake)) == ""
    assert on_square(0.01, 20, optimizer=rule, mistakes=(mistake,)) == on_square(
        0.01, 20, optimizer=rule
    )


@pytest.mark.parametrize(
    ("rule", "advice"),
    [
        ("v = 0.5*v + 1; theta = theta - lr*v", NO_GRADIENT),
        ("v = v + gradient; theta = theta - lr*v", ROLLS),
        ("theta = theta - lr*gradient^2", "the error by 0.969."),
    ],
)
def test_more_steps_are_advised_only_where_they_lead_to_rest(rule: str, advice: str) -> None:
    # x → x − 0.04·x² is near 1/(1 + 0.04·k), so that steps 7 to 10 leave 0.9695 of it each.
    end = on_square(0.01, 10, optimizer=rule)
    assert end.kind == "slow"
    assert end.message.endswith(advice)


@pytest.mark.parametrize(
    "rule",
    [
        "theta = theta - lr*gradient/(step - 1)",
        "theta = theta - lr*gradient/sqrt(s); s = gradient^2",
    ],
)
def test_of_a_rule_that_divides_by_nothing_no_smaller_rate_is_advised(rule: str) -> None:
    end = outcome(loss="square", theta=(1.0,), learning_rate=0.1, steps=20, optimizer=rule)
    assert end.message.endswith(
        "Change the rule: it gives no finite number, whatever the learning rate."
    )
