"""The runs of a fair comparison: each optimizer from the same start, at its own best rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.core.descent import descend
from playground.core.entrants import Entrant
from playground.core.experiment import Experiment
from playground.core.fair_compare import STARTS, Contender, fair_comparing
from playground.core.schedules import SCHEDULES

_JUDGING = 0.7  # of the work on an optimizer: the sweep that finds its best rate


@dataclass(frozen=True, eq=False)  # arrays do not compare to one truth
class FairRun:
    """How an optimizer was judged, and the loss at each step of its run at its best rate.

    `loss` is (rows,): that of the run from the experiment's own start; it is empty where every
    learning rate diverged.
    """

    entrant: Entrant
    contender: Contender
    loss: NDArray[np.float64]


class FairProgress(NamedTuple):
    """Which share of the work is done, and the runs that are finished."""

    share: float
    runs: tuple[FairRun, ...]


def fair_running(
    experiment: Experiment, entrants: Iterable[Entrant], *, starts: int = STARTS
) -> Iterator[FairProgress]:
    """Find the best rate of each entrant and run it there, one entrant after the other.

    Raises ValueError as `fair_compare` does.
    """
    chosen = tuple(entrants)
    runs: list[FairRun] = []
    for number, entrant in enumerate(chosen):
        contender: Contender | None = None
        for comparison in fair_comparing(experiment, [entrant], starts=starts):
            done = _JUDGING * comparison.done / comparison.whole
            yield FairProgress((number + done) / len(chosen), tuple(runs))
            contender = comparison.contenders[0] if comparison.contenders else None
        assert contender is not None  # the last item has it
        losses: list[float] = []
        for loss in _losses(contender.experiment):
            losses.append(loss)
            done = _JUDGING + (1 - _JUDGING) * len(losses) / (experiment.steps + 1)
            yield FairProgress((number + done) / len(chosen), tuple(runs))
        runs.append(FairRun(entrant, contender, np.array(losses, np.float64)))
    yield FairProgress(1.0, tuple(runs))


def fair_key(experiment: Experiment) -> object:
    """Return what a comparison of entrants depends on: all but optimizer, rate and edits."""
    own = {**experiment.loss_entry.settings, **SCHEDULES[experiment.schedule].settings}
    kept = {name: value for name, value in experiment.settings.items() if name in own}
    return replace(experiment, optimizer="sgd", settings=kept, learning_rate=1.0, edits=())


def _losses(experiment: Experiment | None) -> Iterator[float]:
    if experiment is not None:
        for step in descend(experiment):
            yield step.loss
