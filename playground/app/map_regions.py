"""Where on a map a region of one colour is widest, so that its name can stand there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.app.map_words import OUTCOME_WORDS
from playground.core.maps import MAP_OUTCOMES, BasinMap

_CELLS = 64  # along each side on which regions are looked at
_NARROWEST = 2  # cells from its middle to its edge: a number has room, …
_FOR_WORDS = 4  # … and a word

Flags = NDArray[np.bool_]


class RegionName(NamedTuple):
    """A name, and its column and row as shares of the map, from 0 to 1."""

    text: str
    column: float
    row: float


def region_names(made: BasinMap, colouring: str, named: frozenset[int]) -> list[RegionName]:
    """Return a name for each wide region; minima that are already `named` get none."""
    stride = max(1, -(-max(made.outcome.shape) // _CELLS))
    outcome, minimum = made.outcome[::stride, ::stride], made.minimum[::stride, ::stride]
    found = []
    rest = np.ones(outcome.shape, bool)
    if colouring != "outcome":
        rest = minimum < 0
        for number in set(np.unique(minimum).tolist()) - named:
            if number >= 0:
                found.append((str(number + 1), minimum == number, _NARROWEST))
    for code, name in enumerate(MAP_OUTCOMES):
        found.append((OUTCOME_WORDS[name], rest & (outcome == code), _FOR_WORDS))
    places = [(text, _middle(flags, least)) for text, flags, least in found]
    height, width = outcome.shape
    return [
        RegionName(text, (place[1] + 0.5) / width, (place[0] + 0.5) / height)
        for text, place in places
        if place is not None
    ]


def _middle(flags: Flags, least: int) -> tuple[int, int] | None:
    """Return the row and column farthest from the edge; None if it is nearer than `least`."""
    left, depth = np.pad(flags, 1), 0
    last = left
    while left.any():
        last, depth = left, depth + 1
        left = left.copy()
        left[1:-1, 1:-1] &= last[:-2, 1:-1] & last[2:, 1:-1] & last[1:-1, :-2] & last[1:-1, 2:]
    if depth <= least:
        return None
    rows, columns = np.nonzero(last)
    near = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
    return int(rows[near]) - 1, int(columns[near]) - 1
