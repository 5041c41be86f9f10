"""The learning rates that the slider covers, the sweep varies and the range test goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.controls.scales import LogScale
from playground.app.view import fitted
from playground.core.rate_range import covering

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

Ends = tuple[float, float]
_USUAL = (1e-3, 10.0)  # until there is an experiment


class RateRange:
    """Those usual for the loss, widened by decades as far as the rate in force asks for.

    They are narrowed again by a rate from elsewhere (typed, undone, of a file or a lesson), never
    while a person moves the rate from where it was: nothing is to run away under the mouse.
    """

    def __init__(self) -> None:
        self.ends: Ends = _USUAL
        self.scale = LogScale(*_USUAL)
        self.stops = self.scale.values
        self._loss: object = None
        self._rate = 0.0

    def forget(self) -> None:
        """Begin anew with the next experiment, as far as that asks for."""
        self._loss = None

    def follow(self, experiment: Experiment, moved: bool) -> None:
        """Cover the rate of this experiment; `moved`: from the one before, as by the slider."""
        loss, rate = fitted(experiment), experiment.learning_rate
        ends = covering(experiment.loss_entry.learning_rates, rate)
        if loss == self._loss and (moved or rate == self._rate):
            ends = (min(ends[0], self.ends[0]), max(ends[1], self.ends[1]))
        self._loss, self._rate = loss, rate
        if ends != self.ends:
            self.ends = ends
            self.scale = LogScale(*ends)
            self.stops = self.scale.values
