"""A worker that a test drives itself: nothing is waited for, and nothing is a race."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from playground.engine.worker import Job


class Hand:
    """Takes jobs as a worker does, and makes a piece of each only when it is told to."""

    def __init__(self) -> None:
        self.started = 0
        self._under_way: dict[str, tuple[Job, Iterator[object]]] = {}

    @property
    def busy(self) -> bool:
        """Whether there is work left."""
        return bool(self._under_way)

    def start(self, job: Job, name: str = "") -> None:
        self.started += 1
        self._under_way[name] = job, iter(job.work())

    def cancel(self, name: str = "") -> None:
        self._under_way.pop(name, None)

    def drive(self) -> None:
        """Make one piece of every job."""
        for name, (job, pieces) in list(self._under_way.items()):
            try:
                next(pieces)
            except StopIteration:
                del self._under_way[name]
            except Exception as error:  # as the worker, which tells it to the job
                del self._under_way[name]
                job.fail(error)

    def until(self, condition: Callable[[], bool]) -> None:
        """Drive until the condition holds, which it must while there is work."""
        while not condition():
            assert self._under_way, "there is no work left, and still it does not hold"
            self.drive()

    def finish(self) -> None:
        """Drive until there is no work left."""
        while self._under_way:
            self.drive()


@pytest.fixture
def hand() -> Hand:
    return Hand()
