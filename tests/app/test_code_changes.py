"""What is found to have changed makes the new text of the old one, and no more than that."""

from __future__ import annotations

import random

import pytest

from playground.app.code_changes import changed_lines, followed, gaps, in_words, swaps

BEFORE = ["a", "b", "c", "d", "e"]


def test_swaps_make_the_new_text_of_the_old_one() -> None:
    draw = random.Random(0)
    for _ in range(200):
        before, after = (draw.choices("abcd", k=draw.randrange(8)) for _ in range(2))
        made = list(before)
        for swap in reversed(swaps(before, after)):
            made[swap.start : swap.end] = after[swap.after_start : swap.after_end]
        assert made == after


@pytest.mark.parametrize(
    ("after", "changed", "gone"),
    [
        (["a", "B", "c", "d", "e"], {1}, set()),
        (["a", "b", "new", "c", "d", "e"], {2}, set()),
        (["a", "b", "d", "e"], set(), {2}),
        (["a", "b", "c", "d", "e"], set(), set()),
    ],
)
def test_only_the_lines_that_differ_are_marked(
    after: list[str], changed: set[int], gone: set[int]
) -> None:
    found = swaps(BEFORE, after)
    assert (changed_lines(found), gaps(found)) == (changed, gone)


def test_a_line_that_stays_is_found_again() -> None:
    after = ["new", "a", "c", "d", "more", "e"]
    found = swaps(BEFORE, after)
    for number, line in enumerate(BEFORE):
        if line in after:
            assert after[followed(number, found)] == line


def test_changes_are_said_in_words() -> None:
    assert in_words(frozenset({4}), frozenset()) == "Changed: line 5."
    assert in_words(frozenset({4, 5, 6, 9}), frozenset()) == "Changed: lines 5–7, 10."
    assert in_words(frozenset(), frozenset({2})) == "Lines were taken out."
    assert in_words(frozenset(), frozenset()) == ""
