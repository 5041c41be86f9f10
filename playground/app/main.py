"""Opens the window and stays until it is closed."""

from __future__ import annotations

import playground.app.plain_import  # noqa: F401 - before all else that imports Qt

# isort: split

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QStandardPaths, Qt
from PySide6.QtWidgets import QApplication

from playground.app.collecting import Collecting
from playground.app.faults import catch_all, keep_log
from playground.app.interrupts import noted
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window

NAME = "learning-rate-playground"
TITLE_BAR = 40  # about what a desktop adds above a window


def open_window(file: Path | None = None) -> int:
    """Show the window, on this file if one is given; return the exit code after it is closed."""
    logging.getLogger("playground").setLevel(logging.INFO)
    application = QApplication(sys.argv[:1])
    application.setApplicationName(NAME)
    application.setApplicationDisplayName("Learning-Rate Playground")
    places = QStandardPaths.StandardLocation
    keep_log(_folder(places.GenericDataLocation) / "playground.log")
    collecting, session = Collecting(application), Session()
    session.ready.connect(collecting.begin)
    window = Window(
        session,
        ThemeKeeper(application),
        _folder(places.GenericConfigLocation) / "layout.json",
        file,
    )
    catch_all(window.outcome.warn)
    _fit_to_screen(window)
    window.show()
    with _closed_by_interrupt(window):
        code = application.exec()
    if not session.close(0.0):
        # A thread that runs on, as one that imports torch, while Python is taken apart would
        # abort the process.
        logging.shutdown()
        os._exit(code)
    return code


def _fit_to_screen(window: Window) -> None:
    """Maximise a window that would not fit below its title bar."""
    room = window.screen().availableGeometry()
    if window.width() > room.width() or window.height() + TITLE_BAR > room.height():
        window.setWindowState(Qt.WindowState.WindowMaximized)


@contextmanager
def _closed_by_interrupt(window: Window) -> Iterator[None]:
    """Let Ctrl-C in the terminal close the window as its button does."""

    def close() -> None:
        notifier.setEnabled(False)
        window.close()

    # Qt waits outside Python, where no signal is answered: what can be read here wakes it. Until
    # the panels are there, which takes a while, nobody can have changed anything.
    with noted(lambda: not window.furnished) as reader:
        notifier = QSocketNotifier(reader, QSocketNotifier.Type.Read)
        notifier.activated.connect(close)
        yield
        notifier.setEnabled(False)


def _folder(place: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(place)) / NAME
