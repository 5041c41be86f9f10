"""The run on screen: the newest, or one just like it that is whole already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.run import Run
    from playground.engine.studio import Studio

REST_S = 0.15  # a drag rests: what it shows is made once more, by itself


class ShownRun:
    """The newest run; until it is made, a twin from the stops of the slider may stand for it."""

    def __init__(self) -> None:
        self.newest: Run | None = None
        self.number = 0  # counts restarts
        self._twin: Run | None = None
        self._waits = False  # whether the newest is still to begin
        self._failed = self._finished = False  # and this was told

    def begin(self, studio: Studio, experiment: Experiment) -> None:
        """Descend this experiment in place of the one before."""
        self._twin = studio.instant.run_of(experiment)
        self._waits = self._twin is not None
        self.newest = studio.descend(experiment, later=self._waits)
        self.number += 1
        self._failed = self._finished = False

    def begin_rested(self, studio: Studio, seconds: float) -> None:
        """Begin what a twin stands for, if it was asked for so many seconds ago and has rested."""
        if self._waits and self.newest is not None and seconds > REST_S:
            self._waits = False
            studio.begin(self.newest)

    @property
    def whole_at_once(self) -> bool:
        """Whether a twin stands for the newest run."""
        return self._twin is not None

    @property
    def run(self) -> Run | None:
        """The run to show: until the newest is finished, its twin, if there is one."""
        newest, twin = self.newest, self._twin
        return newest if newest is None or twin is None or newest.finished else twin

    @property
    def last(self) -> int:
        """The newest row of the run to show."""
        return max(self.run.length - 1, 0) if self.run is not None else 0

    def tells_failure(self) -> str:
        """Return what went wrong, the first time that it is asked for; else ""."""
        run = self.run
        if run is None or self._failed or not run.failure:
            return ""
        self._failed = True
        return run.failure

    def tells_end(self) -> bool:
        """Return whether the newest run has ended, the first time that it has."""
        run = self.newest
        if run is None or self._finished or not run.finished:
            return False
        self._finished = True
        return True
