"""Which learning rates are looked at together: on the slider, in the sweep, in a range test."""

from __future__ import annotations

import math

_NEAR = 10 ** (1 / 80)  # half of a stop of the slider: so near to an end is at it
_FARTHEST = 3  # decades beyond what is usual: more is a slip, and would leave no room for the rest


def covering(usual: tuple[float, float], rate: float) -> tuple[float, float]:
    """Return what is usual for a loss, widened to the power of ten that holds the rate as well.

    A rate more than three decades beyond an end is left out: the range ends there.
    """
    low, high = usual
    if rate > high * _NEAR:
        most = math.floor(math.log10(high)) + _FARTHEST
        high = _power(min(math.ceil(math.log10(rate / _NEAR)), most))
    elif rate < low / _NEAR:
        least = math.ceil(math.log10(low)) - _FARTHEST
        low = _power(max(math.floor(math.log10(rate * _NEAR)), least))
    return low, high


def _power(exponent: int) -> float:
    return float(f"1e{exponent}")  # as it is typed: 10.0**-5 differs from 1e-5 by a rounding
