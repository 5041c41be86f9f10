"""As in the program, torch does small sums on one thread: a second one would only be waited for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator

import pytest

_STATUS = pytest.StashKey[int]()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep the result for the end."""
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave with the result, before the interpreter takes what is left of Qt apart.

    It does so in no order, and what a test that failed still refers to can then crash, which
    would hide which test it was.
    """
    if _STATUS not in config.stash or "PySide6.QtWidgets" not in sys.modules:
        return
    if (screen := sys.modules.get("pytest_xvfb")) is not None:
        screen.shutdown_xvfb()  # which it does at the interpreter's end
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(config.stash[_STATUS])


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    # Where it is loaded already: many tests have no need of torch, and it takes seconds.
    if (torch := sys.modules.get("torch")) is not None and hasattr(torch, "set_num_threads"):
        torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _collected_in_this_thread() -> Iterator[None]:
    # Else a worker of this test may come upon widgets of an earlier one, and end them while Qt
    # waits for Python here: then both wait for ever.
    gc.disable()
    yield
    gc.collect(2 if gc.get_count()[2] > gc.get_threshold()[2] else 1)
