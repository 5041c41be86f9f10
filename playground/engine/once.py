"""A job that is done in one go, and only once."""

from __future__ import annotations

from collections.abc import Iterator

from playground.engine.run import one_line


class Once:
    """A job, used once; when `finished`, it is done, or `failure` says in one line why not."""

    def __init__(self) -> None:
        self.failure = ""
        self.finished = False

    def work(self) -> Iterator[object]:
        """Do it."""
        self._do()
        self.finished = True
        yield self

    def _do(self) -> None:
        raise NotImplementedError

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong."""
        self.failure = one_line(error)
        self.finished = True
