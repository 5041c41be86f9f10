"""Numbers and names as a written-out step shows them."""

from __future__ import annotations

import math
from decimal import Decimal

ENOUGH, FEWEST, MOST = 5, 3, 6  # digits of a result
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(value: float, digits: int = MOST) -> str:
    """Return the number to so many significant digits: 0.6, −12, 3.6562×10⁻⁵, ∞."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = int(exponent)
    if -4 <= power < min(digits, 7):  # never a 0 in place of a digit that was not kept
        return _trimmed(f"{Decimal(mantissa).scaleb(power):f}")
    return f"{_trimmed(mantissa)}×10{str(power).translate(_SUPERSCRIPTS)}"


def at_step(name: str, step: int) -> str:
    """Return a parameter's name at a step: θ₁₂, or θ₁⁽¹²⁾ where the name has a number already."""
    if name[-1:].isdigit():  # subscripts are digits too
        return f"{name}⁽{str(step).translate(_SUPERSCRIPTS)}⁾"
    return f"{name}{str(step).translate(_SUBSCRIPTS)}"


def raised(step: int) -> str:
    """Return a whole number in raised digits: 12 gives ¹²."""
    return str(step).translate(_SUPERSCRIPTS)


def _trimmed(text: str) -> str:
    text = text.replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text
