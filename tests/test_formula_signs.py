"""A formula is set as TeX sets it: the braces of {-} are TeX's own way to write a sign."""

from __future__ import annotations

import re

import pytest

from playground.typesetting import typeset

_WIDTH = re.compile(r'<svg [^>]*width="([^"]+)"')


def _width(latex: str) -> float:
    found = _WIDTH.match(typeset(latex))
    assert found is not None
    return float(found[1])


@pytest.mark.parametrize(
    ("typed", "in_tex"),
    [
        ("x = -1", "x = {-}1"),
        ("(3, -4)", "(3, {-}4)"),
        (r"f(-\pi)", r"f({-}\pi)"),
        (r"x = \pm 1", r"x = {\pm}1"),
        (r"2 \cdot -3", r"2 \cdot {-}3"),
        (r"\left(-1\right)", r"\left({-}1\right)"),
    ],
)
def test_a_sign_stands_at_its_number(typed: str, in_tex: str) -> None:
    assert _width(typed) == pytest.approx(_width(in_tex))


@pytest.mark.parametrize("left", ["x", "f(x)", "x^2", "|x|", "x!", r"\frac{1}{2}"])
def test_a_difference_keeps_its_room(left: str) -> None:
    assert _width(f"{left} - 1") > _width(f"{left}{{-}}1") + 5


def test_a_bracket_stands_at_its_function() -> None:
    assert _width(r"\cos(x)") < _width(r"\cos{(x)}")
    assert _width(r"\cos x") > _width(r"\mathrm{cos}x")
