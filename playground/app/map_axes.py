"""What the axes of a map can vary, and which part of it is seen at first; no torch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from playground.app.marks.extent import WIDEST, Extent, home_extent, widened
from playground.core.asks import AxisAsk
from playground.core.map_request import LEARNING_RATE
from playground.core.rate_range import covering
from playground.core.settings import Setting

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

_RATES = (1e-12, 1e6)  # beyond them no learning rate is of use
_INSIDE = 1e-3  # of a setting's range: as near to an end that is excluded as an axis goes
_TINY = 1e-3  # a positive default below this is seen on a logarithmic axis
_MOST_PARAMETERS = 40


class Choice(NamedTuple):
    """One thing to vary. Its places on the plot are exponents of ten if `log`, else its values."""

    name: str  # as a map's axis is named
    component: int  # of theta; −1 for the learning rate and for settings
    log: bool
    home: Extent  # values that are seen at first
    limits: Extent  # values that there can be

    @property
    def title(self) -> str:
        """Its name for a person, in the words of the settings form."""
        return self.name if self.component >= 0 else self.name.replace("_", " ")

    @property
    def axis_title(self) -> str:
        """The title of its axis."""
        return f"{self.title} (log)" if self.log else self.title

    def place(self, value: float) -> float:
        """Return where a value is drawn; nan where it cannot be."""
        if not self.log:
            return value
        return math.log10(value) if value > 0 else math.nan

    def value(self, place: float) -> float:
        """Return the value at a place."""
        return float(f"{10.0**place:.12g}") if self.log else place

    def places(self, extent: Extent) -> Extent:
        """Return where an extent of values is drawn."""
        return (self.place(extent[0]), self.place(extent[1]))

    def ask(self, places: Extent) -> AxisAsk:
        """Return the axis between two places."""
        low, high = (self.value(place) for place in places)
        return AxisAsk(self.name, max(low, self.limits[0]), min(high, self.limits[1]), self.log)

    def of(self, experiment: Experiment) -> float:
        """Return where an experiment is drawn."""
        if self.component >= 0:
            return experiment.theta[self.component]
        if self.name == LEARNING_RATE:
            return self.place(experiment.learning_rate)
        value = experiment.optimizer_settings.get(self.name)
        return self.place(float(value)) if isinstance(value, int | float) else math.nan


def choices(experiment: Experiment, declared: Mapping[str, Setting]) -> list[Choice]:
    """Return the parameters, the learning rate and the optimizer's numbers, in this order."""
    names, entry = experiment.parameters[:_MOST_PARAMETERS], experiment.loss_entry
    made = []
    for component, home in enumerate(home_extent(entry.extent, range(len(names)))):
        home = widened(home, experiment.theta[component])
        made.append(Choice(names[component], component, False, home, (-WIDEST, WIDEST)))
    rates = covering(entry.learning_rates, experiment.learning_rate)
    made.append(Choice(LEARNING_RATE, -1, True, rates, _RATES))
    made += [_of_setting(name, setting) for name, setting in declared.items() if _numeric(setting)]
    return made


def _numeric(setting: Setting) -> bool:
    return isinstance(setting.default, int | float) and not isinstance(setting.default, bool)


def _of_setting(name: str, setting: Setting) -> Choice:
    assert isinstance(setting.default, int | float)
    default, low, high = float(setting.default), setting.minimum, setting.maximum
    if setting.usual is not None:
        log = setting.usual[0] > 0
        limits = (1e-30 if log else -WIDEST, WIDEST)
        return Choice(name, -1, log, setting.usual, limits)
    log = 0 < default < _TINY and low >= 0
    seen_low = low if math.isfinite(low) else min(0.0, 2 * default)
    seen_high = high if math.isfinite(high) else max(2 * default, seen_low + 1.0)
    inside = _INSIDE * (seen_high - seen_low)
    if setting.maximum_excluded:
        seen_high = high = high - inside
    if setting.minimum_excluded:
        seen_low = low = low + inside
    if log:
        seen_low, low = default * 1e-4, max(low, 1e-30)
    limits = (max(low, -WIDEST), min(high, WIDEST))
    return Choice(name, -1, log, (seen_low, seen_high), limits)
