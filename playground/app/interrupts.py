"""Ctrl-C, or a request to end, closes the program as its window's button does, at any moment."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM)
_Answer = Callable[[int, FrameType | None], object]


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Let an interrupt end the process with exit code 0, while there is nothing to be saved."""
    # An exception would come out of whatever is under way: the import of a C library turns it
    # into an ImportError, and Qt, which calls Python in the middle of its work, swallows it.
    with _answered(lambda *_: os._exit(0)):
        yield


@contextmanager
def noted(nothing_to_save: Callable[[], bool]) -> Iterator[int]:
    """Yield a socket that can be read once there is an interrupt, which does nothing else.

    While there is nothing to save, it still ends the process at once.
    """
    from socket import socketpair  # here: before it is there, an interrupt is not answered

    def answer(*_: object) -> None:
        # Python is anywhere now, maybe inside a paint event: nothing may be closed from here.
        if nothing_to_save():
            os._exit(0)

    reader, writer = socketpair()
    writer.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno())
    try:
        with _answered(answer):
            yield reader.fileno()
    finally:
        signal.set_wakeup_fd(before)
        reader.close()
        writer.close()


@contextmanager
def _answered(answer: _Answer) -> Iterator[None]:
    before = {number: signal.signal(number, answer) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
