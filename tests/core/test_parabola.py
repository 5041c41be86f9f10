"""A loss is one parabola where its gradient is proportional to the way on every line."""

from __future__ import annotations

import pytest

from playground.core.experiment import Experiment
from playground.core.parabola import is_parabola


@pytest.mark.parametrize("loss", ["square", "booth", "matyas", "quadratic", "saddle", "dot", "line",
                                  "thermometer"])  # fmt: skip
def test_sums_of_squares_are_parabolas(loss: str) -> None:
    assert is_parabola(Experiment(loss))


@pytest.mark.parametrize("loss", ["sine", "double-well", "absolute", "quartic", "wavy", "cliff",
                                  "plateau", "rosenbrock", "logistic", "moons"])  # fmt: skip
def test_losses_of_changing_curvature_are_not(loss: str) -> None:
    assert not is_parabola(Experiment(loss))


@pytest.mark.parametrize(
    ("formula", "answer"),
    [
        ("x^2", True),
        ("(x - 1000)^2 + 5*x", True),
        ("x^2/1e6", True),
        ("x^2 + abs(x)", False),  # the same curvature 2 at every point but 0, where it is sharp
        ("where(x > 0, x^2, 3*x^2)", False),
        ("exp(x) + exp(-x)", False),  # overflows far out
        ("x^4/4 - x^2/2", False),
        ("log(x)^2", False),  # no number for half of all x
    ],
)
def test_a_typed_formula_is_judged_by_what_it_does(formula: str, answer: bool) -> None:
    assert is_parabola(Experiment(formula, (1.0,))) == answer


def test_the_double_well_is_none_even_from_its_minima_which_are_curved_alike() -> None:
    assert not is_parabola(Experiment("double-well", (1.0,)))


def test_a_gradient_by_hand_is_judged_instead_of_the_loss() -> None:
    assert is_parabola(Experiment("line", gradient="by-hand"))


def test_any_number_of_parameters_will_do() -> None:
    assert is_parabola(Experiment("square", (1.0,) * 200))
    assert not is_parabola(Experiment("rosenbrock", (-1.0, 1.0)))
