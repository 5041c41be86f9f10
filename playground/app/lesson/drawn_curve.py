"""A curve that is drawn by hand: values in columns over the steps of a run. Knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence

COLUMNS = 120  # that a curve has at most
STOPS = 20  # at which the keys change it


class DrawnCurve:
    """Heights, in any unit, over the run; the first is where the run starts."""

    def __init__(self) -> None:
        self.heights: dict[int, float] = {}
        self.at = 0  # the column that the keys are at

    def begin(self, height: float) -> None:
        """Be empty, but for the start."""
        self.heights = {0: height}
        self.at = 0

    @property
    def is_drawn(self) -> bool:
        """Whether there is more than the start."""
        return len(self.heights) > 1

    def draw(self, column: int, height: float, begun: bool) -> None:
        """Go on to this column, or begin at it; what is passed over lies on a straight line."""
        column = min(max(column, 0), COLUMNS)
        if begun and self.at in self.heights and column != self.at:
            before, way = self.heights[self.at], column - self.at
            for part in range(1, abs(way)):
                passed = self.at + int(math.copysign(part, way))
                self.heights[passed] = before + (height - before) * part / abs(way)
        if column:  # the start is known
            self.heights[column] = height
        self.at = column

    def go(self, stops: int) -> None:
        """Move by so many stops, as the right and left keys do; the curve goes on level."""
        target = min(max(self.at + stops * (COLUMNS // STOPS), 0), COLUMNS)
        if target in self.heights or stops < 0:
            self.at = target
        else:
            self.draw(target, self.height, begun=True)

    def lift(self, by: float, low: float, high: float) -> None:
        """Raise the curve at the stop, and what leads there from the stop before."""
        if self.at == 0:
            self.go(1)
        here, height = self.at, min(max(self.height + by, low), high)
        self.at = max(here - COLUMNS // STOPS, 0)
        self.draw(here, height, begun=True)

    @property
    def height(self) -> float:
        """The height at the stop, or at the nearest before it."""
        return self.heights[max(column for column in self.heights if column <= self.at)]

    def points(self, steps: int) -> list[tuple[float, float]]:
        """Return (step, height) from the start on; fewer than two if nothing was drawn."""
        return [(c * steps / COLUMNS, height) for c, height in sorted(self.heights.items())]

    def take(self, points: Sequence[tuple[float, float]], steps: int) -> None:
        """Be the curve through these points."""
        self.heights = {round(step * COLUMNS / max(steps, 1)): height for step, height in points}
