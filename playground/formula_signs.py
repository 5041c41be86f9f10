"""Signs and functions of a formula stand as TeX sets them, which MathML by itself does not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SIGNS = frozenset("+-−±∓")
_CLOSING = frozenset(")]}|‖⟩⌉⌋!′%")  # after these, a sign is between two terms
_THIN = "\u2009"


def set_as_in_tex(formula: Element) -> None:
    """Change MathML in place: a sign that follows an operator is the sign of what comes next.

    As in "= −1" and "(3, −4)", it stands at its number (The TeXbook, appendix G, rule 5); and so
    does the bracket behind the name of a function, as in "cos(x)".
    """
    for row in formula.iter():
        for before, part in pairwise(row):
            if _is_operator(before) and _text(part) in _SIGNS:
                part.tag = "mo"  # a plus-minus comes as a letter
                part.attrib.update(form="prefix", lspace="0", rspace="0")
            elif _is_function(before) and _text(part) == "(":
                before.tag = "mtext"  # a name has a space on both sides, a text only its own
                before.text = _THIN + _text(before)


def _is_operator(part: Element) -> bool:
    """Whether a term is still to come: after a relation, a comma, an open bracket, another sign."""
    return part.tag.endswith("mo") and _text(part) not in _CLOSING


def _is_function(part: Element) -> bool:
    return part.tag.endswith("mi") and len(_text(part)) > 1 and not part.attrib


def _text(part: Element) -> str:
    return (part.text or "").strip()
