"""Update rules that were typed, against torch.optim and against what their text says."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.descent import run
from playground.core.differences import differences
from playground.core.experiment import Edit, Experiment
from playground.core.experiment_file import from_json, to_json
from playground.core.losses.tokens import FormulaError
from playground.core.optimizers import find_optimizer
from playground.core.optimizers.rule_words import rule_words
from playground.core.optimizers.statements import read_rule
from playground.core.sweep import sweep

MOMENTUM = "velocity = 0.9*velocity + gradient; theta = theta - lr*velocity"
ADAM = """beta1 = 0.9; beta2 = 0.999; eps = 1e-8
m = beta1*m + (1 - beta1)*gradient
v = beta2*v + (1 - beta2)*gradient^2
theta = theta - lr * (m / (1 - beta1^step)) / (sqrt(v / (1 - beta2^step)) + eps)"""


def torch_path(kind: type[torch.optim.Optimizer], rate: float, **settings: float) -> list[float]:
    """Theta at each of 40 steps of torch's own optimizer on (θ − 3)²·(θ + 1)."""
    theta = torch.tensor([0.5], dtype=torch.float64, requires_grad=True)
    made = kind([theta], lr=rate, **settings)
    path = [theta.item()]
    for _ in range(40):
        made.zero_grad()
        ((theta - 3) ** 2 * (theta + 1)).sum().backward()
        made.step()
        path.append(theta.item())
    return path


def typed(rule: str, rate: float, **fields: object) -> Experiment:
    return Experiment(
        "(x - 3)^2*(x + 1)", (0.5,), rate, 40, optimizer=rule, dtype="float64", **fields
    )


@pytest.mark.parametrize(
    ("rule", "kind", "settings"),
    [
        ("theta = theta - lr*gradient", torch.optim.SGD, {}),
        (MOMENTUM, torch.optim.SGD, {"momentum": 0.9}),
        (ADAM, torch.optim.Adam, {}),
    ],
)
def test_a_rule_typed_as_its_text_writes_it_descends_as_torch_does(
    rule: str, kind: type[torch.optim.Optimizer], settings: dict[str, float]
) -> None:
    path = run(typed(rule, 0.02)).theta[:, 0]
    np.testing.assert_allclose(path, torch_path(kind, 0.02, **settings), rtol=1e-10)


def test_constants_are_settings_and_may_be_named_in_greek_or_latin() -> None:
    rule = "beta = 0.9; velocity = beta*velocity + gradient; theta = theta - lr*velocity"
    assert {name: s.default for name, s in find_optimizer(rule).settings.items()} == {"β": 0.9}
    for name in ("beta", "β"):
        path = run(typed(rule, 0.02, settings={name: 0.5})).theta[:, 0]
        np.testing.assert_allclose(path, torch_path(torch.optim.SGD, 0.02, momentum=0.5), 1e-10)


def test_a_constant_without_a_number_is_nine_tenths() -> None:
    assert find_optimizer("theta = theta - a*lr*gradient").settings["a"].default == 0.9


def test_a_constant_is_the_same_wherever_it_is_assigned_and_may_be_worked_out() -> None:
    for rule in ("theta = theta - c*lr*g; c = 1/2", "c = 0.5; theta = theta - c*lr*g"):
        path = run(Experiment("x", (0.0,), 1.0, 3, optimizer=rule, dtype="float64")).theta[:, 0]
        np.testing.assert_allclose(path, [0.0, -0.5, -1.0, -1.5])  # the gradient is 1


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("theta = theta - lr*gradient", ()),
        ("beta = 0.9; theta = theta - beta*lr*gradient", ()),
        (
            "theta = theta - rate*gradient",
            ("Never assigned, so a constant, 0.9 unless set: rate.",),
        ),
        (
            "theta = theta - lr*m/(sqrt(v) + eps)",
            ("Never assigned, so constants, 0.9 unless set: m, v, eps.",),
        ),
        (
            "v = beta*v + g; theta = theta - lr*v",
            (
                "Never assigned, so a constant, 0.9 unless set: β.",
                "Kept from step to step, 0 at first: v.",
            ),
        ),
        ("thetta = theta - lr*g; theta = theta", ("Assigned, but nothing reads it: thetta.",)),
    ],
)
def test_what_a_rule_does_not_say_is_said(rule: str, words: tuple[str, ...]) -> None:
    assert rule_words(read_rule(rule)) == words


def test_what_is_read_before_it_is_assigned_is_remembered() -> None:
    # before: the step that was taken last; theta goes on by half of it
    rule = "move = 0.5*before - lr*gradient; before = move; theta = theta + move"
    path = run(Experiment("x", (0.0,), 1.0, 4, optimizer=rule, dtype="float64")).theta[:, 0]
    # the gradient is 1: moves are −1, −1.5, −1.75, −1.875
    np.testing.assert_allclose(path, [0.0, -1.0, -2.5, -4.25, -6.125])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(1e-4, 3.0), min_size=2, max_size=6, unique=True))
def test_each_run_of_a_sweep_with_a_typed_rule_equals_the_single_run(rates: list[float]) -> None:
    experiment = Experiment("thermometer", (1.0, 0.0), 0.01, 30, optimizer=ADAM, dtype="float64")
    swept = sweep(experiment, rates)
    for rate, final in zip(rates, swept.final_theta, strict=True):
        single = Experiment("thermometer", (1.0, 0.0), rate, 30, optimizer=ADAM, dtype="float64")
        np.testing.assert_allclose(final, run(single).theta[-1], rtol=1e-12)


def test_an_edit_changes_a_constant_in_the_middle_of_a_run() -> None:
    rule = "a = 1; theta = theta - a*lr*gradient"
    edited = Experiment("x", (0.0,), 1.0, 4, optimizer=rule, edits=(Edit(2, settings={"a": 3.0}),))
    np.testing.assert_allclose(run(edited).theta[:, 0], [0, -1, -2, -5, -8])


def test_a_typed_rule_survives_a_file() -> None:
    experiment = typed(ADAM, 0.02, settings={"beta1": 0.8})
    assert from_json(to_json(experiment)) == experiment


@pytest.mark.parametrize(
    ("rule", "position", "words"),
    [
        ("v = 0.9*v + gradient", 20, "Theta is not assigned"),
        ("theta = theta - lr*gradient)", 27, "Unexpected"),
        ("theta = theta - lr*gradiant", 19, "did you mean 'gradient'"),
        ("lr = 3; theta = theta - lr", 0, "'lr' is given"),
        ("theta = theta - lr*gradient; theta - 3 = 4", 29, "Not an assignment"),
        ("sin = 3; theta = theta", 0, "cannot be assigned"),
        ("theta = theta - lr*__import__('os')", 19, "Unexpected"),
        ("theta = theta.grad", 13, "Unexpected"),
        ("theta = lambda = 3", 15, "Unexpected"),
        ("theta = theta - lr*gradeint", 19, "did you mean 'gradient'"),
        ("theta = theta - LR*gradient", 16, "did you mean 'lr'"),
        ("v = 0.9*velocty + g; velocity = v; theta = theta - lr*v", 8, "did you mean 'velocity'"),
        (
            "velocty = 0.9*velocity + gradient; theta = theta - lr*velocity",
            0,
            "'velocty' is assigned but never read at character 1: did you mean 'velocity'",
        ),
        # each once: which of them was meant cannot be told
        ("velocty = gradient; theta = theta - lr*velocity", 39, "did you mean 'velocty'"),
        # the name that is read twice is the misspelled one, for the other is read too
        (
            "velocity = g; v = velocity; w = velocty + velocty; theta = theta - lr*(v + w)",
            32,
            "did you mean 'velocity'",
        ),
        ("v = g; thta = theta - lr*v", 7, "'thta' is at character 8: did you mean 'theta'"),
        ("theta = theta - lr*g; c = 1/0", 27, "Division by zero|zero"),
        (";".join(["a = theta"] * 21) + "; theta = a", 200, "More than 20 statements"),
    ],
)
def test_a_wrong_rule_is_refused_at_the_character_that_is_wrong(
    rule: str, position: int, words: str
) -> None:
    with pytest.raises(FormulaError, match=words) as raised:
        Experiment(optimizer=rule)
    assert raised.value.position == position


def test_a_name_that_is_no_optimizer_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="there is no optimizer 'adma'; did you mean 'adam"):
        Experiment(optimizer="adma")


def test_a_greek_letter_is_no_misspelling_of_another() -> None:
    rule = "v = beta*v + gradient; theta = theta - lr*v"  # eta is the learning rate
    assert list(find_optimizer(rule).settings) == ["β"]


def test_two_typed_rules_are_told_apart_by_their_text_and_one_by_its_title() -> None:
    plain, other = (Experiment(optimizer=f"theta = theta - {k}*lr*g") for k in (1, 2))
    assert differences([Experiment(), plain]) == ["SGD", "Typed rule"]
    assert len(set(differences([Experiment(), plain, other]))) == 3


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [("0.9", 0.0, 1.0), ("5", 0.0, 10.0), ("-2", -4.0, 0.0), ("1e-8", 1e-12, 1e-4)],
)
def test_a_constant_is_looked_for_around_what_was_typed(
    typed: str, low: float, high: float
) -> None:
    setting = find_optimizer(f"c = {typed}; theta = theta - c*lr*g").settings["c"]
    assert setting.usual == pytest.approx((low, high))
    assert setting.minimum == -np.inf  # but any other number can be typed


def test_a_statement_without_its_right_side_is_shown_a_rule_not_a_loss() -> None:
    with pytest.raises(ValueError, match=r"Nothing is typed .*velocity = 0\.9"):
        read_rule("theta =")


@pytest.mark.parametrize(
    "rule",
    [
        "v = 0.9*v; theta = theta - lr*gradient/v",
        "v = 0*gradient; theta = theta - lr*gradient/v",
        "v = 1/(gradient - gradient); theta = theta - lr*v",
        "v = v + gradient/v; theta = theta - lr*v",
    ],
)
def test_a_rule_that_divides_by_its_empty_buffer_leaves_what_a_number_holds(rule: str) -> None:
    told = run(typed(rule, 0.1))
    assert len(told.theta) == 2
    assert not np.isfinite(told.theta[-1, 0])
    assert sweep(typed(rule, 0.1), (0.1, 0.2)).outcome == ("diverged", "diverged")
