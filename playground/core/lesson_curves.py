"""How well a loss curve that was drawn by hand agrees with that of the run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.core.lesson import PredictCurve

DECADES_BELOW, DECADES_ABOVE = 8, 4  # of the start's, on an axis of powers of ten
LEAST_HEIGHT = 1 / 6  # of the canvas, for the score: nobody draws a flatter curve exactly
SMALLEST = 1e-300  # from any other start, an axis of powers has no place


@dataclass(frozen=True)
class Canvas:
    """From where to where a class can draw, on an axis of powers of ten if `log`.

    It follows from the start and from the lesson alone, so that it tells nothing else of the run.
    """

    low: float
    high: float
    log: bool

    def heights(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how high values are on the axis, also beyond its ends."""
        return np.log10(np.maximum(values, SMALLEST)) if self.log else values

    def clipped(self, heights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how high they are drawn: what lies beyond an end is at the end."""
        low, high = self.heights(np.array([self.low, self.high]))
        return np.clip(heights, low, high)


def canvas(start: float, asked: PredictCurve) -> Canvas:
    """Return where the loss of a run with this start is drawn."""
    start = start if np.isfinite(start) else 1.0
    if asked.extent is not None:
        return Canvas(*asked.extent, asked.log)
    if asked.log and start > SMALLEST:
        decade = math.floor(math.log10(start))
        return Canvas(10.0 ** (decade - DECADES_BELOW), 10.0 ** (decade + DECADES_ABOVE), True)
    size = abs(start) or 1.0
    return Canvas(min(start - size, 0.0), start + size, False)


def canvas_fault(asked: PredictCurve, loss: NDArray[np.float64]) -> str:
    """Say why no class can draw the loss of this run, "" if it can; a loss that grows leaves.

    On an axis of powers of ten, a loss may fall below every axis: that can be drawn.
    """
    start, within = float(loss[:1].sum()), canvas(float(loss[:1].sum()), asked)
    where = (
        f"what can be drawn, {within.low:.4g} to {within.high:.4g}: extent = [low, high] sets it"
    )
    if np.isfinite(start) and not within.low <= start <= within.high:
        return f"the run starts at a loss of {start:.4g}, outside {where}"
    lowest = float(loss[np.isfinite(loss)].min())
    if not within.log and lowest < within.low:
        return f"the loss falls to {lowest:.4g}, below {where}"
    return ""


def agreement(
    drawn: Sequence[tuple[float, float]], loss: NDArray[np.float64], asked: PredictCurve
) -> tuple[float, bool]:
    """Return a score from 0 to 1, and whether the run stays within what can be drawn.

    `drawn` are points (step, loss), `loss` the finite losses of the run, row by row. The score is
    1 − mean distance / half the height of the run, both as far as they can be drawn, and no less
    than LEAST_HEIGHT. Raises ValueError for fewer than two points.
    """
    points = np.array(sorted(drawn), np.float64).reshape(-1, 2)
    if len(points) < 2 or not np.isfinite(points).all():
        raise ValueError("answer must be a curve of two points or more")
    within = canvas(float(loss[:1].sum()), asked)
    truth = within.clipped(within.heights(loss))
    guess = np.interp(np.arange(len(loss)), points[:, 0], within.heights(points[:, 1]))
    foot, top = within.heights(np.array([within.low, within.high]))
    height = max(float(truth.max() - truth.min()), LEAST_HEIGHT * float(top - foot))
    score = max(0.0, 1.0 - float(np.abs(within.clipped(guess) - truth).mean()) / (height / 2))
    return score, bool((loss >= within.low).all() and (loss <= within.high).all())
