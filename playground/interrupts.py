"""What Ctrl-C does to a command: at any moment it ends quietly, with the same exit code."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130  # 128 + SIGINT, as shells report it


def end_at_once() -> None:
    """Let an interrupt end the process from now on, wherever it comes.

    An interrupt that the process was started to ignore stays ignored.
    """
    # An exception would come out of whatever is under way: while modules are imported nothing
    # catches it, and the import of a C library turns it into an ImportError.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def raised() -> Iterator[None]:
    """Let an interrupt be an exception again, while there is work to be tidied up after it."""
    if signal.getsignal(signal.SIGINT) is not _end:
        yield
        return
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
    finally:
        signal.signal(signal.SIGINT, _end)


def _end(*_: object) -> None:
    os._exit(INTERRUPTED)
