"""A window opens before torch is there, and whenever it is closed no thread is left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
