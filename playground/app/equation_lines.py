"""An equation where there is too little room for it on one line: where it breaks."""

from __future__ import annotations

import re

from PySide6.QtGui import QFontMetrics

# Where a line breaks, the first wherever it can: between values, before terms, before factors.
_PLACES = (
    r"(?<=,) (?=rounded|each part|loss|gradient|∂/|\S+ = )",
    r"(?<=\S) (?=[+−] )",
    r"(?<=\S) (?=[·/] )",
)
_DEEP, _DEEPER = " " * 6, " " * 9  # where the equation goes on, and where a term of it does


def broken(line: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return an equation on as many lines as it needs, so many pixels wide.

    It breaks before its equals signs; what is still too long, before what the number format made
    of its result, before its terms or its factors.
    """
    first, *parts = line.split(" = ")
    found = [first]
    for part in parts:
        longer = f"{found[-1]} = {part}"
        fits = metrics.horizontalAdvance(longer) <= width
        found[-1:] = [longer] if fits else [found[-1], f"{_DEEP}= {part}"]
    if not parts:
        return found
    return [line for text in found for line in wrapped(text, metrics, width)]


def wrapped(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return a part of an equation, or a list of values, on as many lines as it needs."""
    for place in _PLACES:
        if metrics.horizontalAdvance(text) <= width:
            break
        first, *parts = re.split(place, text)
        found = [first]
        for part in parts:
            longer = f"{found[-1]} {part}"
            fits = metrics.horizontalAdvance(longer) <= width
            found[-1:] = [longer] if fits else [found[-1], f"{_DEEPER}{part}"]
        if parts:
            return [line for one in found for line in wrapped(one, metrics, width)]
    return [text]
