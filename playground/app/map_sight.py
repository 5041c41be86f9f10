"""A map on the plot: where its pixels lie, and what lies at a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.app.map_axes import Choice
from playground.app.marks.extent import Extent

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.maps import BasinMap

Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Sight:
    """A map, what its axes vary, and the experiment that it was made for."""

    made: BasinMap
    across: Choice
    up: Choice
    of: Experiment

    def suits(self, experiment: Experiment) -> bool:
        """Whether its pixels are descents of this experiment too."""
        request = self.made.request
        try:
            return request.pixel(experiment, 0, 0) == request.pixel(self.of, 0, 0)
        except ValueError:
            return False

    @property
    def names(self) -> tuple[str, str]:
        """The axes for a person."""
        return self.across.title, self.up.title

    @property
    def stride(self) -> int:
        """How many pixels of the whole map one of this map stands for along each side."""
        return -(-self.made.request.size // len(self.made.x))

    @property
    def edges(self) -> tuple[Extent, Extent]:
        """Where the picture begins and ends: half a pixel before the first value, …"""
        wide, high = self._gaps
        left, bottom = self._first
        return (
            (left - wide / 2, left + (len(self.made.x) - 0.5) * wide),
            (bottom - high / 2, bottom + (len(self.made.y) - 0.5) * high),
        )

    def pixel(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the column and the row of this map at a place of the plot; None beside it."""
        (left, _), (bottom, _) = self.edges
        wide, high = self._gaps
        column, row = int((x - left) // wide), int((y - bottom) // high)
        if not (0 <= column < len(self.made.x) and 0 <= row < len(self.made.y)):
            return None
        borrowed = self.made.borrowed
        if borrowed is not None and borrowed[row, column]:
            return column - column % 2, row - row % 2  # whose colour it has
        return column, row

    def at_share(self, column: float, row: float) -> Place:
        """Return the place at shares of the map, from 0 to 1."""
        (left, right), (bottom, top) = self.edges
        return left + column * (right - left), bottom + row * (top - bottom)

    def experiment(self, experiment: Experiment, column: int, row: int) -> Experiment:
        """Return the descent of a pixel of this map. Raises ValueError if it no longer fits."""
        stride = self.stride
        return self.made.request.pixel(experiment, column * stride, row * stride)

    def stars(self) -> list[tuple[int, Place]]:
        """Return the minima that have a place on this map, by number.

        They have one where the axes are all the parameters there are.
        """
        axes = (self.across.component, self.up.component)
        minima = self.made.minima
        if min(axes) < 0 or not minima or len(minima[0]) != 2:
            return []
        (left, right), (bottom, top) = self.edges
        places = [(number, (at[axes[0]], at[axes[1]])) for number, at in enumerate(minima)]
        return [
            (number, (x, y))
            for number, (x, y) in places
            if left <= x <= right and bottom <= y <= top
        ]

    @property
    def _first(self) -> Place:
        request = self.made.request
        return self.across.place(request.x.low), self.up.place(request.y.low)

    @property
    def _gaps(self) -> Place:
        """How far apart its pixels are."""
        request = self.made.request
        ends = self.across.place(request.x.high), self.up.place(request.y.high)
        share = self.stride / (request.size - 1)
        wide, high = (share * (end - first) for end, first in zip(ends, self._first, strict=True))
        return wide, high
