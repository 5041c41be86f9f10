"""How many digits of a result let a reader follow what was added to the number before."""

from __future__ import annotations

import math

from playground.core.written_out.numbers import ENOUGH
from playground.core.written_out.terms import Term, value_of

_MOST = 17  # beyond that no two numbers of float64 are written alike
_SEEN = 0.1  # of what is added: as much may be lost by rounding


def enough_for(term: Term) -> int:
    """Return the digits by which the result of a term tells from its first number, to a tenth.

    Of 0.2348446 + 5.3·10⁻⁷ it takes seven. What does not begin with a number takes no more than
    others do.
    """
    first = term
    while first.kind in ("+", "−"):
        first = first.parts[0]
    if first is term or first.parts:
        return ENOUGH
    try:
        result = value_of(term)
        added = abs(result - first.value)
        most = math.floor(math.log10(abs(result)))
        digits = most + 1 + math.ceil(math.log10(0.5 / (_SEEN * added)))
    except (ArithmeticError, ValueError):  # nothing is added, or nothing is left
        return ENOUGH
    return min(max(digits, ENOUGH), _MOST)
