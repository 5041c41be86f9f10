"""The landscape as a job for the worker, coarse first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

from playground.core.experiment import Experiment
from playground.core.landscape import landscape
from playground.core.pictures import Picture, PictureRequest
from playground.engine.run import one_line

# Of each picture: where it lies in memory would be another's as soon as it is dropped.
_numbers = count()


class Picturing:
    """A job, used once: computes the picture of a request; any thread may read `picture`."""

    def __init__(self, experiment: Experiment, request: PictureRequest) -> None:
        self._number = next(_numbers)
        self.experiment = experiment
        self.request = request
        self.picture: Picture | None = None
        self.made = 0  # how many better and better pictures there have been
        self.failure = ""

    @property
    def state(self) -> tuple[int, int]:
        """Changes with each better picture; no other job ever has the same."""
        return self._number, self.made

    def work(self) -> Iterator[object]:
        """Compute the picture, each item a finer one or a part of it."""
        # In float64 whatever the run's format: what is seen is the loss, not its rounding.
        loss = self.experiment.bound_loss("float64")
        for picture in landscape(loss, self.request):
            self._show(picture)
            yield picture

    def _show(self, picture: Picture) -> None:
        if picture is self.picture or not (picture.whole or np.isfinite(picture.loss).any()):
            return  # nothing new, or nothing yet
        self.picture = picture
        self.made += 1

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong."""
        self.failure = one_line(error)
