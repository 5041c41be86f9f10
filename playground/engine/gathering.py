"""A long text put together beside the window: a hundred thousand rows take a second."""

from __future__ import annotations

from collections.abc import Iterator

from playground.engine.once import Once


class Gathering(Once):
    """A job, used once; when `finished`, `text` is whole, or `failure` says why not."""

    def __init__(self, blocks: Iterator[str]) -> None:
        super().__init__()
        self._blocks = blocks
        self.text = ""

    def work(self) -> Iterator[object]:
        """Take the next block of lines at each item."""
        blocks = []
        for block in self._blocks:
            blocks.append(block)
            yield block
        self.text = "\n".join(blocks)
        self.finished = True
