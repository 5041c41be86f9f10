"""A class types numbers as it writes them on paper."""

from __future__ import annotations

import pytest

from playground.core.typed_answer import typed_answer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.16", 0.16), ("0,16", 0.16), (" -0,8 ", -0.8), ("−0,8", -0.8), (",5", 0.5),
        ("0,125", 0.125), ("12,5", 12.5), ("1,4700", 1.47), ("1e-3", 0.001), ("4/25", 0.16),
        ("-1/30", -1 / 30), ("1 / 4", 0.25), ("0,5/2", 0.25), ("0/7", 0.0),
    ],
)  # fmt: skip
def test_a_point_a_comma_and_a_fraction_are_read(text: str, number: float) -> None:
    assert typed_answer(text) == number


@pytest.mark.parametrize("text", ["1,2,3", "1.000,5", "1/", "/2", "a/b", "1;2", "5,000", "1/1,000"])
def test_what_is_none_of_these_or_could_be_two_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^answer must be "):
        typed_answer(text)


@pytest.mark.parametrize("text", ["4/25/3", "1/", "/2", "a/b", "1e400/3", "1e300/1e-300", "3/0"])
def test_a_fraction_that_is_none_is_quoted_whole_or_by_the_number_that_is_wrong(text: str) -> None:
    wrong = "1e400" if text == "1e400/3" else text
    with pytest.raises(ValueError, match=f"^answer must .*'{wrong}'"):
        typed_answer(text)
