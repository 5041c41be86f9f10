"""A bar that says how far a long run is, where a person is looking."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
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
    stream = sys.stderr if stream is None else stream
    due = time.monotonic() + _PATIENCE if stream is not None and stream.isatty() else float("inf")
    drawn = False
    item: Item
    try:
        for done, item in enumerate(items):  # noqa: B007  # the last one is the answer
            if time.monotonic() > due:
                stream.write(f"\r{_bar(done, count, of)}")
                stream.flush()
                drawn = True
                due = time.monotonic() + _PAUSE
    finally:
        if drawn:
            stream.write("\r\x1b[K")
            stream.flush()
    return item


def _bar(done: int, count: int, of: str) -> str:
    full = min(_WIDTH * done // count, _WIDTH)
    words = f"{of} {done:,} of {count:,}" if of else f"{min(100 * done // count, 100)} %"
    return f"{'█' * full}{'░' * (_WIDTH - full)} {words}"
