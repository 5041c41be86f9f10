"""Numbers as a person types them, read by one rule in the window and on the command line."""

from __future__ import annotations

import math
import re
from decimal import Decimal

LONGEST = 100  # characters of a number; any that can be held exactly has a shorter text
LONGEST_LIST = 2000  # characters of a list of numbers
_LONGEST_QUOTED = 40
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WITH_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_NO_NUMBERS = ("inf", "infinity", "nan")  # known to Python; refused, but for being not finite


def typed_number(name: str, text: str) -> float:
    """Return the number that was typed, with a point whatever the language of the system.

    Raises ValueError naming the field, the rule and what was typed.
    """
    _require_short(name, text)
    number = read_number(text)
    if number is None:
        pointed = _pointed(text)
        rule = f"with a point: type {pointed}," if pointed else "such as 0.1 or 1e-3,"
        raise ValueError(f"{name} must be a number {rule} not {quoted(text)}")
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number, not {quoted(text)}")
    if underflows(text):
        raise ValueError(
            f"{name} must be a number such as 0.1 or 1e-3, not {quoted(text)}, which is smaller "
            "than any number that can be held"
        )
    return number


def typed_whole(name: str, text: str) -> int:
    """Return the whole number that was typed, exactly; 1e3 is one too. Raises ValueError."""
    _require_short(name, text)
    number = read_number(text)
    if number == 0 and not underflows(text):
        return 0
    if number and math.isfinite(number):
        exact = Decimal(_plain(text))  # a float would round what has more than 15 digits
        if exact == exact.to_integral_value():
            return int(exact)
    raise ValueError(f"{name} must be a whole number such as 20, not {quoted(text)}")


def read_number(text: str) -> float | None:
    """Return the number nearest to the text, infinity and 0 included; None if it is no number."""
    plain = _plain(text)
    if _NUMBER.fullmatch(plain) or plain.lower().lstrip("+-") in _NO_NUMBERS:
        return float(plain)
    return None


def underflows(text: str) -> bool:
    """Whether a number is read as 0 though it is none, such as 1e-400."""
    return read_number(text) == 0 and bool(re.search("[1-9]", re.split("[eE]", _plain(text))[0]))


def quoted(value: object) -> str:
    """Return a value as it may stand in a one-line error: text in quotes, and all cut if long."""
    if isinstance(value, str):
        line = _one_line(value)
        return f"'{_cut(line)}'" if line else "empty"
    try:
        written = repr(value[:_LONGEST_QUOTED] if isinstance(value, list | tuple) else value)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return "a number of thousands of digits"
    return _cut(_one_line(written))


def plain(value: float) -> str:
    """Return a number as a person types it, for where it need not be whole: -1, 1e308."""
    return quoted(value).removesuffix(".0").replace("e+", "e")


def is_finite(value: float) -> bool:
    """Whether a float can hold the number; a whole number may be too large for it."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _pointed(text: str) -> str:
    """Return what is to be typed for a number with a comma, both if it can be two; else ""."""
    plain = _plain(text)
    if not _WITH_COMMA.fullmatch(plain):
        return ""
    pointed = plain.replace(",", ".")
    return f"{plain.replace(',', '')} or {pointed}" if _THOUSANDS.fullmatch(plain) else pointed


def _require_short(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise ValueError(f"{name} must be at most {LONGEST} characters long, not {quoted(text)}")


def _plain(text: str) -> str:
    """Return a number as Python reads it; 1.78×10⁻⁴, as we write one, is typed back as it is."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    power = _POWER.fullmatch(plain)
    return f"{power[1]}e{power[2].translate(_UPRIGHT)}" if power else plain


_POWER = re.compile(r"([+-]?[0-9.]+) ?(?:×|\*) ?10([⁺⁻]?[⁰¹²³⁴-⁹]+)")
_UPRIGHT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


def _one_line(text: str) -> str:
    line = " ".join(text.lstrip()[: 10 * _LONGEST_QUOTED].split())
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else f"{text[: _LONGEST_QUOTED - 1]}…"
