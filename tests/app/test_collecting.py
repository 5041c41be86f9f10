"""Garbage is collected in the GUI thread, and in no other."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from playground.app.collecting import Collecting


class Ring:
    """Garbage that only the collector finds; it notes in which thread that was."""

    def __init__(self, ended: list[str]) -> None:
        self.itself, self._ended = self, ended

    def __del__(self) -> None:
        self._ended.append(threading.current_thread().name)


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    owner = QObject()
    yield owner
    owner.deleteLater()


def test_a_worker_that_makes_many_objects_leaves_them_to_the_gui_thread(
    qtbot: QtBot, owner: QObject
) -> None:
    gc.enable()
    Collecting(owner).begin()
    ended: list[str] = []

    def work() -> None:
        rings = 2 * gc.get_threshold()[0]
        for _ in range(rings):
            Ring(ended)

    worker = threading.Thread(target=work, name="worker")
    worker.start()
    worker.join()
    assert not ended
    qtbot.waitUntil(lambda: bool(ended))
    assert set(ended) == {threading.main_thread().name}
