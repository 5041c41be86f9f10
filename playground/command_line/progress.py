"""A bar that says how far a long run is, where a person is looking."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

_PATIENCE = 1.0  # seconds before the bar appears
_PAUSE = 0.1  # seconds between two drawings
_WIDTH = 30

Item = TypeVar("Item")


def last(
    items: Iterable[Item], count: int, stream: TextIO | None = None, *, of: str = "step"
) -> Item:
    """Return the last of the items; after a second, draw how many of `count` there have been.

    `of` says what an item is; "" shows the share of all of them instead.

    Nothing is drawn unless the stream (by default, standard error) is a terminal, and the bar
    is wiped off at the end. There must be one item or more.
    """
    item: Item
    with _drawing(count, stream, of) as bar:
        for done, item in enumerate(items):  # noqa: B007  # the last one is the answer
            bar.draw(done)
    return item


def watched(
    items: Iterable[Item], count: int, stream: TextIO | None = None, *, of: str = "step"
) -> Iterator[Item]:
    """Yield the items; draw as `last` does while the next is worked out, and wipe it off then.

    So what is printed of an item is not in the way.
    """
    with _drawing(count, stream, of) as bar:
        for done, item in enumerate(items, 1):
            bar.wipe()
            yield item
            bar.draw(done)


@contextmanager
def _drawing(count: int, stream: TextIO | None, of: str) -> Iterator[_Bar]:
    bar = _Bar(count, sys.stderr if stream is None else stream, of)
    try:
        yield bar
    finally:
        bar.wipe()


class _Bar:
    """The bar on a terminal; on anything else, nothing."""

    def __init__(self, count: int, stream: TextIO | None, of: str) -> None:
        self._count, self._of, self._stream = count, of, stream
        watching = stream is not None and stream.isatty()
        self._due = time.monotonic() + _PATIENCE if watching else float("inf")
        self._drawn = False

    def draw(self, done: int) -> None:
        """Draw how far it is, if the last time was long enough ago."""
        if self._stream is None or time.monotonic() <= self._due:
            return
        self._stream.write(f"\r{_bar(done, self._count, self._of)}")
        self._stream.flush()
        self._drawn = True
        self._due = time.monotonic() + _PAUSE

    def wipe(self) -> None:
        """Leave nothing behind."""
        if self._stream is not None and self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False


def _bar(done: int, count: int, of: str) -> str:
    full = min(_WIDTH * done // count, _WIDTH)
    words = f"{of} {done:,} of {count:,}" if of else f"{min(100 * done // count, 100)} %"
    return f"{'█' * full}{'░' * (_WIDTH - full)} {words}"
