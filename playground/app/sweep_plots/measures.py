"""What is measured of each run of a sweep, and where that is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.app.numbers_text import count_text, number_text
from playground.app.plots.arrays import Floats
from playground.app.plots.scale import ValueScale, linear_scale, log_scale
from playground.app.sweep_plots.kinds import lost

if TYPE_CHECKING:
    from playground.core.swept import Sweep

Flags = NDArray[np.bool_]

MEASURES = ("final loss", "steps to tolerance", "distance")
TIPS = (
    "The loss at the last step",
    "Steps until the loss stays within 0.1 % of its way down to the lowest known",
    "How far theta ends from the nearest known minimum",
)
_ABOVE = 0.12  # of the range: where the row of those is that have no place on it, …
_NEXT = 0.08  # … how far above it another row is, …
_HEADROOM = 0.14  # … and how far the plot goes on, for the names of lines
_BELOW, _UNDER = 0.05, 0.12  # of the range: the room below it, and where a row there is
_CLEAR, _ROOMY = 0.2, 5  # with fewer ticks than that, so much of the range has none at the top


@dataclass(frozen=True, eq=False)
class Measured:
    """One number of each run, its places on the y axis, and the axis itself."""

    name: str
    values: Floats  # (R,), nan where there is none
    places: Floats  # (R,)
    scale: ValueScale
    beyond: tuple[tuple[float, str], ...]  # the rows of those that have no place, and their ticks
    tolerance: float

    @property
    def title(self) -> str:
        """The title of the axis."""
        steps = self.name == "steps to tolerance"
        name = f"steps to {_within(self.tolerance)}" if steps else self.name
        return name + (" (log)" if self.scale.log else "")

    @property
    def up(self) -> tuple[float, float]:
        """The ends of the y axis."""
        low, high = self.scale.range
        rows = [place for place, _ in self.beyond] or [_above(self.scale, 0)]
        top = max(high, *rows) + _HEADROOM * (high - low)
        return min(low, *rows) - _BELOW * (high - low), top

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """The ticks of the y axis, as (place, text)."""
        ticks = self.scale.ticks(most)
        if not self.beyond:
            return ticks
        low, high = self.scale.range
        clear = high - (_CLEAR * (high - low) if most < _ROOMY else 0.0)
        return [*(tick for tick in ticks if tick[0] <= clear), *self.beyond]

    def text(self, run: int) -> str:
        """Return the number of one run in words."""
        value = float(self.values[run])
        if self.name == "steps to tolerance":
            said = "never" if np.isnan(value) else count_text(int(value))
            return f"steps to {_within(self.tolerance)}: {said}"
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
    beyond: list[tuple[float, str]] = []
    for text, which, row in _rows(sweep, name, values < start, ~on | (places > scale.range[1])):
        if which.any():
            above = sum(place > scale.range[1] for place, _ in beyond)
            beyond.append((_above(scale, above) if row else _below(scale), text))
            places = np.where(which, beyond[-1][0], places)
    return Measured(name, values, places, scale, tuple(beyond), sweep.tolerance)


def _rows(sweep: Sweep, name: str, lower: Flags, out: Flags) -> Iterator[tuple[str, Flags, bool]]:
    """What is said of the runs that are out of the range, which they are, and whether above it."""
    if name == "steps to tolerance":
        yield "never", out, True
        return
    undefined = out & (np.array(sweep.outcome) == "undefined")
    # A run that diverges downhill has a final loss below all others.
    less = out & ~undefined & lower & (name == "final loss")
    yield "more", out & ~undefined & ~less, True
    yield "undefined", undefined, True
    yield "less", less, False


def _values(sweep: Sweep, name: str) -> Floats:
    arrays = dict(
        zip(MEASURES, (sweep.final_loss, sweep.steps_to_tolerance, sweep.distance), strict=True)
    )
    return arrays[name].astype(np.float64)


def _within(tolerance: float) -> str:
    """What a run has to come to, of its loss: the distance takes more steps."""
    return f"loss within {100 * tolerance:g} %"


def _scale(values: Floats) -> ValueScale:
    values = values[np.isfinite(values)]
    if not len(values):
        return ValueScale(log=False, low=0.0, high=1.0)
    positive = values[values > 0]
    if (values < 0).any() or not len(positive):
        return linear_scale(values.min(), values.max(), float(np.abs(values).max()))
    scaled = partial(log_scale, float(positive.min()), float(positive.max()))
    return scaled(floored=len(positive) < len(values))


def _above(scale: ValueScale, row: int) -> float:
    low, high = scale.range
    return high + (_ABOVE + _NEXT * row) * (high - low)


def _below(scale: ValueScale) -> float:
    low, high = scale.range
    return low - _UNDER * (high - low)
