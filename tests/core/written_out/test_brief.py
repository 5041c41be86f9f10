"""A step written out is true: worked out exactly from what it shows, it comes to the record."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import playground
from playground.core.written_out import at_step, number, state, written_out

_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def exact(text: str) -> Fraction:
    """The number that a text such as −3.6562×10⁻⁵ or (−2) shows, read by other means."""
    mantissa, _, power = text.strip().strip("()").translate(_PLAIN).partition("×10")
    return Fraction(mantissa) * Fraction(10) ** int(power or "0")


def worked_out(shown: str) -> Fraction:
    """The value of a sum of products such as "1 − 0.2 · (−2)", by Python's own arithmetic."""
    total, sign = Fraction(0), 1
    shown = shown.replace(" · ", "·").replace(" / ", "/")
    if "/" in shown:  # the sum that a product is divided by belongs to it
        head, _, divisor = shown.partition("/")
        shown = f"{head}/{divisor.replace(' ', '')}"
    for word in shown.split(" "):
        if word in "+−":
            sign = 1 if word == "+" else -1
            continue
        product = Fraction(sign)
        if "/" in word:
            word, _, divisor = word.partition("/")
            product /= sum(exact(part) for part in divisor.strip("()").split("+"))
        for factor in word.split("·"):
            product *= exact(factor)
        total += product
    return total


def significant(text: str) -> int:
    digits = text.strip("()−").partition("×")[0].replace(".", "").lstrip("0")
    return max(len(digits), 1)


def lines_of(experiment: playground.Experiment, row: int, at: int = 0) -> tuple[list[str], float]:
    run = playground.run(experiment)

    def memory(k: int) -> Mapping[str, float]:
        return {name: float(kept[k, at]) for name, kept in run.memory.items()}

    before, after = float(run.theta[row - 1, at]), float(run.theta[row, at])
    lines = written_out(
        experiment.parameters[at], row, (before, after), float(run.gradient[row - 1, at]),
        float(run.learning_rate[row - 1]), memory(row - 1), memory(row),
        experiment.optimizer, experiment.optimizer_settings,
    )  # fmt: skip
    return lines, after


def test_the_first_step_on_the_square_is_the_one_of_the_source_text() -> None:
    lines, _ = lines_of(playground.Experiment(theta=(1.0,), learning_rate=0.2), 1)
    assert lines == ["θ₁ = θ₀ − lr · g = 1 − 0.2 · 2 = 0.6"]


def test_a_negative_gradient_stands_in_brackets() -> None:
    lines, _ = lines_of(playground.Experiment(theta=(-1.0,), learning_rate=0.2), 1)
    assert lines == ["θ₁ = θ₀ − lr · g = −1 − 0.2 · (−2) = −0.6"]


def test_each_parameter_has_a_line_of_its_own_name() -> None:
    thermometer = playground.Experiment(loss="thermometer", learning_rate=0.01)
    # One step of optim.SGD from (1, 0) on the scaled readings: (1.7761, 0.1064).
    assert lines_of(thermometer, 1, 0)[0][0].startswith("w₁ = w₀ − lr · g = 1 − 0.01 · (−77.6")
    assert lines_of(thermometer, 1, 0)[0][0].endswith(" = 1.77614")
    assert lines_of(thermometer, 1, 1)[0][0].endswith(" = 0.1064")


def test_momentum_shows_its_velocity_first() -> None:
    experiment = playground.Experiment(
        theta=(1.0,), learning_rate=0.1, settings={"momentum": 0.9}, dtype="float64"
    )
    # By hand: v₁ = 2, θ₁ = 0.8; v₂ = 1.8 + 1.6 = 3.4, θ₂ = 0.8 − 0.34 = 0.46.
    assert lines_of(experiment, 1)[0] == [
        "v₁ = 0.9 · v₀ + g = 0.9 · 0 + 2 = 2",
        "θ₁ = θ₀ − lr · v₁ = 1 − 0.1 · 2 = 0.8",
    ]
    assert lines_of(experiment, 2)[0] == [
        "v₂ = 0.9 · v₁ + g = 0.9 · 2 + 1.6 = 3.4",
        "θ₂ = θ₁ − lr · v₂ = 0.8 − 0.1 · 3.4 = 0.46",
    ]


def test_adam_shows_its_two_means_and_what_it_remembers() -> None:
    lines, _ = lines_of(playground.Experiment(optimizer="adam", learning_rate=0.01), 1)
    # Adam's first step is the learning rate; exp_avg = 0.1 · 2, exp_avg_sq = 0.001 · 2².
    assert lines == [
        "θ₁ = θ₀ − lr · m′ / (√v′ + ε) = 1 − 0.01 · 2 / (2 + 1×10⁻⁸) = 0.99",
        "remembered: exp_avg = 0.2, exp_avg_sq = 0.004",
    ]


@pytest.mark.parametrize(
    ("optimizer", "settings"),
    [("adam", {"amsgrad": True}), ("adam", {"weight_decay": 0.1}), ("adagrad", {})],
)
def test_other_optimizers_show_their_update_and_what_they_remember(
    optimizer: str, settings: dict[str, float]
) -> None:
    experiment = playground.Experiment(optimizer=optimizer, learning_rate=0.01, settings=settings)
    lines, _ = lines_of(experiment, 1)
    assert lines[0].startswith("θ₁ = θ₀ + update = 1 + (−0.0")
    assert lines[0].endswith(" = 0.99")  # the first step of all three is the learning rate
    assert lines[1].startswith("remembered: ")


def test_a_start_is_where_it_is_and_how_steep_it_is() -> None:
    assert state(["θ"], 0, [1.0], 1.0, [2.0]) == "start: θ₀ = 1, loss 1, gradient 2"
    # The thermometer's raw readings: the gradient that the source text prints.
    at_start = state(["w", "b"], 0, [1.0, 0.0], 1763.88, [4517.2969, 82.6])
    assert at_start == "start: w₀ = 1, b₀ = 0, loss 1763.88, gradient (4517.3, 82.6)"
    assert state(["θ"], 3, [1e38], float("inf"), [float("nan")]) == (
        "now: loss ∞, gradient not a number"
    )


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16"])
@pytest.mark.parametrize(
    ("optimizer", "settings"),
    [
        ("sgd", {}),
        ("sgd", {"momentum": 0.9}),
        ("sgd", {"momentum": 0.9, "dampening": 0.5}),
        ("sgd", {"momentum": 0.5, "nesterov": True, "weight_decay": 0.1}),
        ("adam", {}),
        ("adam", {"beta1": 0.5, "beta2": 0.9, "eps": 0.1}),
        ("rmsprop", {}),
    ],
)
def test_every_line_comes_to_the_recorded_theta(
    dtype: str, optimizer: str, settings: dict[str, float]
) -> None:
    experiment = playground.Experiment(
        loss="rosenbrock", theta=(-1.2, 1.0), learning_rate=0.001, steps=40,
        optimizer=optimizer, settings=settings, dtype=dtype,
    )  # fmt: skip
    for row in (1, 2, 3, 17, 40):
        for at in (0, 1):
            lines, recorded = lines_of(experiment, row, at)
            equations = [line.split(" = ") for line in lines if not line.startswith("remembered")]
            last = equations[-1]
            kept = max(significant(last[-1]), 3)
            assert f"{float(exact(last[-1])):.{kept - 1}e}" == f"{recorded:.{kept - 1}e}"
            for *_, shown, result in (parts for parts in equations if len(parts) == 4):
                kept = significant(result)
                value = float(worked_out(shown))
                assert f"{value:.{kept - 1}e}" == f"{float(exact(result)):.{kept - 1}e}"


finite = st.floats(-1e30, 1e30, allow_subnormal=False)


@given(theta=finite, gradient=finite, rate=st.floats(1e-6, 1e3), error=st.floats(-1.0, 1.0))
def test_a_line_is_never_untrue_even_for_numbers_that_do_not_fit(
    theta: float, gradient: float, rate: float, error: float
) -> None:
    after = theta - rate * gradient * (1 + error)
    lines = written_out("w", 1, (theta, after), gradient, rate, {}, {}, "sgd", {})
    line, _, rounded = lines[-1].partition(", ")
    if rounded:
        recorded = float(exact(rounded.removeprefix("each part ").split(": ")[1]))
        assert recorded == pytest.approx(after, rel=1e-8)
        assert float(np.float32(recorded)) == pytest.approx(recorded, rel=1e-8)  # it can hold it
    *_, shown, result = line.split(" = ")
    if " " in shown and shown != "w₀ + update":
        kept = significant(result)
        value = float(worked_out(shown))
        assert f"{value:.{kept - 1}e}" == f"{float(exact(result)):.{kept - 1}e}"


def test_a_step_beyond_the_dtype_says_infinity() -> None:
    lines = written_out("θ", 3, (1e38, float("-inf")), 2e38, 10.0, {}, {}, "sgd", {})
    assert lines == ["θ₃ = θ₂ − lr · g = 1×10³⁸ − 10 · 2×10³⁸ = −∞"]


def test_a_name_that_ends_in_a_number_carries_its_step_in_brackets() -> None:
    assert at_step("θ₁", 12) == "θ₁⁽¹²⁾"
    assert at_step("w", 12) == "w₁₂"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.2, "0.2"), (-12.0, "−12"), (3.6562e-5, "3.6562×10⁻⁵"), (0.0, "0"), (1e7, "1×10⁷"),
     (float("nan"), "not a number")],
)  # fmt: skip
def test_numbers_are_shown_without_rows_of_zeros(value: float, text: str) -> None:
    assert number(value) == text


def shown_update(line: str) -> tuple[Fraction, Fraction]:
    """What a line takes off the number before, worked out, and as its first and last show it."""
    numbers, result = line.split(" = ")[2:4]
    first, _, product = numbers.partition(" − ")
    return worked_out(product), exact(first) - exact(result.rpartition(": ")[2].split(",")[0])


@pytest.mark.parametrize("row", [1, 100, 4000, 4999, 5000])
@pytest.mark.parametrize("at", [0, 1])
def test_an_update_far_smaller_than_theta_can_be_read_off_the_line(row: int, at: int) -> None:
    # At the end the steps of w on the raw readings are 5.3e-7, and w is 0.2348.
    raw = playground.Experiment(
        "thermometer", (1.0, 0.0), 1e-5, 5000, settings={"input_scale": 1.0}
    )
    (line,), _ = lines_of(raw, row, at)
    taken, seen = shown_update(line)
    assert seen == pytest.approx(taken, rel=0.12)


def test_an_update_that_rounding_swallows_is_told_with_all_its_digits() -> None:
    # 1 − 2e-9 is nearer to 1 than to the next number of float32 below it.
    for learning_rate, made in ((1e-9, "0.999999998"), (1e-12, "0.999999999998")):
        lines, _ = lines_of(playground.Experiment(theta=(1.0,), learning_rate=learning_rate), 1)
        assert lines[0].endswith(f" = {made}, rounded to float32: 1")
