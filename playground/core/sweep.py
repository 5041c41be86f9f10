"""A sweep: the same descent with many learning rates, as one batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.experiment import Experiment
from playground.core.manner import swings
from playground.core.many import descend_many
from playground.core.required import require_rate
from playground.core.sweep_memory import MEMORY, runs_at_a_time
from playground.core.sweep_outcomes import outcomes
from playground.core.swept import Sweep
from playground.core.tolerance import (
    Floats,
    distances,
    lowest_known_loss,
    lowest_loss,
    steps_to_tolerance,
)
from playground.core.trajectories import Trajectories
from playground.core.trajectory import Array

MOST_RATES = 100_000


class Progress(NamedTuple):
    """How many of `whole` pieces of work are done; the sweep once all are."""

    done: int
    whole: int
    sweep: Sweep | None = None


def sweep(
    experiment: Experiment,
    learning_rates: Iterable[float],
    *,
    trajectories: bool = False,
    tolerance: float = 1e-3,
    memory: int = MEMORY,
) -> Sweep:
    """Return what becomes of the experiment with each of these learning rates.

    With `trajectories`, every run is kept whole; `memory` bounds the bytes that may take, and
    what is held at a time without. Edits of the experiment stay as they are, for every run.

    Raises ValueError for a learning rate or tolerance that is not a finite number above 0, for
    none or more than 100,000 learning rates, and for more than fits into the memory.
    """
    ways = sweeping(
        experiment, learning_rates, trajectories=trajectories, tolerance=tolerance, memory=memory
    )
    (progress,) = deque(ways, maxlen=1)
    assert progress.sweep is not None  # the last item has it
    return progress.sweep


def sweeping(
    experiment: Experiment,
    learning_rates: Iterable[float],
    *,
    trajectories: bool = False,
    tolerance: float = 1e-3,
    memory: int = MEMORY,
) -> Iterator[Progress]:
    """Sweep piece by piece, as `sweep` does at once: the last item holds the result."""
    rates = checked_rates(learning_rates)
    require_rate("tolerance", tolerance)
    chunk = runs_at_a_time(experiment, len(rates), memory, trajectories)
    chunks = np.array_split(rates, -(-len(rates) // chunk))
    return _sweeping(experiment, rates, chunks, trajectories, tolerance)


def sweeping_items(experiment: Experiment, count: int, memory: int = MEMORY) -> int:
    """How many items `sweeping` yields of so many learning rates, give or take the outcomes'."""
    chunks = -(-count // runs_at_a_time(experiment, count, memory, keep=False))
    return chunks * (experiment.steps + 2)


def _sweeping(
    experiment: Experiment,
    rates: NDArray[np.float64],
    chunks: list[NDArray[np.float64]],
    trajectories: bool,
    tolerance: float,
) -> Iterator[Progress]:
    each = experiment.steps + 2  # the rows of a chunk, and its outcomes
    whole = each * len(chunks)
    target = lowest_known_loss(experiment)
    parts = []
    for number, part in enumerate(chunks):
        runs = Trajectories(experiment, part)
        for step in descend_many(experiment, learning_rate=torch.from_numpy(part)):
            runs.append(step)
            yield Progress(number * each + step.step, whole)
        for kinds in outcomes(experiment, runs):  # noqa: B007  # the last is complete
            yield Progress((number + 1) * each - 1, whole)
        parts.append(_Part.of(runs, tuple(kinds), trajectories, tolerance, target))
        del runs  # before the next are recorded
    yield Progress(whole, whole, _joined(experiment, rates, parts, tolerance, target))


@dataclass(frozen=True)
class _Part:
    """What is kept of a chunk of runs."""

    final_theta: Array
    final_loss: Array
    loss: Array  # empty where the steps are known
    steps: Floats | None
    outcome: tuple[str, ...]
    manner: tuple[str, ...]
    first_bad_step: NDArray[np.int64]
    runs: Trajectories | None

    @classmethod
    def of(
        cls,
        runs: Trajectories,
        outcome: tuple[str, ...],
        kept: bool,
        tolerance: float,
        target: float,
    ) -> _Part:
        known = not np.isnan(target)
        return cls(
            runs.last(runs.theta),
            runs.last(runs.loss),
            np.empty((0, 0)) if known else runs.loss,
            steps_to_tolerance(runs.loss, outcome, tolerance, target) if known else None,
            outcome,
            _manners(runs, outcome),
            np.where(runs.finite, -1, runs.length - 1),
            runs if kept else None,
        )

    def steps_to(self, tolerance: float, target: float) -> Floats:
        """The steps to tolerance of each run; see `steps_to_tolerance`."""
        if self.steps is not None:
            return self.steps
        return steps_to_tolerance(self.loss, self.outcome, tolerance, target)


def _joined(
    experiment: Experiment,
    rates: NDArray[np.float64],
    parts: list[_Part],
    tolerance: float,
    target: float,
) -> Sweep:
    theta = np.concatenate([part.final_theta for part in parts])
    final = np.concatenate([part.final_loss for part in parts])
    if np.isnan(target):
        target = lowest_loss(np.array([lowest_loss(part.loss) for part in parts]))
    minima = np.array(experiment.minima)
    if not len(minima) and np.isfinite(final).any():
        minima = theta[np.nanargmin(np.where(np.isfinite(final), final, np.nan))][None]
    return Sweep(
        experiment=experiment,
        learning_rate=rates,
        final_theta=theta,
        final_loss=final,
        outcome=tuple(kind for part in parts for kind in part.outcome),
        manner=tuple(manner for part in parts for manner in part.manner),
        first_bad_step=np.concatenate([part.first_bad_step for part in parts]),
        steps_to_tolerance=np.concatenate([part.steps_to(tolerance, target) for part in parts]),
        distance=distances(theta, minima),
        tolerance=tolerance,
        target_loss=target,
        trajectories=parts[0].runs,
    )


def _manners(runs: Trajectories, outcome: tuple[str, ...]) -> tuple[str, ...]:
    asked = np.flatnonzero(np.isin(outcome, ("settled", "slow")))
    manners = np.full(len(outcome), "", object)
    if len(asked):
        # take() lays the rows out as they were; an index would lay out the runs, far apart.
        swung = swings(np.take(runs.theta, asked, axis=1))
        manners[asked] = np.where(swung, "swinging", "straight")
    return tuple(manners)


def checked_rates(learning_rates: Iterable[float]) -> NDArray[np.float64]:
    """Return the learning rates as an array; raises ValueError where one or their number is bad."""
    rates = [float(rate) for rate in learning_rates]
    if not 0 < len(rates) <= MOST_RATES:
        raise ValueError(f"learning_rates must be 1 to {MOST_RATES} numbers, not {len(rates)}")
    for rate in rates:
        require_rate("each of learning_rates", rate)
    return np.array(rates)
