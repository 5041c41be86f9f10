"""The number formats, as far as a written step needs to know them; no torch."""

from __future__ import annotations

import math
from typing import NamedTuple


class Format(NamedTuple):
    """A number format: the gap above 1, the smallest number above 0, digits that tell all apart."""

    name: str
    eps: float
    least: float
    digits: int

    def rounds(self, value: float) -> float:
        """Return a bound on what rounding to this format changes a value by, whole gaps apart."""
        return max(self.eps * abs(value), self.least) / 2

    def half_gap(self, value: float) -> float:
        """Return the most that rounding to this format changes this very value by."""
        _, exponent = math.frexp(value)  # value is 0.5 to 1 times two to this power
        return max(math.ldexp(self.eps, exponent - 1), self.least) / 2

    def holds(self, value: float) -> bool:
        """Whether the format has this very value."""
        return math.fmod(value, 2 * self.half_gap(value)) == 0


def other_format(dtype: str) -> str:
    """Return the number format to compare one with."""
    return "float32" if dtype == "float64" else "float64"


FORMATS = {
    one.name: one
    for one in (
        Format("float64", 2.0**-52, 2.0**-1074, 17),
        Format("float32", 2.0**-23, 2.0**-149, 9),
        Format("bfloat16", 2.0**-7, 2.0**-133, 4),
        Format("float16", 2.0**-10, 2.0**-24, 5),
    )
}
