"""Where an axis has its ticks and what they say."""

from __future__ import annotations

import math

from playground.app.numbers_text import count_text, number_text, power_text, short_text

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_DECADES = (1, 2, 3, 5, 10, 20, 50, 100, 200)
_SHORT_NICE = (1.0, 2.0, 4.0, 5.0, 10.0)
MOST = 6
_FINE = 1e-3  # of the numbers themselves: ticks of a smaller range may need many digits
_ROOM = 8  # letters that have room left of an axis


def nice_step(span: float, most: int = MOST, nice: tuple[float, ...] = _NICE) -> float:
    """Return the smallest of the nice parts of a power of ten that cuts span in < `most`."""
    rough = span / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * part for part in nice if power * part >= rough * (1 - 1e-9))


def linear_ticks(low: float, high: float, most: int = MOST) -> tuple[float, list[float]]:
    """Return the spacing of ticks from low to high, and at most `most` of them, or else two."""
    if not high > low:
        return 1.0, []
    fine = high - low < _FINE * max(abs(low), abs(high))
    step = nice_step(high - low, most, _SHORT_NICE if fine else _NICE)
    first = math.ceil(low / step - 1e-6)
    last = math.floor(high / step + 1e-6)
    if last - first < 1 and most < 2 * MOST:  # a lone number gives no scale
        return linear_ticks(low, high, most + 1)
    return step, [tick * step for tick in range(first, last + 1)]


def linear_texts(ticks: list[float], step: float) -> list[str]:
    """Return what the ticks say, all with the same decimals and never a row of zeros.

    Where that is more than there is room for, only the middle one says where it is, and the
    others how far they are from it: "−2×10⁻¹⁰", "3", "+2×10⁻¹⁰".
    """
    texts = _whole_texts(ticks, step)
    largest = max((abs(tick) for tick in ticks), default=0.0)
    if largest * _FINE < step or max(map(len, texts)) <= _ROOM:
        return texts
    middle = len(ticks) // 2
    steps = [round((tick - ticks[middle]) / step) for tick in ticks]
    beside = [("+" if at > 0 else "") + short_text(at * step, 2) for at in steps]
    beside[middle] = _cut(texts[middle])
    return beside


def _cut(text: str) -> str:
    """Return as many digits of a number as there is room for."""
    digits, times, power = text.partition("×")
    room = _ROOM - len(times + power)
    return text if len(digits) <= room else f"{digits[: max(room - 1, 3)]}…{times}{power}"


def _whole_texts(ticks: list[float], step: float) -> list[str]:
    largest = max((abs(tick) for tick in ticks), default=0.0)
    if step >= 1 and largest < 1e6 and all(float(tick).is_integer() for tick in ticks):
        return [count_text(int(tick)) for tick in ticks]
    if largest >= 1e5 or step < 1e-4:
        digits = max(1, math.ceil(math.log10(max(largest, step) / step)) + 1)
        return [short_text(tick, digits) for tick in ticks]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if round(step * 10**decimals, 6) % 1:  # 0.25 and 2.5 need one more
        decimals += 1
    # + 0.0 makes −0 a plain 0
    texts = [f"{round(tick, decimals) + 0.0:.{decimals}f}" for tick in ticks]
    return [text.replace("-", "\N{MINUS SIGN}") for text in texts]


def log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return the ticks of an axis of powers of ten, as (exponent, text).

    low and high are exponents. Decades, thinned to at most seven; below two decades 2 and 5 too.
    """
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    count = last - first + 1
    if high - low < 2:
        return _parts(low, high)
    stride = next((s for s in _DECADES if count <= 6 * s), 500)
    first = math.ceil(first / stride) * stride
    return [(float(at), power_text(at)) for at in range(first, last + 1, stride)]


def _parts(low: float, high: float) -> list[tuple[float, str]]:
    ticks = []
    for exponent in range(math.floor(low), math.ceil(high) + 1):
        ticks.append((float(exponent), power_text(exponent)))
        if abs(exponent) < 300:
            values = [part * 10.0**exponent for part in (2, 5)]
            ticks += [(math.log10(value), number_text(value, 1)) for value in values]
    return [(at, text) for at, text in ticks if low - 1e-9 <= at <= high + 1e-9]


def step_ticks(steps: int) -> list[tuple[float, str]]:
    """Return the ticks of a logarithmic step axis; step 0, which has no logarithm, stands first."""
    decades = range(math.floor(math.log10(max(steps, 1))) + 1)
    return [(START, "0"), *((float(at), power_text(at)) for at in decades)]


# Where step 0 is drawn on a logarithmic axis: as far before 1 as 0.4 would be.
START = math.log10(0.4)
