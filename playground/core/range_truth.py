"""What a range test missed: the same learning rates, each in a whole run of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from playground.core.experiment import Experiment
from playground.core.outcome import LOST
from playground.core.range_test import RangeTest
from playground.core.sweep import sweeping
from playground.core.swept import Sweep


@dataclass(frozen=True, eq=False)
class RangeTruth:
    """A range test beside a sweep over its range, to which its suggestion was added.

    `best` and `suggested` are places in the sweep, None where every run was lost or nothing was
    suggested. The best run is the first to come within the sweep's tolerance of its target; of
    several, or where none does, the one with the lowest final loss.
    """

    test: RangeTest
    sweep: Sweep
    best: int | None
    suggested: int | None

    @property
    def best_learning_rate(self) -> float | None:
        """The learning rate of the best run."""
        return None if self.best is None else float(self.sweep.learning_rate[self.best])

    @property
    def largest_stable(self) -> float | None:
        """The largest learning rate below the first that was lost."""
        lost = np.isin(self.sweep.outcome, LOST)
        first = int(np.argmax(lost)) if lost.any() else len(lost)
        return float(self.sweep.learning_rate[first - 1]) if first else None

    @property
    def factor(self) -> float | None:
        """How many times the best learning rate the suggestion is."""
        if self.best_learning_rate is None or self.test.suggestion is None:
            return None
        return self.test.suggestion / self.best_learning_rate


def range_truth(experiment: Experiment, test: RangeTest, count: int = 100) -> RangeTruth:
    """Return what runs of the experiment's own steps and schedule do at `count` learning rates."""
    (truth,) = deque(range_truths(experiment, test, count), maxlen=1)
    assert truth is not None  # the last item is the truth
    return truth


def range_truths(
    experiment: Experiment, test: RangeTest, count: int = 100
) -> Iterator[RangeTruth | None]:
    """Yield None after each part of the work and, at the end, what `range_truth` returns."""
    rates = np.geomspace(test.request.from_rate, test.request.to_rate, count)
    if test.suggestion is not None:
        rates = np.unique(np.append(rates, test.suggestion))
    for progress in sweeping(experiment, rates.tolist()):
        if progress.sweep is None:
            yield None
        else:
            yield RangeTruth(
                test, progress.sweep, progress.sweep.best, _place(progress.sweep, test)
            )


def _place(swept: Sweep, test: RangeTest) -> int | None:
    if test.suggestion is None:
        return None
    return int(np.argmin(np.abs(swept.learning_rate - test.suggestion)))
