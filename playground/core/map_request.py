"""What a map of many descents is asked for: two axes, and how fine."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from playground.core.pictures import Floats
from playground.core.settings import Setting, not_among
from playground.core.typed import quoted

if TYPE_CHECKING:
    from playground.core.experiment import Experiment  # which imports torch

MOST_SIZE = 1024
LEARNING_RATE = "learning_rate"
_SHORT = {"lr": LEARNING_RATE, "learning-rate": LEARNING_RATE}


class Place(NamedTuple):
    """What an axis varies: a component of theta, the learning rate, or a setting by name."""

    kind: str  # "theta", "learning_rate" or "setting"
    component: int  # of theta
    name: str  # as a person reads it


@dataclass(frozen=True)
class MapAxis:
    """A parameter (theta1, θ₁ or its own name), "learning_rate", or a setting of the optimizer.

    Its values go from `low` to `high`, both included, in even steps; by even factors if `log`,
    which is what a learning rate does unless told otherwise.
    """

    name: str
    low: float
    high: float
    log: bool | None = None

    def __post_init__(self) -> None:
        for which, value in (("low", self.low), ("high", self.high)):
            if not math.isfinite(value):
                raise ValueError(
                    f"{self.name}: {which} must be a finite number, not {quoted(value)}"
                )
        if self.low >= self.high:
            raise ValueError(f"{self.name}: high must be above {self.low:g}, not {self.high:g}")
        if self.log and self.low <= 0:
            raise ValueError(f"{self.name}: low must be above 0 on a log axis, not {self.low:g}")

    def place(self, experiment: Experiment) -> Place:
        """What the axis varies in that experiment. Raises ValueError naming what there is."""
        from playground.core.losses.tokens import as_declared  # in a package that imports torch

        names, settings = experiment.parameters, _numeric(experiment)
        name = as_declared(_SHORT.get(self.name, self.name), (*names, *settings))
        for index, own in enumerate(names):
            alike = {own, f"theta{index + 1}", f"θ{index + 1}"}
            if name in alike or (len(names) == 1 and name in {"theta", "θ"}):
                return Place("theta", index, own)
        if name == LEARNING_RATE:
            if self.low <= 0:
                raise ValueError(f"{self.name}: low must be above 0, not {self.low:g}")
            return Place("learning_rate", 0, "learning rate")
        if name in settings:
            return Place("setting", 0, name)
        shown = [*names[:8], LEARNING_RATE, *settings]
        raise not_among("axis", self.name, shown)

    def values(self, experiment: Experiment, size: int) -> Floats:
        """Return the values along the axis, (size,)."""
        place = self.place(experiment)
        if place.kind == "learning_rate" if self.log is None else self.log:
            return np.geomspace(self.low, self.high, size)
        if math.isfinite(self.high - self.low):
            values = np.linspace(self.low, self.high, size)
        else:  # farther apart than the largest number
            values = 2 * np.linspace(self.low / 2, self.high / 2, size)
        if place.kind == "setting" and isinstance(_numeric(experiment)[place.name].default, int):
            return np.rint(values)
        return values


@dataclass(frozen=True)
class MapRequest:
    """A map of size × size pixels, each of them one descent."""

    x: MapAxis
    y: MapAxis
    size: int = 256

    def __post_init__(self) -> None:
        whole = isinstance(self.size, int) and not isinstance(self.size, bool)
        if not whole or not 2 <= self.size <= MOST_SIZE:
            raise ValueError(
                f"size must be a whole number from 2 to {MOST_SIZE}, not {quoted(self.size)}"
            )

    def places(self, experiment: Experiment) -> tuple[Place, Place]:
        """What x and y vary. Raises ValueError where that cannot be."""
        x, y = self.x.place(experiment), self.y.place(experiment)
        if x == y:
            raise ValueError(f"x and y must be different axes, not {x.name} twice")
        for column in (0, self.size - 1):
            for row in (0, self.size - 1):
                self.pixel(experiment, column, row)  # any value between two good ones is good
        return x, y

    def pixel(self, experiment: Experiment, column: int, row: int) -> Experiment:
        """Return the descent of one pixel; column 0 is the low end of x, row 0 that of y."""
        for axis, place in ((self.x, column), (self.y, row)):
            value = float(axis.values(experiment, self.size)[place])
            experiment = _with(experiment, axis.place(experiment), value)
        return experiment


def _with(experiment: Experiment, place: Place, value: float) -> Experiment:
    if place.kind == "learning_rate":
        return replace(experiment, learning_rate=value)
    if place.kind == "setting":
        return replace(experiment, settings={**experiment.settings, place.name: value})
    theta = list(experiment.theta)
    theta[place.component] = value
    return replace(experiment, theta=tuple(theta))


def _numeric(experiment: Experiment) -> dict[str, Setting]:
    """The optimizer's settings that are numbers."""
    declared = experiment.declared_settings
    own = {name: declared[name] for name in experiment.optimizer_settings}
    return {
        name: setting
        for name, setting in own.items()
        if isinstance(setting.default, int | float) and not isinstance(setting.default, bool)
    }


def usual_axes(experiment: Experiment) -> tuple[MapAxis, MapAxis]:
    """Return the first two parameters over the view; of one parameter, it and the learning rate."""
    entry, names = experiment.loss_entry, experiment.parameters
    extent = entry.extent if len(entry.extent) == len(names) else entry.extent[:1] * len(names)
    first = MapAxis(names[0], *extent[0])
    if len(names) == 1:
        return first, MapAxis(LEARNING_RATE, *entry.learning_rates)
    return first, MapAxis(names[1], *extent[1])
