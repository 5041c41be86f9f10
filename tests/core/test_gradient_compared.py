"""Each component of a gradient is compared for itself, to rounding and no more."""

from __future__ import annotations

import re

import pytest

from playground.core.experiment import Experiment
from playground.core.gradient_check import gradient_check
from playground.core.gradient_compared import Compared
from playground.core.losses import LOSSES

RAW = {"input_scale": 1.0}
RIGHT_IN_W = "mean(2*t_u*(w*t_u + b - t_c)); "


def typed(loss: str, theta: tuple[float, ...], text: str, **fields: object) -> Compared:
    check = gradient_check(Experiment(loss, theta, **fields), typed=text)  # type: ignore[arg-type]  # any field
    assert check.typed is not None
    return check.typed


@pytest.mark.parametrize(
    ("loss", "theta", "text", "wrong", "says"),
    [
        ("x^2 + 10000*y^2", (1.0, 1.0), "-2x; 20000y", 0, "∂L/∂x is wrong: −2, "),
        ("x^2 + 10000*y^2", (1.0, 1.0), "0; 20000y", 0, "∂L/∂x is wrong: 0, "),
        ("1000*x^2 + 0.1*y", (1.0, 1.0), "2000x; 0", 1, "where autograd has 0.1."),
        ("x^2 + 1e-9*y", (1.0, 1.0), "2x; 1.1e-9", 1, "1.1×10⁻⁹, where autograd has 1×10⁻⁹."),
    ],
)
def test_a_small_component_is_not_right_because_another_is_large(
    loss: str, theta: tuple[float, ...], text: str, wrong: int, says: str
) -> None:
    found = typed(loss, theta, text)
    assert (found.wrong, found.here) == (wrong, True)
    assert says in found.says


@pytest.mark.parametrize("factor", [2.0019, 2.001, 2.00001, 2 + 1e-9, 2 - 1e-12])
def test_a_factor_that_is_nearly_right_is_wrong_and_its_words_show_by_how_much(
    factor: float,
) -> None:
    found = typed("x^2", (1.0,), f"{factor!r}*x")
    assert found.wrong == 0
    assert found.ratio == pytest.approx(factor / 2, rel=1e-14)
    said = re.search(r"wrong: (\S+), where autograd has (\S+)\. Every component is (\S+) times",
                     found.says)  # fmt: skip
    assert said is not None
    given, exact, ratio = map(float, said.groups())
    assert given != exact
    assert ratio != 1
    assert ratio - 1 == pytest.approx(factor / 2 - 1, rel=0.06)


@pytest.mark.parametrize(
    ("loss", "theta", "text"),
    [
        ("x^2", (1.0,), "x + x"),
        ("0.1*x^3", (0.7,), "0.3*x*x"),
        # near theta = 10⁸ + 1 the two terms, 2·10⁸ each, leave a component of 2
        ("(x - 1e8)^2", (1e8 + 1.0,), "2x - 2e8"),
        ("(x + y)^10", (1.1, -1.0), "10*(x + y)^9; 10*(x + y)^9"),
        # the sum of the rows, and the rows of the sum
        ("thermometer", (1.0, 0.0),
         "sum(t_u*(w*t_u + b) - t_u*t_c)*2/11; 2*(w*mean(t_u) + b - mean(t_c))"),
        # beside the minimum, where terms of some hundred leave next to nothing
        ("thermometer", (0.5367719, -17.304785),
         "2*(w*mean(t_u*t_u) + b*mean(t_u) - mean(t_u*t_c)); 2*(w*mean(t_u) + b - mean(t_c))"),
        ("exp(200*x)", (1.0,), "200*exp(100*x)*exp(100*x)"),  # beyond what float32 holds
    ],
)  # fmt: skip
def test_a_derivative_that_is_only_rounded_differently_is_right(
    loss: str, theta: tuple[float, ...], text: str
) -> None:
    settings = RAW if loss == "thermometer" else {}
    found = typed(loss, theta, text, settings=settings)
    assert found.says == "It agrees with autograd, here and at other thetas."
    assert found.wrong == -1


def test_an_error_that_is_small_beside_the_other_component_is_wrong_here() -> None:
    # at (1, 0) the gradient is (4517.3, 82.6): 3 too much is less than a thousandth of 4517.3
    found = typed("thermometer", (1.0, 0.0), f"{RIGHT_IN_W}mean(2*(w*t_u + b - t_c)) + 3",
                  settings=RAW)  # fmt: skip
    assert found.says == "∂L/∂b is wrong: 85.6, where autograd has 82.6."
    assert (found.wrong, found.here, found.ratio) == (1, True, None)


def test_what_is_wrong_here_is_named_before_what_is_wrong_elsewhere() -> None:
    found = typed("x^2 + y^2", (3.0, 1.0), "6; 3y")  # 6 is 2x at x = 3 alone
    assert found.says.startswith("∂L/∂y is wrong: 3, where autograd has 2.")


def test_where_the_loss_is_a_number_here_only_no_other_theta_is_spoken_of() -> None:
    # the root of what is below 0 is no number, and neither is the loss for another x
    found = typed("y^2 + sqrt(1e-300 - x^2)", (3.0, 0.0), "2y; 0")
    assert found.says == "It agrees with autograd, here."


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16", "float16"])
def test_the_verdict_is_that_of_the_mathematics_in_every_number_format(dtype: str) -> None:
    text = "4x*(x^2 + y - 11) + 2*(x + y^2 - 7); 2*(x^2 + y - 11) + 4y*(x + y^2 - 7)"
    assert typed("himmelblau", (1.0, 2.0), text, dtype=dtype).wrong == -1
    assert typed("himmelblau", (1.0, 2.0), f"1.0001*({text.replace('; ', '); (')})",
                 dtype=dtype).wrong == 0  # fmt: skip


@pytest.mark.parametrize("name", [n for n, entry in LOSSES.items() if entry.hand_gradient])
def test_a_gradient_by_hand_of_n_times_the_true_one_is_told_as_such(name: str) -> None:
    by_hand = gradient_check(Experiment(name, (0.5,))).by_hand
    assert by_hand is not None
    assert by_hand.ratio == pytest.approx(4.0, rel=1e-12)
    assert by_hand.here
