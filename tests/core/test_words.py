"""Numbers as sentences show them."""

from __future__ import annotations

import pytest

from playground.core import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (1.0, "1"), (-1.0, "−1"), (0.6, "0.6"), (2.0 / 3, "0.667"),
        (0.9999, "1"), (9.999, "10"), (1469.77, "1,470"),
        (999_999.0, "1×10⁶"), (123456.0, "123,000"),
        (3.6562e-05, "3.66×10⁻⁵"), (0.00123, "0.00123"), (-2.5e-7, "−2.5×10⁻⁷"),
        (3.4028235e38, "3.4×10³⁸"), (65504.0, "65,500"), (1e100, "1×10¹⁰⁰"),
    ],
)  # fmt: skip
def test_numbers_have_three_digits_and_no_e(value: float, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0.6, "0.6"), (-0.8, "−0.8"), (0.9983012, "0.9983"), (0.9998, "0.9998"),
        (-1.0002, "−1.0002"), (1.059, "1.059"), (1.0, "1"), (-57.834, "−57.8"),
    ],
)  # fmt: skip
def test_factors_are_told_from_one(rate: float, text: str) -> None:
    assert words.factor(rate) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2 / 3, "0.6666"), (0.0329782, "0.03297"), (3.39938e-4, "3.399×10⁻⁴"), (1.0, "1"),
        (2 / 2.0000000000000004, "1"), (0.99999, "0.9999"), (1e-300, "1×10⁻³⁰⁰"),
        (123.456, "123.4"),
    ],
)  # fmt: skip
def test_a_limit_is_never_rounded_up(value: float, text: str) -> None:
    assert words.limit(value) == text


def test_places_are_named_up_to_three_parameters() -> None:
    assert words.place(("w",), (2.0,)) == "w = 2"
    assert words.place(("w", "b"), (5.3671, -17.3012)) == "(w, b) = (5.37, −17.3)"
    assert words.place(("a", "b", "c", "d"), (1.0, 1.0, 1.0, 1.0)) == ""


def test_parameters_are_called_by_their_names_up_to_three() -> None:
    assert words.names(("x",)) == "x"
    assert words.names(("w", "b")) == "(w, b)"
    assert words.names(("a", "b", "c", "d")) == "θ"


def test_what_is_offered_agrees_with_how_many_there_are() -> None:
    assert words.offered(["autograd", "by-hand"]) == "there are autograd, by-hand"
    assert words.offered(iter(["autograd"])) == "there is only autograd"


def test_counts_agree_with_their_noun() -> None:
    assert words.count(1) == "1 step"
    assert words.count(34_500, "more step") == "34,500 more steps"


def test_two_numbers_are_told_with_as_many_digits_as_show_their_difference() -> None:
    assert words.differing(1.0, 2.0) == ("1", "2")
    assert words.differing(-19.5996, -19.5992) == ("−19.6", "−19.599")
    assert words.differing(0.5, 0.5) == ("0.5", "0.5")
