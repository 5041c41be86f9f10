"""One real session for each module of tests: torch loaded, both workers running, then closed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window
from tests.app.live_panel import PATIENCE_MS
from tests.app.window_parts import shows_whole_run

# A test run must not need a screen; the real window under a display server says so itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LOADING_MS = 60_000  # importing torch on a busy machine


class PatientBot(QtBot):
    """Waits as long as a machine with much else to do may need."""

    # Any: what pytest-qt says of these.
    def waitUntil(self, *given: Any, timeout: int = PATIENCE_MS, **more: Any) -> None:
        super().waitUntil(*given, timeout=timeout, **more)

    def waitSignal(self, *given: Any, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignal(*given, timeout=timeout, **more)

    def waitSignals(self, *given: Any, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignals(*given, timeout=timeout, **more)

    def waitExposed(self, *given: Any, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        return super().waitExposed(*given, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


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
    """The session on the default experiment, live, without pins and with nothing to undo."""
    # Here, so that tests without a session do not wait for torch.
    from playground.core.experiment import Experiment

    loaded_session.follow()
    while loaded_session.pins.listed:
        loaded_session.pins.remove(loaded_session.pins.listed[0].key)
    loaded_session.restart(Experiment())
    loaded_session.history.clear()
    return loaded_session


@pytest.fixture
def go(session: Session, qtbot: QtBot) -> Callable[..., None]:
    """Change the experiment, if at all, and wait until its run is finished and shown."""

    def change(**changes: object) -> None:
        if changes:
            assert session.edit(**changes) == ""
        qtbot.waitUntil(lambda: shows_whole_run(session))

    change()
    return change


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


@pytest.fixture
def rest(qtbot: QtBot) -> Callable[[Window], None]:
    """Wait until the run of a window has ended and is shown whole."""

    def wait(window: Window) -> None:
        qtbot.waitUntil(lambda: shows_whole_run(window.session), timeout=LOADING_MS)

    return wait


@pytest.fixture
def layout_path(tmp_path: Path) -> Path:
    """Where a window keeps its layout."""
    return tmp_path / "layout.json"


@pytest.fixture
def window(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path, rest: Callable[[Window], None]
) -> Iterator[Window]:
    """The whole window at its smallest size, its first run on screen."""
    made = Window(Session(), keeper, layout_path)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    rest(made)
    yield made
    made.close()
    made.deleteLater()
