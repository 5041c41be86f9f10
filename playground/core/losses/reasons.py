"""Why an operation gives no number, or has no slope, in words for someone new to NaN."""

from __future__ import annotations

import math
from collections.abc import Sequence


def reason(function: str, arguments: Sequence[float], texts: Sequence[str] = ()) -> str:
    """Say why the operation on finite arguments is no number; "" if it merely is too large.

    `texts` are the arguments as formulas, to be named beside their values.
    """
    first = arguments[0]
    shown = [_shown(value, text) for value, text in zip(arguments, texts or [""] * 2, strict=False)]
    if function == "log" and first < 0:
        return f"log of a negative number ({shown[0]})"
    if function == "log" and first == 0:
        return "log of zero" + _named(texts, 0)
    if function == "sqrt" and first < 0:
        return f"square root of a negative number ({shown[0]})"
    if function == "/" and arguments[1] == 0:
        return "division by zero" + _named(texts, 1)
    if function == "^":
        return _power_reason(first, arguments[1], shown, texts)
    return ""


def _power_reason(base: float, exponent: float, shown: Sequence[str], texts: Sequence[str]) -> str:
    if base < 0 and exponent != math.floor(exponent):
        return f"a negative number to a fractional power ({shown[0]}, to the power {shown[1]})"
    if base == 0 and exponent < 0:
        return "division by zero, as zero to a negative power" + _named(texts, 0)
    return ""


def slope_reason(function: str, arguments: Sequence[float], texts: Sequence[str]) -> str:
    """Say why an operation that has a value has no finite slope; "" if it merely is too large."""
    first = arguments[0]
    if function == "sqrt" and first == 0:
        return "the square root is infinitely steep at zero" + _named(texts, 0)
    if function == "^" and first == 0 and 0 < arguments[1] < 1:
        power = _shown(arguments[1], "")
        return f"the power {power} is infinitely steep at zero" + _named(texts, 0)
    if function == "^" and first < 0:
        base = _shown(first, texts[0] if texts else "")
        return f"the slope of a power in its exponent takes the log of a negative number ({base})"
    return ""


def _shown(value: float, text: str) -> str:
    number = f"{value:.4g}".replace("-", "−")
    return number if text in ("", number) or len(text) > 30 else f"{text} = {number}"


def _named(texts: Sequence[str], index: int) -> str:
    if not texts or texts[index] in ("", "0") or len(texts[index]) > 30:
        return ""
    return f" ({texts[index]} = 0)"
