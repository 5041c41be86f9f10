"""What a typed rule carries on of the directions before is found, whatever it is called."""

from __future__ import annotations

import pytest

from playground.core.optimizers.base import Carried, Sizes
from playground.core.optimizers.typed import find_optimizer


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("v = 0.9*v + gradient; theta = theta - lr*v", Carried("v", uphill=True)),
        ("v = 0.9*v - lr*gradient; theta = theta + v", Carried("v", uphill=False)),
        (
            "u = lr*gradient; m = 0.9*m + 0.1*gradient; theta = theta - u - lr*m",
            Carried("m", uphill=True),
        ),
        (
            "s = 0.9*s + 0.1*gradient^2; m = b*m + (1-b)*gradient; b = 0.9; "
            "theta = theta - lr*m/(sqrt(s) + 1e-8)",
            Carried("m", uphill=True),
        ),
        ("s = s + gradient^2; theta = theta - lr*gradient/sqrt(s)", None),
        ("u = lr*gradient; theta = theta - u", None),
        ("theta = theta - lr*gradient", None),
    ],
)
def test_a_mean_of_gradients_is_carried_on_and_one_of_squares_is_not(
    rule: str, found: Carried | None
) -> None:
    assert find_optimizer(rule).momentum == found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("s = 0.9*s + 0.1*gradient^2; theta = theta - lr*gradient/sqrt(s)", Sizes("s", True)),
        ("u = max(0.9*u, abs(gradient)); theta = theta - lr*gradient/u", Sizes("u", False)),
        ("v = 0.9*v + gradient; theta = theta - lr*v", None),
        ("w = gradient^2; theta = theta - lr*w", None),
        ("n = n + 1; theta = theta - lr*gradient/n", None),
    ],
)
def test_sizes_are_what_grows_with_the_gradient_and_not_with_its_sign(
    rule: str, found: Sizes | None
) -> None:
    assert find_optimizer(rule).sizes == found
