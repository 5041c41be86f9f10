"""Every part of a formula is found again in the text that was typed."""

from __future__ import annotations

import pytest

from playground.core.losses.grammar import parse
from playground.core.losses.spans import spans
from playground.core.losses.tree import Call


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x^2 + 10*y**2", {"x^2 + 10*y**2", "x^2", "10*y**2", "y**2"}),
        ("2(x + 1)x ", {"2(x + 1)x", "2(x + 1)", "x + 1"}),
        ("-(x)²·3", {"-(x)²·3", "-(x)²", "(x)²"}),
        ("3x y", {"3x y", "3x"}),
        ("2 ^ -x ^ 2", {"2 ^ -x ^ 2", "-x ^ 2", "x ^ 2"}),
        ("ln( (x + 1) ) - ((x))", {"ln( (x + 1) ) - ((x))", "ln( (x + 1) )", "x + 1"}),
        ("-(+x)*2", {"-(+x)*2", "-(+x)"}),
        ("a - +x", {"a - +x"}),
        ("sin(x)cos(y)", {"sin(x)cos(y)", "sin(x)", "cos(y)"}),
        ("max(x, (y), 3)", {"max(x, (y), 3)"}),
    ],
)
def test_operations_are_found_where_they_were_typed(text: str, parts: set[str]) -> None:
    places = spans(parse(text), text)
    found = {text[slice(*span)] for node, span in places.items() if isinstance(node, Call)}
    assert found == parts


def test_two_parts_that_look_alike_have_two_places() -> None:
    text = "θ_1 + x·θ1"
    places = spans(parse(text), text)
    named = sorted(span for node, span in places.items() if not isinstance(node, Call))
    assert [text[slice(*span)] for span in named] == ["θ_1", "x", "θ1"]


def test_where_has_the_place_of_its_condition_too() -> None:
    text = "where((x) > 0, sqrt(x) , -x)/(1+x)"
    places = spans(parse(text), text)
    found = {text[slice(*span)] for node, span in places.items() if isinstance(node, Call)}
    assert found == {text, "where((x) > 0, sqrt(x) , -x)", "(x) > 0", "sqrt(x)", "-x", "1+x"}
