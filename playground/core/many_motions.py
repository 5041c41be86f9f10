"""How each of many runs moved at its end: `motion` for a whole batch, to sort out clear cases.

The windows and measures are those of `motion` and `rate_of`; every test here is a little stricter,
so that whatever is near a limit is left to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.motion import LONGEST_PERIOD, TOLERANCE
from playground.core.trajectory import Array

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ROUNDINGS = 8
_SAMPLES = 512
_WINDOWS = (48, 16, 6)  # updates that one factor has to fit
_CLEAR = 256.0 / 8  # times the rounding: updates this large show a factor
_MISFIT = 0.5e-4  # squared, relative: half of what counts as a fit
_RETURNS = 2e-5  # of the swing: twice as near as a cycle has to return
_MARGIN = 2.0  # what counts as clearly more, or less when divided by


@dataclass(frozen=True)
class Motions:
    """Measures as in Motion, (R,) each, of R runs of equal length; in units of `scale`."""

    scale: Floats  # the largest number of each run, so that no square overflows
    travelled: Floats
    spread: Floats
    growth: Floats
    straightness: Floats
    rounding: Floats
    still: Flags

    @property
    def tolerance(self) -> Floats:
        """The distance from its limit below which theta counts as settled."""
        return np.maximum(TOLERANCE * self.travelled, self.rounding)

    @property
    def remaining(self) -> Floats:
        """The distance still to go, were each window to shrink as the last did; may be inf."""
        shrinks = self.growth < 1
        share = np.divide(
            self.growth, 1 - self.growth, where=shrinks, out=np.zeros_like(self.growth)
        )
        ahead = np.where(shrinks, self.spread * share, np.inf)
        return np.where(self.spread <= self.rounding, 0.0, ahead)

    @property
    def rests(self) -> Flags:
        """Whether theta has clearly come to rest."""
        near = self.remaining <= self.tolerance / _MARGIN
        return near | (self.spread <= 1e-5 / _MARGIN * self.travelled)

    @property
    def moves(self) -> Flags:
        """Whether theta has clearly not come to rest."""
        far = self.remaining > self.tolerance * _MARGIN
        return far & (self.spread > 1e-5 * _MARGIN * self.travelled)


def motions(theta: Array, format_: torch.finfo, share: int = 4) -> Motions:
    """Measure runs of finite thetas, (rows, R, n) with at least two rows, as `motion` does one."""
    updates = len(theta) - 1
    window = max(updates // share, 1)
    early, late, tail = _windows(theta, updates, window)
    scale = np.abs(theta[0]).max(axis=-1).astype(np.float64)
    for part in (early, late):
        np.maximum(scale, np.abs(part).max(axis=(0, 2)), out=scale)
    scale[scale == 0] = 1.0
    unit = _beside(scale, theta)
    end = late[-1] / unit
    spread = _lengths(late / unit - end).max(axis=0)
    unmoved = np.where(spread > 0, np.inf, 0.0)
    with _far_is_infinite():
        before = _lengths((early - late[0]) / unit).max(axis=0)
        way = _lengths(np.diff(tail, axis=0) / unit).sum(axis=0)
        net = _lengths((tail[-1] - tail[0]) / unit)
        growth = np.divide(spread, before, where=before > 0, out=unmoved)
        straightness = np.divide(net, way, where=way > 0, out=np.ones_like(way))
    return Motions(
        scale=scale,
        travelled=_lengths(end - theta[0] / unit),
        spread=spread,
        growth=growth,
        straightness=straightness,
        rounding=_ROUNDINGS * format_.eps * np.maximum(_lengths(end), format_.tiny / scale),
        still=(theta[-1] == theta[-2]).all(axis=-1),
    )


def never_returns(theta: Array, seen: Motions) -> Flags:
    """Whether the end of each run clearly repeats nothing; (rows, R, n) to (R,)."""
    with _far_is_infinite():
        tail = theta[-2 * LONGEST_PERIOD :].astype(np.float64) / _beside(seen.scale, theta)
        distances = _lengths(tail - tail[-1])[::-1]
    nearest = distances[2 : LONGEST_PERIOD + 1].min(axis=0, initial=np.inf)
    never: Flags = nearest > _RETURNS * distances.max(axis=0) + _MARGIN * seen.rounding
    return never


def has_one_factor(theta: Array, seen: Motions) -> Flags:
    """Whether each step clearly multiplied the last updates by one number; (rows, R, n) to (R,)."""
    found = np.zeros(theta.shape[1], bool)
    unit = _beside(seen.scale, theta)
    for window in _WINDOWS:
        if window > len(theta) - 1:
            continue
        with _far_is_infinite():
            updates = np.diff(theta[-window - 1 :].astype(np.float64) / unit, axis=0)
            sizes = _lengths(updates)
            clear = (sizes > _CLEAR * seen.rounding).all(axis=0)
            sizes[:, ~clear] = 1.0
            before, after = updates[:-1] / sizes[:-1, :, None], updates[1:] / sizes[:-1, :, None]
            value = np.einsum("ijk,ijk->ij", after, before).mean(axis=0)
            misfit = np.square(after - value[:, None] * before).sum(axis=-1).mean(axis=0)
            found |= clear & (misfit < _MISFIT * value * value)
    return found


def _far_is_infinite() -> np.errstate:
    """Let a run have been so far out before its end that, in its units, float64 ends.

    What comes of that is infinite or no number, and so never clear.
    """
    return np.errstate(over="ignore", invalid="ignore")


def _windows(theta: Array, updates: int, window: int) -> tuple[Floats, Floats, Floats]:
    """The rows that `motion` looks at: the window before the last, the last, and the tail."""
    late = _sampled(theta, updates - window, updates)
    early = _sampled(theta, max(updates - 2 * window, 0), updates - window)
    rows = min(max(window, 8), _SAMPLES) + 1
    return early, late, theta[-rows:].astype(np.float64)


def _sampled(theta: Array, start: int, stop: int) -> Floats:
    if stop - start <= _SAMPLES:
        return theta[start : stop + 1].astype(np.float64)
    shifts = np.modf(np.arange(_SAMPLES) * 0.6180339887498949)[0]
    inner = start + ((np.arange(_SAMPLES) + shifts) * (stop - start) / _SAMPLES).astype(np.int64)
    return theta[np.concatenate(([start], inner, [stop]))].astype(np.float64)


def _beside(scale: Floats, theta: Array) -> Floats:
    """The scale of each run, (R, n) as its theta: to divide by one for many takes far longer."""
    return np.repeat(scale[:, None], theta.shape[2], axis=1)


def _lengths(rows: Floats) -> Floats:
    """The Euclidean length along the last axis, of numbers that are not large."""
    if rows.shape[-1] == 1:
        return np.abs(rows[..., 0])
    if rows.shape[-1] == 2:
        squares: Floats = np.square(rows[..., 0]) + np.square(rows[..., 1])
    else:
        squares = np.einsum("...k,...k->...", rows, rows)
    lengths: Floats = np.sqrt(squares)
    return lengths
