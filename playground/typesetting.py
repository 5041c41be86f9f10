"""Formulas as drawings: LaTeX to SVG. Slow enough to be done in a thread."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ziamath.zmath import Latex

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()  # ziamath keeps what it is doing in its modules

SIZE = 20.0  # how high letters are in a drawing, in its own pixels
COLOUR = "#010203"  # what everything in a drawing is painted with, to be replaced
_COMMAND = re.compile(r">[^<]*?(\\[A-Za-z]+)")  # in the text of MathML
LONGEST = 600  # characters of LaTeX; typesetting takes 20 to 100 ms, and longer for longer


@lru_cache(maxsize=512)
def typeset(latex: str) -> str:
    """Return the formula as SVG, or "" if it cannot be typeset."""
    if not latex or len(latex) > LONGEST:
        return ""
    try:
        with _one_at_a_time:
            drawing: str = _typesetter()(latex, size=SIZE, color=COLOUR).svg()
    except Exception as error:  # a formula that cannot be typeset is shown as it was typed
        log.info("not typeset: %s (%s)", latex, error)
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


@cache
def _typesetter() -> type[Latex]:
    """ziamath, imported late: that takes 0.2 s, which nobody should wait for."""
    with warnings.catch_warnings():
        # It opens its font in a way that Python 3.11 calls out of date.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex
    config.svg2 = False  # of SVG 2, QtSvg draws nothing but fraction bars
    return Latex
