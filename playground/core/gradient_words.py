"""Whether a gradient of another origin is autograd's, in one or two sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.core import words

Floats = NDArray[np.float64]

_SAME = 1e-12  # relative: a ratio that is told by a word or a count, −1 or the number of rows


class Found(NamedTuple):
    """Gradients at P thetas, the asked one first, each (P, n): another one, and autograd's.

    `off` is where they differ by more than rounding; `ratio` is the one number between them.
    """

    points: Floats
    given: Floats
    exact: Floats
    off: NDArray[np.bool_]
    ratio: float | None

    @property
    def wrong(self) -> int:
        """The first component that differs at the asked theta, else at any; −1 if none does."""
        for off in (self.off[0], self.off.any(axis=0)):
            if off.any():
                return int(off.argmax())
        return -1

    @property
    def here(self) -> bool:
        """Whether they differ at the asked theta."""
        return bool(self.off[0].any())


def verdict(found: Found, names: Sequence[str], rows: int) -> str:
    """Return which component of `names` is wrong and where, and what all of them have in common.

    `rows` is how many rows of data the loss is of, 0 without data.
    """
    if found.wrong < 0:
        elsewhere = np.isfinite(found.exact[1:]).all(axis=1).any()
        return f"It agrees with autograd, here{' and at other thetas' if elsewhere else ''}."
    return _first(found, names) + _all(found.ratio, rows)


def _first(found: Found, names: Sequence[str]) -> str:
    wrong, name = found.wrong, names[found.wrong]
    at = int(found.off[:, wrong].argmax())
    place = f"{name} = {words.number(found.points[at, wrong], 4)}"
    place = place if len(names) == 1 else f"another theta, {place}"
    is_wrong = "is wrong" if found.here else f"is right here but wrong at {place}"
    given, exact = _told_apart(float(found.given[at, wrong]), float(found.exact[at, wrong]))
    return f"∂L/∂{name} {is_wrong}: {given}, where autograd has {exact}."


def _all(ratio: float | None, rows: int) -> str:
    if ratio is None:
        return ""
    if math.isclose(ratio, -1, rel_tol=_SAME):
        return " Every component has the wrong sign."
    why = ""
    if rows and math.isclose(ratio, rows, rel_tol=_SAME):
        why = f": it sums over the {rows} rows where the loss takes a mean"
    return f" Every component is {_factor(ratio)} times autograd's{why}."


def _factor(ratio: float) -> str:
    """The ratio to four digits, or if it is nearly 1 to three digits of what it is off by."""
    off = abs(ratio - 1)
    return words.number(ratio, min(3 + math.ceil(-math.log10(off)), 17) if 0 < off < 0.1 else 4)


def _told_apart(first: float, second: float) -> tuple[str, str]:
    """Both numbers to five digits, or to as many more as it takes to read that they differ."""
    digits = 5
    while digits < 17 and words.number(first, digits) == words.number(second, digits):
        digits += 1
    return words.number(first, digits), words.number(second, digits)
