"""What is measured of each run of a sweep, and where that is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from playground.app.numbers_text import count_text, number_text
from playground.app.plots.arrays import Floats
from playground.app.plots.scale import ValueScale, linear_scale, log_scale
from playground.app.sweep_plots.kinds import lost

if TYPE_CHECKING:
    from playground.core.sweep import Sweep

MEASURES = ("final loss", "steps to tolerance", "distance")
_ABOVE = 0.12  # of the range: where those are drawn that have no place on it, …
_HEADROOM = 0.26  # … and how far the plot goes on, for the names of lines
_BELOW = 0.05
_CLEAR, _ROOMY = 0.2, 5  # with fewer ticks than that, so much of the range has none at the top


@dataclass(frozen=True, eq=False)
class Measured:
    """One number of each run, its places on the y axis, and the axis itself."""

    name: str
    values: Floats  # (R,), nan where there is none
    places: Floats  # (R,)
    scale: ValueScale
    beyond: str  # what the tick says where those are that have no place; "" if all have one

    @property
    def title(self) -> str:
        """The title of the axis."""
        return self.name + (" (log)" if self.scale.log else "")

    @property
    def up(self) -> tuple[float, float]:
        """The ends of the y axis."""
        low, high = self.scale.range
        return low - _BELOW * (high - low), high + _HEADROOM * (high - low)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """The ticks of the y axis, as (place, text)."""
        ticks = self.scale.ticks(most)
        if not self.beyond:
            return ticks
        low, high = self.scale.range
        clear = high - (_CLEAR * (high - low) if most < _ROOMY else 0.0)
        return [*(tick for tick in ticks if tick[0] <= clear), (_top(self.scale), self.beyond)]

    def text(self, run: int) -> str:
        """Return the number of one run in words."""
        value = float(self.values[run])
        if self.name == "steps to tolerance":
            said = "never" if np.isnan(value) else count_text(int(value))
            return f"steps to tolerance: {said}"
        return f"{self.name} = {number_text(value, 5)}"


def measured(sweep: Sweep, name: str, start: float) -> Measured:
    """Return one of MEASURES of a sweep whose runs all start with the loss `start`."""
    values = _values(sweep, name)
    on = np.isfinite(values) & ~lost(sweep)
    shown = values[on]
    if name == "steps to tolerance":
        scale = log_scale(1.0, max(sweep.experiment.steps, 10), floored=bool((shown <= 0).any()))
    else:
        # What it was at the start belongs to the picture: above it, things got worse.
        scale = _scale(np.append(shown, start) if name == "final loss" else shown)
    places = scale.place(np.where(np.isfinite(values), values, 0.0))
    out = ~on | (places > scale.range[1])
    beyond = "never" if name == "steps to tolerance" else "more"
    return Measured(
        name,
        values,
        np.where(out, _top(scale), places),
        scale,
        beyond if out.any() else "",
    )


def _values(sweep: Sweep, name: str) -> Floats:
    arrays = dict(
        zip(MEASURES, (sweep.final_loss, sweep.steps_to_tolerance, sweep.distance), strict=True)
    )
    return arrays[name].astype(np.float64)


def _scale(values: Floats) -> ValueScale:
    values = values[np.isfinite(values)]
    if not len(values):
        return ValueScale(log=False, low=0.0, high=1.0)
    positive = values[values > 0]
    if (values < 0).any() or not len(positive):
        return linear_scale(values.min(), values.max(), float(np.abs(values).max()))
    scaled = partial(log_scale, float(positive.min()), float(positive.max()))
    return scaled(floored=len(positive) < len(values))


def _top(scale: ValueScale) -> float:
    low, high = scale.range
    return high + _ABOVE * (high - low)
