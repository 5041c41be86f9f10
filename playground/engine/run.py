"""One descent under way: an experiment, its growing record and, at the end, its outcome."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from playground.core.descent import record
from playground.core.experiment import Experiment
from playground.core.trajectory import Trajectory


class Run:
    """A job for the worker, used once. Any thread may read it at any time."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.entry = experiment.loss_entry
        self.trajectory: Trajectory | None = None
        self.failure = ""  # one line, if the descent raised
        self.seconds = 0.0  # that the descent took, once it is finished
        self.finished = False

    @classmethod
    def recorded(cls, experiment: Experiment, trajectory: Trajectory) -> Run:
        """Return a run that is over and has this record, its outcome included."""
        made = cls(experiment)
        made.trajectory = trajectory
        made.finished = True
        return made

    def work(self) -> Iterator[object]:
        """Descend step by step."""
        begun = time.perf_counter()
        for trajectory in record(self.experiment):
            self.trajectory = trajectory
            yield trajectory
        self.seconds = time.perf_counter() - begun
        self.finished = True

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong, for the banner; the start is all there is of a run not begun."""
        if self.trajectory is None:
            self.trajectory = Trajectory.unbegun(self.experiment.theta)
        elif not np.isfinite(self.trajectory.gradient[-1]).all():
            # Where it was computed and is no number, a descent ends without an error.
            self.trajectory.lacks = frozenset({"gradient"})
        self.failure = one_line(error)
        self.finished = True

    @cached_property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The known minima of the loss."""
        return self.experiment.minima

    @property
    def length(self) -> int:
        """How many rows are recorded."""
        return self.trajectory.length if self.trajectory is not None else 0


def one_line(error: BaseException) -> str:
    """The error in one line that a person can read."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if isinstance(error, ValueError) else f"{type(error).__name__}: {text}"
