"""One real session for each module of tests: torch loaded, both workers running, then closed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from playground.app.session import Session
from playground.app.theme import ThemeKeeper

# A test run must not need a screen; the real window under a display server says so itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LOADING_MS = 60_000  # importing torch on a busy machine


@pytest.fixture(autouse=True)
def _no_import_outlives_its_test() -> Iterator[None]:
    """Wait for the import that a closed window has left behind; nothing can stop it."""
    yield
    for thread in threading.enumerate():
        if thread.name == "loading":
            thread.join()


@pytest.fixture(scope="module")
def loaded_session(qapp: QApplication) -> Iterator[Session]:
    session = Session()
    changed = QSignalSpy(session.experiment_changed)
    session.load()
    assert changed.wait(LOADING_MS), "the session did not load"
    yield session
    assert session.close(), "a worker of the session did not end"


@pytest.fixture
def session(loaded_session: Session) -> Session:
    """The session on the default experiment, live."""
    # Here, so that tests without a session do not wait for torch.
    from playground.core.experiment import Experiment

    loaded_session.follow()
    loaded_session.restart(Experiment())
    return loaded_session


@pytest.fixture(scope="session")
def painted(qapp: QApplication) -> ThemeKeeper:
    # Once, as in the program: each change of Qt's style costs every widget there is.
    return ThemeKeeper(qapp, "light")


@pytest.fixture
def keeper(painted: ThemeKeeper) -> Iterator[ThemeKeeper]:
    """The application painted with the light theme at scale 1."""
    yield painted
    painted.set_scale(1.0)
    painted.choose("light")
