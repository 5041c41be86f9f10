"""Where an axis has its ticks and what they say."""

from __future__ import annotations

import math

from playground.app.numbers_text import count_text, number_text, power_text, short_text

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_DECADES = (1, 2, 3, 5, 10, 20, 50, 100, 200)
MOST = 6


def nice_step(span: float, most: int = MOST) -> float:
    """Return the smallest of 1, 2, 2.5 and 5 times a power of ten that cuts span in < `most`."""
    rough = span / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * nice for nice in _NICE if power * nice >= rough * (1 - 1e-9))


def linear_ticks(low: float, high: float, most: int = MOST) -> tuple[float, list[float]]:
    """Return the spacing of ticks from low to high, and at most `most` of them, or else two."""
    if not high > low:
        return 1.0, []
    step = nice_step(high - low, most)
    first = math.ceil(low / step - 1e-6)
    last = math.floor(high / step + 1e-6)
    if last - first < 1 and most < 2 * MOST:  # a lone number gives no scale
        return linear_ticks(low, high, most + 1)
    return step, [tick * step for tick in range(first, last + 1)]


def linear_texts(ticks: list[float], step: float) -> list[str]:
    """Return what the ticks say, all with the same decimals and never a row of zeros."""
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
