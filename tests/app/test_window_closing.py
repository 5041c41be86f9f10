"""A window opens before torch is there, and whenever it is closed no thread is left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.loader import Loader
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window

Rest = Callable[[Window], None]

LOADING_MS = 60_000


def test_closing_in_the_middle_of_a_run_ends_every_thread(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path, rest: Rest
) -> None:
    before = set(threading.enumerate())
    window = Window(Session(), keeper, layout_path)
    qtbot.addWidget(window)
    window.show()
    rest(window)
    window.session.edit(steps=100_000)
    window.close()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before)


def test_closing_before_torch_is_there_ends_every_thread(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path
) -> None:
    before = set(threading.enumerate())
    window = Window(Session(), keeper, layout_path)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    window.close()
    assert window.isHidden()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before, timeout=LOADING_MS)


def test_closing_while_torch_is_imported_waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = threading.Event()
    monkeypatch.setattr(Loader, "_import", lambda _: imported.wait(LOADING_MS))
    loader = Loader()
    began = time.monotonic()
    assert not loader.close(patience=30.0)
    assert time.monotonic() - began < 15
    imported.set()
    loader._thread.join()
    assert loader.close(patience=0.0)


def test_a_window_can_be_closed_between_two_panels_and_begins_nothing_then(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path
) -> None:
    window = Window(Session(), keeper, layout_path)
    qtbot.addWidget(window)
    made = []
    window._parts.timeout.connect(lambda: made.append(window.furnished))
    window._parts.timeout.connect(window.close)
    window.show()
    qtbot.waitUntil(window.isHidden)
    QApplication.processEvents()
    assert made == [False]
    assert not window.docks.panels
    assert window.session._loader is None


def test_until_torch_is_there_the_window_says_so(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path
) -> None:
    window = Window(Session(), keeper, layout_path)
    qtbot.addWidget(window)
    window.show()
    assert "Loading PyTorch" in window.outcome.sentence.text()
    assert not window.transport.isEnabled()
    window.close()


def test_a_window_that_is_closed_is_gone_before_its_threads_have_ended(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    end = window.session.close
    monkeypatch.setattr(window.session, "close", lambda _: seen.append(window.isVisible()) or end())
    window.close()
    assert seen == [False]
