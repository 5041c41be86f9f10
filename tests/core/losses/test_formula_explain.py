"""A typed loss that is no number says why, in words for someone who never met NaN."""

import math

import pytest
import torch

from playground.core.losses import find_loss
from playground.core.tensors import gradient_of

NO_VALUE = [
    ("log(x - 1)", (0.5,), "log of a negative number (x − 1 = −0.5)"),
    ("2 + log(-x)", (0.25,), "log of a negative number (−x = −0.25)"),
    ("log(x)", (0.0,), "log of zero (x = 0)"),
    ("sqrt(x) + y", (-4.0, 1.0), "square root of a negative number (x = −4)"),
    ("1/(x - y)", (2.0, 2.0), "division by zero (x − y = 0)"),
    ("x^0.5", (-1.0,), "a negative number to a fractional power (x = −1, to the power 0.5)"),
    ("x^-2", (0.0,), "division by zero, as zero to a negative power (x = 0)"),
    ("where(x > 0, sqrt(x), log(x))", (-1.0,), "log of a negative number (x = −1)"),
    ("log(sqrt(x))", (-1.0,), "square root of a negative number (x = −1)"),
]
NO_SLOPE = [
    ("sqrt(x)", (0.0,), "the square root is infinitely steep at zero (x = 0)"),
    ("sqrt(x^2 + y^2)", (0.0, 0.0), "the square root is infinitely steep at zero (x² + y² = 0)"),
    ("x^0.5", (0.0,), "the power 0.5 is infinitely steep at zero (x = 0)"),
    (
        "x^y",
        (-2.0, 2.0),
        "the slope of a power in its exponent takes the log of a negative number (x = −2)",
    ),
]
BRANCH = "where() also computes the branch that it does not take, and there: "
PITFALLS = [
    ("where(x > 0, sqrt(x), 0)", 0.0, "the square root is infinitely steep at zero (x = 0)"),
    ("where(x > 0, sqrt(x), 0)", -1.0, "square root of a negative number (x = −1)"),
    ("where(x > 0, 1/x, 0)", 0.0, "division by zero (x = 0)"),
    ("where(x > 0, log(x), x)", 0.0, "log of zero (x = 0)"),
    ("where(x < 50, x, exp(x^3))", 20.0, "the numbers get too large"),
]


def at(text: str, theta: tuple[float, ...]) -> tuple[float, bool, str]:
    """The loss, whether its gradient is finite, and why not."""
    entry = find_loss(text)
    assert entry.function is not None
    assert entry.explain is not None
    leaf = torch.tensor(theta, requires_grad=True)
    loss = entry.function(leaf)
    finite = bool(gradient_of(loss, leaf).isfinite().all())
    return loss.item(), finite, entry.explain(leaf.detach())


@pytest.mark.parametrize(("text", "theta", "reason"), NO_VALUE)
def test_a_loss_without_a_value_says_why(text: str, theta: tuple[float, ...], reason: str) -> None:
    loss, _, why = at(text, theta)
    assert not math.isfinite(loss)
    assert why == reason


@pytest.mark.parametrize(("text", "theta", "reason"), NO_SLOPE)
def test_a_value_without_a_slope_says_why(text: str, theta: tuple[float, ...], reason: str) -> None:
    loss, finite, why = at(text, theta)
    assert math.isfinite(loss)
    assert not finite
    assert why == reason


@pytest.mark.parametrize(("text", "theta", "reason"), PITFALLS)
def test_the_branch_that_where_does_not_take_can_spoil_the_gradient(
    text: str, theta: float, reason: str
) -> None:
    loss, finite, why = at(text, (theta,))
    assert math.isfinite(loss)
    assert not finite
    assert why == BRANCH + reason


@pytest.mark.parametrize(
    ("text", "theta"),
    [
        ("exp(x)", 1000.0),
        ("x^2", 1e30),
        ("exp(x) - exp(x)", 1000.0),
        ("x^4/x^4", 1e20),
        ("x^2", math.inf),
        ("log(x)", math.nan),
    ],
)
def test_numbers_that_merely_get_too_large_are_left_to_be_called_overflow(
    text: str, theta: float
) -> None:
    loss, _, why = at(text, (theta,))
    assert not math.isfinite(loss)
    assert why == ""


@pytest.mark.parametrize("text", ["x^2", "where(x > 5, log(x - 5), x)", "sqrt(x) + abs(x)"])
def test_nothing_is_explained_where_everything_is_a_number(text: str) -> None:
    assert at(text, (3.0,))[2] == "" or not at(text, (3.0,))[1]
    loss, finite, why = at("sqrt(x) + abs(x - 3)", (3.0,))
    assert math.isfinite(loss)
    assert finite
    assert why == ""


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
def test_the_reason_is_found_in_every_dtype(dtype: torch.dtype) -> None:
    explain = find_loss("x^2 + log(y)/3").explain
    assert explain is not None
    assert explain(torch.tensor([1.0, -0.5], dtype=dtype)) == "log of a negative number (y = −0.5)"
