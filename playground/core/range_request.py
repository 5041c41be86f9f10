"""What a learning-rate range test is asked to do."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.core.experiment import MOST_STEPS
from playground.core.required import require_rate
from playground.core.settings import Setting
from playground.core.typed import quoted

# The defaults are those of pytorch-lr-finder, but for the smoothing: without minibatches there
# is no noise to smooth, and what was measured is what is shown.
RANGE_SETTINGS = {
    "smoothing": Setting(
        0.0,
        0.0,
        1.0,
        maximum_excluded=True,
        help="The share of each new loss in the smoothed one; 0 is no smoothing.",
    ),
    "diverge": Setting(
        5.0, 0.0, help="Stops when the loss is this many times the best so far; 0 never stops."
    ),
    "skip_start": Setting(10, 0, help="Iterations at the start that suggest nothing."),
    "skip_end": Setting(5, 0, help="Iterations at the end that suggest nothing."),
}


@dataclass(frozen=True)
class RangeRequest:
    """A ramp from one learning rate to a higher one over `count` iterations of one update each.

    The other fields are those of RANGE_SETTINGS. Raises ValueError naming field, rule and value.
    """

    from_rate: float
    to_rate: float
    count: int = 100
    smoothing: float = 0.0
    diverge: float = 5.0
    skip_start: int = 10
    skip_end: int = 5

    def __post_init__(self) -> None:
        require_rate("from_rate", self.from_rate)
        require_rate("to_rate", self.to_rate)
        if self.to_rate <= self.from_rate:
            raise ValueError(
                f"to_rate must be above from_rate, {self.from_rate:g}, not {self.to_rate:g}"
            )
        whole = isinstance(self.count, int) and not isinstance(self.count, bool)
        if not whole or not 2 <= self.count <= MOST_STEPS:
            raise ValueError(
                f"count must be a whole number from 2 to {MOST_STEPS}, not {quoted(self.count)}"
            )
        for name, setting in RANGE_SETTINGS.items():
            object.__setattr__(self, name, setting.check(name, getattr(self, name)))

    def rate(self, iteration: int) -> float:
        """The learning rate of an iteration: the same factor from each to the next."""
        share = iteration / (self.count - 1)
        ratio = self.to_rate / self.from_rate
        if math.isinf(ratio):
            return float(self.from_rate ** (1 - share) * self.to_rate**share)
        # ExponentialLR of pytorch-lr-finder; not a power of that factor, which rounds otherwise.
        return float(self.from_rate * ratio**share)
