"""Numbers and theta as a sentence shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Context, Decimal

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROUNDING = 1e-12  # relative: a limit of 1 that came out less by this is still 1
DIGITS = 3  # of a number in a sentence, where nothing else is said
_MOST_DIGITS = 9
MOST_SHOWN = 3  # parameters beyond which a sentence would no longer be read


def number(value: float, digits: int = DIGITS) -> str:
    """The value to so many significant digits, with − and ×10ⁿ: 1e-7 gives 1×10⁻⁷."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "no number"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    power = int(exponent)
    sign = "−" if value < 0 else ""
    if -3 <= power < 6:
        return sign + _trimmed(f"{float(f'{mantissa}e{power}'):,.{max(digits - 1 - power, 0)}f}")
    return f"{sign}{_trimmed(mantissa)}×10{str(power).translate(_SUPERSCRIPTS)}"


def below(value: float, digits: int = 4) -> float:
    """The positive value to so many significant digits, never rounded up: 2/3 gives 0.6666."""
    down = Context(prec=digits, rounding=ROUND_FLOOR)
    return float(down.create_decimal(Decimal(value * (1 + _ROUNDING))))


def limit(value: float, digits: int = 4) -> str:
    """A limit as `number`, but never above itself, so that what is read can be used."""
    return number(below(value, digits), digits)


def digits_short_of(value: float, goal: float, least: float) -> int:
    """How many digits keep a value from being read as the goal that it has not reached.

    1.99869 on its way to 2 takes four: 1.999. A way that is no longer than `least` is none.
    """
    left, digits = abs(value - goal), DIGITS
    if not left > least:
        return digits
    while digits < _MOST_DIGITS and abs(float(f"{value:.{digits - 1}e}") - goal) < left / 2:
        digits += 1
    return digits


def differing(first: float, second: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to see that they are not the same."""
    texts = ("", "")
    for digits in range(DIGITS, _MOST_DIGITS + 1):
        texts = number(first, digits), number(second, digits)
        if texts[0] != texts[1]:
            break
    return texts


def whole(value: float) -> str:
    """The value to the nearest whole number, with its thousands apart; huge ones as `number`."""
    return f"{value:,.0f}" if 10 <= abs(value) < 1e9 else number(value)


def apart(value: float, largest: float) -> tuple[str, str]:
    """A number beside its limit: 1.1 and 1.0, or with as many digits as tell them apart."""
    digits = 4
    while digits < 12 and number(value, digits) == limit(largest, digits):
        digits += 1
    texts = number(value, digits), limit(largest, digits)
    places = [len(text.partition(".")[2]) for text in texts]
    if any("×" in text for text in texts) or not places[1] < places[0] <= digits:
        return texts
    return texts[0], f"{texts[1]}{'' if places[1] else '.'}{'0' * (places[0] - places[1])}"


def factor(rate: float) -> str:
    """What a step multiplies by, with enough digits to tell it from 1: 0.9983, −1.0002."""
    off = abs(1 - abs(rate))
    if not 0 < off < 0.1:
        return number(rate)
    return number(rate, min(2 + math.floor(-math.log10(off)) + (abs(rate) > 1), 9))


def count(steps: int, noun: str = "step") -> str:
    """The count with its noun: 1 step, 34,500 steps."""
    return f"{steps:,} {noun}" if steps == 1 else f"{steps:,} {noun}s"


def offered(names: Iterable[str]) -> str:
    """What there is to choose from: "there are sgd, adam", "there is only autograd"."""
    known = list(names)
    return f"there {'is only' if len(known) == 1 else 'are'} {', '.join(known)}"


def place(names: Sequence[str], theta: Sequence[float], digits: Sequence[int] = ()) -> str:
    """Theta with its names, "w = 2" or "(w, b) = (5.37, −17.3)"; empty where it is too long.

    digits: how many significant ones of each, three where nothing is said.
    """
    if len(theta) > MOST_SHOWN:
        return ""
    numbers = list(map(number, theta, digits or [DIGITS] * len(theta)))
    if len(numbers) == 1:
        return f"{names[0]} = {numbers[0]}"
    return f"({', '.join(names)}) = ({', '.join(numbers)})"


def names(parameters: Sequence[str]) -> str:
    """The names alone, "w" or "(w, b)"; θ for too many."""
    if len(parameters) > MOST_SHOWN:
        return "θ"
    return parameters[0] if len(parameters) == 1 else f"({', '.join(parameters)})"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
