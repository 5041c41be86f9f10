"""The gradient check against closed forms; what it says of gradients that are wrong."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.experiment import Experiment
from playground.core.gradient_check import gradient_check
from playground.core.losses.tokens import FormulaError


def test_all_ways_to_the_gradient_of_a_parabola_agree() -> None:
    check = gradient_check(Experiment("x^2 + 10*y^2", (3.0, -1.0), dtype="float64"), h=1e-4)
    for gradient in (check.autograd, check.central):
        np.testing.assert_allclose(gradient, [6.0, -20.0], rtol=1e-6)


def test_the_error_of_a_wide_h_is_that_of_taylors_theorem() -> None:
    # (sin(x+h) − sin(x−h)) / 2h = cos(x) · sin(h)/h, so the error is cos(x) · (1 − sin(h)/h)
    check = gradient_check(Experiment("sin(x)", (1.0,), dtype="float64"))
    wide = check.widths > 1e-3
    h = check.widths[wide]
    np.testing.assert_allclose(check.errors[wide], 1 - np.sin(h) / h, rtol=1e-3)


@pytest.mark.parametrize(("dtype", "epsilon"), [("float64", 2.0**-52), ("float32", 2.0**-23)])
def test_the_best_h_is_near_the_cube_root_of_epsilon(dtype: str, epsilon: float) -> None:
    # Nocedal and Wright (2006), section 8.1: truncation and rounding meet there
    check = gradient_check(Experiment("exp(x)", (1.0,), dtype=dtype))
    assert 0.05 < check.least.h / epsilon ** (1 / 3) < 20
    assert check.errors[check.widths < 1e-2 * check.least.h].mean() > check.errors.min() * 10
    assert check.truncates


@pytest.mark.parametrize("theta", [1.0, -1.2, 3.6562e-5, 1e-12])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_on_a_parabola_all_error_is_rounding_and_least_about_as_wide_as_theta(
    theta: float, dtype: str
) -> None:
    # Rounding of θ² + h² divided by h, which is least at h = |θ|; truncation is 0.
    check = gradient_check(Experiment("square", (theta,), dtype=dtype))
    assert not check.truncates
    for least in (check.least, check.other_least):
        assert least.low < 2 * abs(theta)
        assert least.high > abs(theta) / 2
        assert (least.high == 10.0) == (abs(theta) > 0.1)


@pytest.mark.parametrize("loss", ["absolute", "sin(x)", "sqrt(x)", "x^4"])
def test_what_is_no_parabola_as_far_as_h_goes_has_truncation(loss: str) -> None:
    assert gradient_check(Experiment(loss, (1.0,))).truncates


def test_where_the_other_format_is_best_is_measured_too() -> None:
    # ε^⅓ of float64 is 6.06e-6, where the error of exp is of the size of ε^⅔ = 3.67e-11
    other = gradient_check(Experiment("exp(x)", (1.0,), dtype="float32")).other_least
    assert 0.1 < other.h / 6.06e-6 < 10
    assert other.error < 3.67e-11
    assert other.low <= other.h <= other.high


def test_the_gradient_of_the_source_text_is_four_times_the_true_one() -> None:
    check = gradient_check(Experiment("line", (0.0,)))
    assert check.autograd[0] == pytest.approx(-30.0)  # 2·mean(x·(w·x − y)) at w = 0
    assert check.by_hand is not None
    assert check.by_hand.gradient[0] == pytest.approx(-120.0)
    assert check.by_hand.ratio == pytest.approx(4.0)
    assert "4 times autograd's: it sums over the 4 rows" in check.by_hand.says


@pytest.mark.parametrize(
    ("loss", "theta", "typed"),
    [
        ("x^2 + 10*y^2", (3.0, -1.0), "2x; 20y"),
        ("x^2 + 10*y^2", (3.0, -1.0), " 2*x ; y*20;"),
        ("line", (0.5,), "mean(2*x*(w*x - y))"),
        ("line", (0.5,), "sum(2*x*(w*x - y))/4"),
        ("himmelblau", (1.0, 2.0),
         "4x(x^2 + y - 11) + 2(x + y^2 - 7); 2(x^2 + y - 11) + 4y(x + y^2 - 7)"),
        ("square", (1.0, 2.0, 3.0), "2θ1; 2*theta_2; 2θ₃"),
    ],
)  # fmt: skip
def test_a_derivative_that_is_right_is_called_right(
    loss: str, theta: tuple[float, ...], typed: str
) -> None:
    check = gradient_check(Experiment(loss, theta), typed=typed)
    assert check.typed is not None
    assert check.typed.wrong == -1
    assert "agrees with autograd" in check.typed.says


@pytest.mark.parametrize(
    ("loss", "theta", "typed", "wrong", "says"),
    [
        ("x^2 + 10*y^2", (3.0, -1.0), "2x; 10y", 1, "∂L/∂y is wrong: −10, where autograd has −20"),
        ("x^2 + 10*y^2", (3.0, -1.0), "-2x; -20y", 0, "Every component has the wrong sign"),
        ("line", (0.5,), "sum(2*x*(w*x - y))", 0, "4 times autograd's: it sums over the 4 rows"),
        # right at x = 3 by accident only
        ("x^2", (3.0,), "6", 0, "right here but wrong at x = "),
    ],
)
def test_the_first_wrong_component_is_named(
    loss: str, theta: tuple[float, ...], typed: str, wrong: int, says: str
) -> None:
    check = gradient_check(Experiment(loss, theta), typed=typed)
    assert check.typed is not None
    assert check.typed.wrong == wrong
    assert says in check.typed.says


@pytest.mark.parametrize(
    ("loss", "theta", "typed", "position", "words"),
    [
        ("x^2 + y^2", (1.0, 1.0), "2x", 2, "1 derivative for 2 parameters"),
        ("x^2 + y^2", (1.0, 1.0), "2x; 2z", 5, "Unknown name 'z'"),
        ("x^2 + y^2", (1.0, 1.0), "2x; 2y +", 8, "ends too early"),
        ("line", (0.0,), "2*x*(w*x - y)", 0, "A number for each row"),
        ("x^2", (1.0,), "__import__('os')", 0, "Unexpected"),
        ("x^2", (1.0,), "mean(x)", 0, "Unknown function 'mean'"),
    ],
)
def test_a_derivative_that_is_no_formula_is_refused_at_its_character(
    loss: str, theta: tuple[float, ...], typed: str, position: int, words: str
) -> None:
    with pytest.raises(FormulaError, match=words) as refused:
        gradient_check(Experiment(loss, theta), typed=typed)
    assert refused.value.position == position


def test_an_h_that_is_no_width_is_refused() -> None:
    with pytest.raises(ValueError, match="h must be a finite number above 0, not -1"):
        gradient_check(Experiment(), h=-1)


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
def test_a_right_derivative_stands_beside_autograds_with_the_same_rounding(dtype: str) -> None:
    # Near π/2 the cosine of float32's theta is three times that of float64's.
    experiment = Experiment("sin(x)", (1.5707963,), dtype=dtype)
    check = gradient_check(experiment, typed="cos(x)")
    assert check.typed is not None
    assert check.typed.gradient.tolist() == check.autograd.tolist()
    assert "agrees with autograd" in check.typed.says
