"""Formulas as drawings: LaTeX to SVG. Slow enough to be done in a thread."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from playground.formula_signs import set_as_in_tex

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from ziamath.zmath import Latex

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()  # ziamath keeps what it is doing in its modules

SIZE = 20.0  # how high letters are in a drawing, in its own pixels
COLOUR = "#010203"  # what everything in a drawing is painted with, to be replaced
MOST_KEPT = 1000  # formulas; a page of a lesson has a fifth of that at most
_kept: dict[str, str] = {}  # the oldest first
_COMMAND = re.compile(r">[^<]*?(\\[A-Za-z]+)")  # in the text of MathML
LONGEST = 600  # characters of LaTeX; typesetting takes 20 to 100 ms, and longer for longer
# As a picture a larger one takes a share of the memory that no formula needs, but \rule can ask.
WIDEST, LARGEST = 10_000.0, 1_000_000.0  # pixels on a side, and in all

# Each level inside another doubles the time: at 12 it is a minute.
DEEPEST = 6

_TOKENS = re.compile(r"\\[A-Za-z]+|\\.|\S")
_SIZES = re.compile(r'<svg [^>]*width="([^"]+)" height="([^"]+)"')


def typeset(latex: str) -> str:
    """Return the formula as SVG, or "" if it cannot be typeset; at once if it `is_at_hand`."""
    drawing = _kept.get(latex)
    if drawing is None:
        drawing = _typeset(latex)
        with _one_at_a_time:
            if len(_kept) >= MOST_KEPT:
                del _kept[next(iter(_kept))]
            _kept[latex] = drawing
    return drawing


def is_at_hand(latex: str) -> bool:
    """Whether `typeset` has this formula from before."""
    return latex in _kept


def _typeset(latex: str) -> str:
    if not latex or len(latex) > LONGEST or nesting(latex) > DEEPEST:
        return ""
    try:
        with _one_at_a_time:
            drawing: str = _typesetter()(latex, size=SIZE, color=COLOUR).svg()
    except Exception as error:  # a formula that cannot be typeset is shown as it was typed
        log.info("not typeset: %s (%s)", latex, error)
        return ""
    if not _fits(drawing):
        log.info("not typeset: %s (larger than any screen)", latex)
        return ""
    return drawing


def typesetting_fault(latex: str) -> str:
    """Return why a formula is not drawn as it is meant, "" if it is."""
    if len(latex) > LONGEST:
        return f"has more than {LONGEST} characters"
    if not typeset(latex):
        return "cannot be typeset"
    from ziamath.tex import tex2mml  # as late as the rest of it

    with _one_at_a_time:
        drawn: str = tex2mml(latex)
    unknown = _COMMAND.search(drawn)  # which is drawn as the letters that were typed
    return f"has the unknown command {unknown[1]}" if unknown is not None else ""


def nesting(latex: str) -> int:
    """Return how many levels of a formula stand inside one another, at most."""
    depth = most = run = 0
    for token in _TOKENS.findall(latex):
        run = run + 1 if token[0] == "\\" else 0  # \sqrt\sqrt\sqrt x has no braces
        depth += token in ("{", r"\left", r"\begin")
        depth = max(depth - (token in ("}", r"\right", r"\end")), 0)
        most = max(most, depth + max(run - 2, 0))
    return most


def _fits(drawing: str) -> bool:
    found = _SIZES.match(drawing)
    if found is None:
        return False
    across, up = float(found[1]), float(found[2])
    return max(across, up) <= WIDEST and across * up <= LARGEST


@cache
def _typesetter() -> type[Latex]:
    """ziamath, imported late: that takes 0.2 s, which nobody should wait for."""
    with warnings.catch_warnings():
        # It opens its font in a way that Python 3.11 calls out of date.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex, Math
    config.svg2 = False  # of SVG 2, QtSvg draws nothing but fraction bars

    class Signed(Math):
        """What Latex hands its MathML to, since that draws as soon as it is made."""

        def __init__(self, mathml: Element, *others: Any, **named: Any) -> None:  # Math's own
            set_as_in_tex(mathml)
            super().__init__(mathml, *others, **named)

    class Formula(Latex, Signed):
        """Latex, and after it Signed."""

    return Formula
