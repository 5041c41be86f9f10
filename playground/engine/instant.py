"""Whole runs of the learning-rate slider's stops at hand, so that a drag shows each at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.many import ManyStep, descend_many
from playground.core.outcome import Outcome, conclude, concluding
from playground.core.trajectories import Trajectories, bytes_of_a_run, recorded
from playground.core.trajectory import Array, Trajectory
from playground.engine.run import Run
from playground.engine.worker import Worker

MEMORY = 128 * 2**20  # bytes that the stops' runs may take
SOON_S = 0.012  # a run that takes no longer is whole in the next frame without any help
_JOB = "stops"
_SHORT = 1_000  # rows of data on which an outcome is found in no time


class Instant:
    """Works out the runs of all stops while nothing else is to do, and hands them out."""

    def __init__(self, worker: Worker, memory: int = MEMORY) -> None:
        self._worker = worker
        self._memory = memory
        self._stops: Stops | None = None

    def prepare(self, run: Run, rates: Sequence[float]) -> None:
        """Begin to work out the run of each of these learning rates, if that is of any use.

        It is not where a run is quick anyway, has to be made one by one, or takes too much memory.
        """
        experiment = run.experiment
        if self._stops is not None and self._stops.suits(experiment) and self._stops.have(rates):
            return
        if run.failure or run.seconds <= SOON_S:
            return
        fits = len(rates) * bytes_of_a_run(experiment) <= self._memory
        if fits and experiment.optimizer_entry.elementwise:
            self._stops = Stops(experiment, tuple(rates), self._memory)
            self._worker.start(self._stops, _JOB)

    def run_of(self, experiment: Experiment) -> Run | None:
        """Return the experiment's whole run if it is at hand; forget those of another experiment.

        It equals the single run as a run of a sweep does (see `descend_many`).
        """
        stops = self._stops
        if stops is None:
            return None
        if not stops.suits(experiment):
            self._worker.cancel(_JOB)
            self._stops = None
            return None
        return stops.run_of(experiment)

    @property
    def whole(self) -> bool:
        """Whether the runs of all stops are at hand, outcomes included."""
        return self._stops is not None and self._stops.concluded

    @property
    def bytes(self) -> int:
        """How much memory the runs take."""
        return self._stops.bytes if self._stops is not None else 0


class Stops:
    """A job: descends with every rate at once, then finds each run's outcome."""

    def __init__(self, experiment: Experiment, rates: tuple[float, ...], memory: int) -> None:
        self._experiment = replace(experiment, learning_rate=1.0)
        self._places = {rate: place for place, rate in enumerate(rates)}
        self._rates = np.array(rates)
        self._most = memory
        self._outcomes: list[Outcome | None] = [None] * len(rates)
        self._remembered: dict[str, Array] = {}
        self._runs: Trajectories | None = None
        self.bytes = 0
        self.concluded = False

    def suits(self, experiment: Experiment) -> bool:
        """Whether the experiment differs in nothing but its learning rate."""
        return replace(experiment, learning_rate=1.0) == self._experiment

    def have(self, rates: Sequence[float]) -> bool:
        """Whether these rates are among the stops."""
        return self._places.keys() >= set(rates)

    def run_of(self, experiment: Experiment) -> Run | None:
        """Return the experiment's whole run if its rate is a stop and is worked out."""
        place = self._places.get(experiment.learning_rate)
        if self._runs is None or place is None:
            return None
        trajectory, outcome = self._trajectory(self._runs, place), self._outcomes[place]
        table = experiment.loss_entry.table
        if outcome is None and table is not None and table.rows > _SHORT:
            return None  # to be told of in a worker
        trajectory.outcome = outcome or conclude(experiment, trajectory)
        return Run.recorded(experiment, trajectory)

    def work(self) -> Iterator[object]:
        """Do a step of all runs at each item, then one outcome."""
        experiment = self._experiment
        runs = Trajectories(experiment, self._rates)
        self.bytes = len(self._rates) * bytes_of_a_run(experiment)
        for step in descend_many(experiment, learning_rate=torch.from_numpy(self._rates)):
            runs.append(step)
            if not self._remember(step):
                return
            yield step
        self._runs = runs
        for rate, place in self._places.items():
            each = replace(experiment, learning_rate=rate)
            self._outcomes[place] = yield from concluding(each, self._trajectory(runs, place))
            yield place
        self.concluded = True

    def fail(self, error: BaseException) -> None:
        """Give nothing out: the single run fails in its own words, if it does."""
        self._runs = None

    def _remember(self, step: ManyStep) -> bool:
        """Write what the optimizer keeps, as a single run's record has it; False if too much."""
        for name, value in step.memory.items():
            if not isinstance(value, Tensor) or value.shape != step.theta.shape:
                continue
            kept = self._remembered.get(name)
            if kept is None:
                rows, runs = self._experiment.steps + 1, len(self._rates)
                dtype = recorded(self._experiment)
                kept = torch.zeros((rows, runs, value.shape[1]), dtype=dtype).numpy()
                self.bytes += kept.nbytes
                if self.bytes > self._most:
                    return False
                self._remembered[name] = kept
            kept[step.step, step.rows] = value.to(recorded(self._experiment)).numpy()
        return True

    def _trajectory(self, runs: Trajectories, place: int) -> Trajectory:
        taken = runs.trajectory(place)
        memory = {
            name: np.ascontiguousarray(kept[: taken.length, place])
            for name, kept in self._remembered.items()
        }
        return Trajectory.of(taken.theta, taken.gradient, taken.loss, taken.learning_rate, memory)
