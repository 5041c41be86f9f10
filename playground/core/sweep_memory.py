"""How many runs of a sweep fit into memory, and so how many are recorded at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playground.core.experiment import Experiment
from playground.core.tolerance import lowest_known_loss
from playground.core.trajectories import bytes_of_a_run

MEMORY = 256 * 2**20  # bytes that the record of the runs may take
_LOSS = 8  # bytes


class Room(NamedTuple):
    """The most runs of the experiment's steps, and the most steps of so many runs; 0 for none."""

    runs: int
    steps: int


def runs_at_a_time(experiment: Experiment, count: int, memory: int, keep: bool) -> int:
    """Return how many of `count` runs may be recorded together, all of them if they are kept.

    Raises ValueError where the memory, in bytes, is too little.
    """
    run, loss = bytes_of_a_run(experiment), _kept_of_each(experiment) * (experiment.steps + 1)
    fits = count if keep and count * run <= memory else (memory - count * loss) // run
    if fits < (count if keep else 1):
        needed = count * run if keep else count * loss + run
        raise ValueError(
            f"memory must be at least {needed:,} bytes for {count:,} runs of "
            f"{experiment.steps:,} steps, not {memory:,}"
        )
    return min(fits, count)


def room(experiment: Experiment, count: int, memory: int = MEMORY) -> Room | None:
    """Return what is possible instead where `count` runs do not fit; None where they do."""
    rows, kept = experiment.steps + 1, _kept_of_each(experiment)
    row = bytes_of_a_run(experiment) // rows
    if rows * (count * kept + row) <= memory:
        return None
    most_runs = (memory // rows - row) // kept if kept else 0
    return Room(max(most_runs, 0), max(memory // (count * kept + row) - 1, 0))


def _kept_of_each(experiment: Experiment) -> int:
    """The bytes of each row of each run that are kept to the end of the sweep."""
    # Where no minimum is known, what is to be reached is the lowest loss of all runs.
    return _LOSS if np.isnan(lowest_known_loss(experiment)) else 0
