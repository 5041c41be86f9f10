"""The landscape as a job for the worker, coarse first."""

from __future__ import annotations

from collections.abc import Iterator

from playground.core.experiment import Experiment
from playground.core.pictures import Picture, PictureRequest
from playground.engine.run import one_line


class Picturing:
    """A job, used once: computes the picture of a request; any thread may read `picture`."""

    def __init__(self, experiment: Experiment, request: PictureRequest) -> None:
        self.experiment = experiment
        self.request = request
        self.picture: Picture | None = None
        self.made = 0  # how many better and better pictures there have been
        self.failure = ""

    def work(self) -> Iterator[object]:
        """Compute the picture, each item a finer one or a part of it."""
        raise NotImplementedError
        yield

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong."""
        self.failure = one_line(error)
