"""A shown line is short, says how many numbers it hides, and gives all of them back."""

from __future__ import annotations

import pytest

from playground.core.programs.shown import WIDEST, shown_line

NUMBERS = [k / 8 for k in range(20_000)]
LONG = f"x = torch.tensor({NUMBERS!r}, dtype=torch.float64)"


def test_a_long_line_of_data_shows_its_first_numbers_and_how_many_there_are() -> None:
    shown = shown_line(LONG)
    words = "x = torch.tensor([0.0, 0.125, 0.25, … 20,000 numbers in all], dtype=torch.float64)"
    assert shown.text == words


def test_nothing_of_a_line_is_lost() -> None:
    assert shown_line(LONG).whole == LONG


@pytest.mark.parametrize("line", ["", "x" * WIDEST, "# words " * 20, f"total([1, 2], {'y' * 99})"])
def test_what_is_short_or_no_list_of_numbers_is_shown_as_it_is(line: str) -> None:
    assert shown_line(line).text == shown_line(line).whole == line


def test_a_part_that_touches_hidden_numbers_has_all_of_them() -> None:
    shown = shown_line(LONG)
    assert shown.part(0, len(shown.text)) == LONG
    assert shown.part(0, shown.start) == "x = torch.tensor([0.0, 0.125, 0.25, "
    assert shown.part(0, shown.start + 1) == LONG.split("], dtype")[0]
    assert shown.part(shown.end, len(shown.text)) == "], dtype=torch.float64)"
