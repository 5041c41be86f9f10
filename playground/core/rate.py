"""What each step multiplies the error by, read off the updates of a run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]

_CLEAR = (256.0, 16.0)  # updates this many times above rounding show a ratio, best first
_WINDOWS = (48, 16, 6)  # updates read at once: the longest that still shows a single ratio
_MISFIT = 1e-4  # squared, relative: a ratio has to hold to 1 %
_LONGEST = 1024  # updates a slow ratio is measured over


@dataclass(frozen=True)
class Rate:
    """The factor of a step: its sign is − where theta jumps from side to side.

    `swing` is the number of steps of one turn where theta circles or swings (the factors are a
    complex pair and `value` is their magnitude).
    """

    value: float
    swing: float | None = None


def rate_of(theta: Rows, rounding: float, single: bool = False) -> Rate | None:
    """Return the factor between the last updates that stand clear of rounding.

    theta is (rows, n). None where too few updates are clear or no factor fits them. Near its
    limit a descent is a linear recurrence, so that updates shrink or grow by one factor; with
    momentum by two, found by a fit of u[k+2] = a·u[k+1] + b·u[k] (Prony's method). With
    `single`, only one factor is fitted: two fit a factor that changes, and say nothing true of it.
    """
    # Scaled, since the square of 1e200 is beyond float64.
    scale = float(np.abs(theta).max(initial=0.0)) or 1.0
    updates, rounding = np.diff(theta / scale, axis=0), rounding / scale
    lengths = lengths_of(updates)
    for clear in _CLEAR:
        usable = np.flatnonzero(lengths > clear * rounding)
        if len(usable) >= 3:
            updates, lengths = updates[: usable[-1] + 1], lengths[: usable[-1] + 1]
            one = _one_factor(updates, lengths)
            return one if one or single else _two_factors(updates, lengths)
    return None


def _one_factor(updates: Rows, lengths: Rows) -> Rate | None:
    for window in _WINDOWS:
        if window > len(updates) and window != _WINDOWS[-1]:
            continue
        u, size = updates[-window:], lengths[-window:]
        if not size[:-1].all():
            continue
        # Each pair weighs the same, or the first update would outshout all others.
        ratios = np.einsum("ij,ij->i", u[1:] / size[:-1, None], u[:-1] / size[:-1, None])
        value = float(ratios.mean())
        misfit = lengths_of((u[1:] - value * u[:-1]) / size[:-1, None])
        if value and float(np.square(misfit).mean()) < _MISFIT * value * value:
            return Rate(_sharpened(updates, value))
    return None


def _sharpened(updates: Rows, value: float) -> float:
    """Measure a factor near 1 over many updates, where rounding averages out."""
    width = min(round(1 / max(abs(1 - abs(value)), 1e-9)), _LONGEST, len(updates) // 2)
    if width < 3 or abs(value) < 0.8:
        return value
    signs = np.ones(2 * width) if value > 0 else np.resize([1.0, -1.0], 2 * width)
    early, late = (signs[:, None] * updates[-2 * width :]).reshape(2, width, -1).sum(1)
    square, product = float(early @ early), float(early @ late)
    if not square or product <= 0:
        return value
    misfit = late - product / square * early
    if float(misfit @ misfit) > _MISFIT * float(late @ late):
        return value
    sharper = (product / square) ** (1 / width)
    # Over so many updates a second, slower mode may have taken part.
    return math.copysign(sharper, value) if abs(sharper - abs(value)) < 0.01 else value


def _two_factors(updates: Rows, lengths: Rows) -> Rate | None:
    for window in _WINDOWS:
        u, size = updates[-window:], lengths[-window:]
        if len(u) < 6 or not (size[:-2] + size[1:-1]).all():
            continue
        scale = (size[:-2] + size[1:-1])[:, None]
        old, new, target = (part / scale for part in (u[:-2], u[1:-1], u[2:]))
        normal = np.stack([new.ravel(), old.ravel()], axis=1)
        (a, b), *_ = np.linalg.lstsq(normal, target.ravel(), rcond=None)
        misfit = target.ravel() - normal @ np.array([a, b])
        if float(misfit @ misfit) < _MISFIT * float((target * target).sum()):
            return _dominant(float(a), float(b), len(u))
    return None


def _dominant(a: float, b: float, seen: int) -> Rate:
    """The larger root of z² = a·z + b, or the magnitude and turn of a complex pair.

    seen is the number of updates that the recurrence was read off.
    """
    half = a / 2
    under = half * half + b
    if under >= 0:
        return Rate(half + math.copysign(math.sqrt(under), half))
    size = math.sqrt(-b)
    angle = math.acos(max(-1.0, min(1.0, half / size)))
    # Jumps from side to side beat where a turn takes a little more than two steps; a beat that
    # is longer than what was seen may be no more than rounding.
    beats = (math.pi - angle) * seen > math.pi
    return Rate(size, 2 * math.pi / angle) if beats else Rate(-size)


def lengths_of(rows: Rows) -> Rows:
    """The Euclidean length of each row, (rows,), without overflow."""
    # Scaled first, since the square of 1e200 is beyond float64.
    largest = float(np.abs(rows).max(initial=0.0))
    if not largest:
        return np.zeros(len(rows))
    scaled = rows / largest
    lengths: Rows = np.sqrt(np.einsum("ij,ij->i", scaled, scaled)) * largest
    return lengths
