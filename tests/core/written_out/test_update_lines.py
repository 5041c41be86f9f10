"""Each line of an update is true, by other arithmetic, and ends in what torch.optim records."""

from __future__ import annotations

import math
import re

import pytest

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.optimizers import OPTIMIZERS
from playground.core.written_out import update_at, update_lines, written_out

_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_NAMES = {"sqrt": math.sqrt, "abs": abs, "max": max, "sin": math.sin, "exp": math.exp}
TYPED = "beta = 0.5; v = beta*v + (1 - beta)*g^2; s = sqrt(v) + 1e-8; theta = theta - lr*g/s"
CASES: list[tuple[str, dict[str, object]]] = [
    *((name, {}) for name in OPTIMIZERS),
    ("sgd", {"momentum": 0.9, "weight_decay": 0.1, "dampening": 0.5}),
    ("sgd", {"momentum": 0.9, "nesterov": True}),
    ("adam", {"amsgrad": True, "weight_decay": 0.1}),
    ("adamw", {"amsgrad": True}),
    ("nadam", {"weight_decay": 0.1, "decoupled_weight_decay": True}),
    ("radam", {"weight_decay": 0.1, "beta2": 0.9}),
    ("rmsprop", {"centered": True, "momentum": 0.5, "weight_decay": 0.01}),
    ("adagrad", {"lr_decay": 0.1, "initial_accumulator_value": 0.5}),
    ("adadelta", {"weight_decay": 0.1}),
    ("adafactor", {"weight_decay": 0.1, "d": 2.0}),
    ("asgd", {"t0": 3.0, "lambd": 0.1, "weight_decay": 0.1}),
    ("rprop", {"step_size_max": 0.05}),
    (TYPED, {}),
    ("v = 0.9*v + g; v = v / 2; theta = theta - lr*v*max(1, exp(-g^2))", {}),
]


def value_of(shown: str) -> float:
    """What a text such as "1 − 0.2 · √(2×10⁻³)" comes to, by Python's own floating point."""
    text = re.sub(r"×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: f"e{m[1].translate(_PLAIN)}", shown)
    text = re.sub(r"√([\d.]+)", r"sqrt(\1)", text.replace("²", "**2")).replace("√", "sqrt")
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text).translate(_PLAIN)
    text = text.replace("·", "*").replace("^", "**")
    return float(eval(text, {"__builtins__": {}}, _NAMES))  # noqa: S307  # of our own lines


def is_true(line: str) -> bool:
    """Whether the numbers of a line come to its result, to the digits that it shows."""
    *symbols, shown, result = line.partition(", ")[0].split(" = ")
    if len(symbols) < 2:
        return True  # one number alone, which is the result
    kept = len(re.sub(r"^0+", "", re.sub(r"[^\d]", "", result.partition("×")[0]))) or 1
    wanted, found = value_of(result), value_of(shown)
    last = 10.0 ** (math.floor(math.log10(abs(wanted) or 1.0)) - max(kept, 3) + 1)
    return abs(found - wanted) <= 0.500001 * last


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("optimizer", "settings"), CASES)
def test_every_line_is_true_and_the_last_numbers_are_those_recorded(
    optimizer: str, settings: dict[str, object], dtype: str
) -> None:
    experiment = Experiment(
        "himmelblau", (0.5, -0.5), 0.01, 25, optimizer, settings=settings, dtype=dtype
    )  # type: ignore[arg-type]  # settings of every kind
    made = run(experiment)
    record = (made.theta, made.gradient, made.learning_rate, made.memory)
    for row in (1, 2, 3, 8, 25):
        update = update_at(experiment, *record, row)
        for at in (0, 1):
            lines = update_lines(update, at)
            for line in lines:
                assert is_true(line), line
            theta = [line for line in lines if line.startswith(f"{'xy'[at]}{_below(row)} = ")]
            assert len(theta) == 1
            assert "update" not in theta[0], theta[0]  # the rule itself, not a difference
            assert value_of(theta[0].split(" = ")[-1]) == pytest.approx(
                float(made.theta[row, at]), rel=2e-3
            )


def _below(step: int) -> str:
    return str(step).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def test_adams_first_step_is_the_one_of_the_paper_by_hand() -> None:
    # Kingma and Ba, algorithm 1, with g = 2: both means unbiased are g and g².
    experiment = Experiment("square", (1.0,), 0.01, 1, "adam")
    made = run(experiment)
    record = (made.theta, made.gradient, made.learning_rate, made.memory)
    assert update_lines(update_at(experiment, *record, 1), 0) == [
        "m₁ = 0.9 · m₀ + 0.1 · g = 0.9 · 0 + 0.1 · 2 = 0.2",
        "v₁ = 0.999 · v₀ + 0.001 · g² = 0.999 · 0 + 0.001 · 2² = 0.004",
        "m′ = m₁ / (1 − 0.9¹) = 0.2 / (1 − 0.9) = 2",
        "v′ = v₁ / (1 − 0.999¹) = 0.004 / (1 − 0.999) = 4",
        "θ₁ = θ₀ − lr · m′ / (√v′ + ε) = 1 − 0.01 · 2 / (√4 + 1×10⁻⁸) = 0.99",
    ]


def test_a_typed_rule_is_written_statement_by_statement() -> None:
    rule = "velocity = 0.9*velocity + gradient; theta = theta - lr*velocity"
    experiment = Experiment("square", (1.0,), 0.1, 2, rule, dtype="float64")
    made = run(experiment)
    record = (made.theta, made.gradient, made.learning_rate, made.memory)
    # By hand: v₁ = 2, θ₁ = 0.8; v₂ = 1.8 + 1.6 = 3.4, θ₂ = 0.8 − 0.34 = 0.46.
    assert update_lines(update_at(experiment, *record, 2), 0) == [
        "velocity₂ = 0.9 · velocity₁ + g = 0.9 · 2 + 1.6 = 3.4",
        "θ₂ = θ₁ − lr · velocity₂ = 0.8 − 0.1 · 3.4 = 0.46",
    ]


def test_with_the_wrong_sign_the_gradient_is_shown_turned_round() -> None:
    experiment = Experiment("square", (1.0,), 0.2, 1, mistakes=("wrong-sign",))
    made = run(experiment)
    record = (made.theta, made.gradient, made.learning_rate, made.memory)
    assert update_lines(update_at(experiment, *record, 1), 0) == [
        "θ₁ = θ₀ − lr · (−g) = 1 − 0.2 · (−2) = 1.4"
    ]


def test_settings_that_changed_on_the_way_are_those_of_each_step() -> None:
    edits = (Edit(3, settings={"beta1": 0.5}),)
    experiment = Experiment(
        "himmelblau", (0.5, -0.5), 0.01, 8, "nadam", edits=edits, dtype="float64"
    )
    made = run(experiment)
    record = (made.theta, made.gradient, made.learning_rate, made.memory)
    for row in (3, 4, 8):
        for line in update_lines(update_at(experiment, *record, row), 0):
            assert is_true(line), line
            assert "update" not in line


@pytest.mark.parametrize(
    ("rule", "settings"),
    [
        ("theta = theta - lr*gradient/(gradient - gradient)", {}),
        ("theta = theta - lr*gradient*1e39", {}),
        ("v = 1e300*gradient; u = v*v; theta = theta - lr*u", {}),
        ("v = 1e300*gradient; v = v*v; theta = theta - lr*v", {}),
        ("v = (-gradient)^0.5; v = v + 1; theta = theta - lr*v", {}),
        ("theta = theta - lr*(-gradient)^0.5", {}),
        ("sgd", {"momentum": 1e39}),
        ("sgd", {"weight_decay": 1e39}),
    ],
)
def test_an_update_without_bounds_is_told_with_the_theta_that_the_run_records(
    rule: str, settings: dict[str, object]
) -> None:
    experiment = Experiment("square", (1.0,), 0.2, 4, rule, settings)
    made = run(experiment)
    record = (made.theta, made.gradient, made.learning_rate, made.memory)
    last = len(made.theta) - 1
    update = update_at(experiment, *record, last)
    end, after = update_lines(update, 0)[-1], float(made.theta[last, 0])
    assert not math.isfinite(after)
    assert end.endswith("not a number" if math.isnan(after) else "∞" if after > 0 else "−∞")
    memory = [{name: float(kept[0]) for name, kept in m.items()} for m in update.memory]
    brief = written_out(
        "θ", last, (float(made.theta[last - 1, 0]), after), float(made.gradient[last - 1, 0]),
        0.2, *memory, rule, experiment.settings_at(last - 1),
    )  # fmt: skip
    assert any(" = " in line and line.endswith(end.rpartition(" = ")[2]) for line in brief)
