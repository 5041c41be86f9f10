"""A typed number is read exactly or refused in one short line that quotes what was typed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core import words
from playground.core.settings import Setting, Value
from playground.core.typed import quoted, typed_number, typed_whole

NUMBER, WHOLE = Setting(0.0), Setting(10, minimum=1)
STEPS = Setting((10, 15))
SMALL = "which is smaller than any number that can be held"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_from_its_text(number: float) -> None:
    assert repr(typed_number("a", repr(number))) == repr(number)
    assert repr(NUMBER.parse("a", repr(number))) == repr(number)


@given(st.floats(-1e308, 1e308) | st.floats(-1e6, 1e6), st.integers(1, 9))
def test_a_number_can_be_typed_as_it_is_shown_but_for_commas(number: float, digits: int) -> None:
    shown = words.number(number, digits)
    assert typed_number("a", shown.replace(",", "")) == float(f"{number:.{digits}g}")


@given(st.integers(-(10**98), 10**98))
def test_every_whole_number_is_read_exactly(number: int) -> None:
    assert typed_whole("a", str(number)) == number


@pytest.mark.parametrize(
    ("text", "whole"),
    [("1e3", 1000), ("2.50e1", 25), (" 7 ", 7), ("9223372036854775807.0", 2**63 - 1),
     ("1e30", 10**30), ("\N{MINUS SIGN}3", -3), ("0e999999999", 0), ("-0.0", 0)],
)  # fmt: skip
def test_a_whole_number_may_be_typed_in_any_way(text: str, whole: int) -> None:
    assert typed_whole("a", text) == whole


REFUSED = {
    "": "empty",
    "  ": "empty",
    "abc": "'abc'",
    "1_000": "'1_000'",
    "١٢٣": "'١٢٣'",
    "１２": "'１２'",
    "0x10": "'0x10'",
    "1 2": "'1 2'",
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_what_is_no_number_is_refused_alike_everywhere(text: str, said: str) -> None:
    number = f"a must be a number such as 0.1 or 1e-3, not {said}"
    whole = f"a must be a whole number such as 20, not {said}"
    for read, rule in (
        (typed_number, number),
        (NUMBER.parse, number),
        (typed_whole, whole),
        (WHOLE.parse, whole),
    ):
        with pytest.raises(ValueError, match=r"^a must") as refused:
            read("a", text)
        assert str(refused.value) == rule


@pytest.mark.parametrize(
    "text", ["1e-400", "-0.1e-500", "\N{MINUS SIGN}1e-324", "1e-99999999999999999999"]
)
def test_only_zero_is_zero(text: str) -> None:
    assert typed_number("a", "0e-400") == typed_number("a", "0." + "0" * 97) == 0
    with pytest.raises(ValueError, match=f"not '{text}', {SMALL}$"):
        typed_number("a", text)
    with pytest.raises(ValueError, match="must be a whole number such as 20"):
        typed_whole("a", text)


@pytest.mark.parametrize("text", ["1e999", "-1e400", "inf", "NaN", "-Infinity"])
def test_what_is_not_finite_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"a must be a finite number, not '{text}'"):
        typed_number("a", text)
    with pytest.raises(ValueError, match=f"a must be a whole number such as 20, not '{text}'"):
        typed_whole("a", text)


@pytest.mark.parametrize("text", ["1,,2", "1,2,", ",1", "", "1;2", "3,2", "1_0,20", "5,1e20"])
def test_step_numbers_are_a_list_without_gaps(text: str) -> None:
    with pytest.raises(ValueError, match="a must be rising step numbers such as 30,80, not") as no:
        STEPS.parse("a", text)
    assert str(no.value).endswith(f"not {quoted(text)}")


@pytest.mark.parametrize("text", ["3,7,12", "3 7 12", " 3 , 7  12 "])
def test_step_numbers_are_separated_by_commas_or_spaces(text: str) -> None:
    assert STEPS.parse("a", text) == (3, 7, 12)


Read = Callable[[str, str], Value]


@pytest.mark.parametrize(
    "text",
    ["9" * 5_000_000, "x" * 5_000_000, " " * 10_000 + "x" * 10_000],
    ids=["digits", "letters", "spaces"],
)
@pytest.mark.parametrize(
    "read",
    [typed_number, typed_whole, NUMBER.parse, WHOLE.parse, STEPS.parse,
     Setting("cos", choices=("cos", "linear")).parse, Setting(False).parse],
)  # fmt: skip
def test_endless_text_is_refused_at_once_in_a_short_line(read: Read, text: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match=r"^a must be") as refused:
        read("a", text)
    assert time.process_time() - start < 0.02  # far less here; reading the digits takes 50 ms
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    "value",
    [10**5000, [10**5000], "a\nb\x1b" * 50, [1] * 10**6, (0.1,) * 99],
    ids=["whole", "whole in a list", "text", "list", "tuple"],
)
def test_a_value_is_quoted_in_one_short_printable_line(value: object) -> None:
    assert len(quoted(value)) <= 42
    assert quoted(value).isprintable()


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("0,5", "0.5"),
        (",5", ".5"),
        ("−1,25", "-1.25"),
        ("1,5e-3", "1.5e-3"),
        ("1,500", "1500 or 1.500"),  # a comma may stand between thousands
    ],
)
def test_a_number_with_a_comma_is_refused_with_the_one_to_type(text: str, instead: str) -> None:
    rule = f"learning_rate must be a number with a point: type {instead}, not {text!r}"
    for read in (typed_number, NUMBER.parse):
        with pytest.raises(ValueError, match=r"^learning_rate must") as raised:
            read("learning_rate", text)
        assert str(raised.value) == rule
    with pytest.raises(ValueError, match="steps must be a whole number such as 20, not"):
        typed_whole("steps", text)


@pytest.mark.parametrize("text", ["1,2,3", "1,", ",", "a,b", "1.5,2"])
def test_other_text_with_a_comma_is_no_number_with_a_comma(text: str) -> None:
    with pytest.raises(ValueError, match="must be a number such as"):
        typed_number("learning_rate", text)
