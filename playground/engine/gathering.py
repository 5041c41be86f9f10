"""A long text put together beside the window: a hundred thousand rows take a second."""

from __future__ import annotations

from collections.abc import Iterator

from playground.engine.run import one_line


class Gathering:
    """A job, used once; when `finished`, `text` is whole, or `failure` says why not."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self.text = ""
        self.failure = ""  # one line
        self.finished = False

    def work(self) -> Iterator[object]:
        """Take the next block of lines at each item."""
        blocks = []
        for block in self._blocks:
            blocks.append(block)
            yield block
        self.text = "\n".join(blocks)
        self.finished = True

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong."""
        self.failure = one_line(error)
        self.finished = True
