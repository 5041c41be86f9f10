"""Numbers as people read them: fixed significant digits, ×10ⁿ instead of rows of zeros."""

from __future__ import annotations

import math
from collections.abc import Iterator

MINUS = "\N{MINUS SIGN}"
NONE = "none"  # instead of a number that was never computed
# Plain between these powers of ten: 0.001 to 99,999.
_SMALLEST_PLAIN = -3
_LARGEST_PLAIN = 4
_MOST_DIGITS = 12  # of a number that is rounded, since no field has room for more
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number_text(value: float, digits: int = 4) -> str:
    """Return the number with so many significant digits: 0.2 is "0.2000", 3.6562e-05 "3.656×10⁻⁵".

    Every number of one size has the same width, so nothing moves while values change.
    """
    return _text(value, digits, trim=False)


def short_text(value: float, digits: int = 4) -> str:
    """Return the number with at most so many significant digits: "0.2", "12", "1.5×10⁻⁵"."""
    return _text(value, digits, trim=True)


def power_text(exponent: int) -> str:
    """Return a power of ten as an axis shows it: "0.01", "1", "100", and "10⁻⁵" further out."""
    if _SMALLEST_PLAIN <= exponent <= _LARGEST_PLAIN - 1:
        return f"{10.0**exponent:.{max(-exponent, 0)}f}"
    return f"10{superscript(exponent)}"


def exact_text(value: float) -> str:
    """Return the shortest text that a field reads back as this very number: "0.2", "1e-5"."""
    value = float(value)
    if abs(value) < 1e6 and value.is_integer() and value != 0:
        return str(int(value))
    mantissa, _, exponent = repr(value).partition("e")
    mantissa = mantissa.removesuffix(".0")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def rounded_texts(text: str) -> Iterator[str]:
    """Yield the number that a field shows, then the same rounded to ever fewer digits.

    A text that is no number is yielded as it is.
    """
    yield text
    try:
        value = float(text)
    except ValueError:
        return
    for digits in range(_MOST_DIGITS, 0, -1):
        mantissa, exponent = _rounded(value, digits)
        power = f"{_finish(mantissa, True).replace(MINUS, '-')}e{exponent}"
        # 1.7e308 is rounded up to what no float can hold.
        texts = [exact_text(float(power)), power] if math.isfinite(float(power)) else [power]
        yield min(texts, key=len)


def count_text(count: int) -> str:
    """Return a whole number with its thousands apart: "100,000"."""
    return f"{count:,}".replace("-", MINUS)


def superscript(number: int) -> str:
    """Return a whole number in superscript digits: -5 gives "⁻⁵"."""
    return str(number).translate(_SUPERSCRIPTS)


def subscript(number: int) -> str:
    """Return a whole number in subscript digits: 12 gives "₁₂"."""
    return str(number).translate(_SUBSCRIPTS)


def _text(value: float, digits: int, *, trim: bool) -> str:
    value = float(value)
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    mantissa, exponent = _rounded(value, digits)
    if _SMALLEST_PLAIN <= exponent <= _LARGEST_PLAIN:
        plain = f"{value:.{max(digits - 1 - exponent, 0)}f}"
        return _finish(plain, trim)
    shown = _finish(mantissa, trim)
    power = f"10{superscript(exponent)}"
    return power if shown == "1" else f"{shown}×{power}"


def _rounded(value: float, digits: int) -> tuple[str, int]:
    if value == 0:
        return "0", 0
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return mantissa, int(exponent)


def _finish(text: str, trim: bool) -> str:
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("-")  # zero has no sign for a reader
    return text.replace("-", MINUS)
