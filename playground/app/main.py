"""Opens the window and stays until it is closed."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path
from socket import socket, socketpair

from PySide6.QtCore import QSocketNotifier, QStandardPaths
from PySide6.QtWidgets import QApplication

from playground.app.faults import catch_all, keep_log
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window

NAME = "learning-rate-playground"


def open_window(file: Path | None = None) -> int:
    """Show the window, on this file if one is given; return the exit code after it is closed."""
    logging.getLogger("playground").setLevel(logging.INFO)
    application = QApplication(sys.argv[:1])
    application.setApplicationName(NAME)
    application.setApplicationDisplayName("Learning-Rate Playground")
    places = QStandardPaths.StandardLocation
    keep_log(_folder(places.GenericDataLocation) / "playground.log")
    session = Session()
    window = Window(
        session,
        ThemeKeeper(application),
        _folder(places.GenericConfigLocation) / "layout.json",
        file,
    )
    catch_all(window.outcome.announce)
    waking = _close_on_interrupt(window)
    window.show()
    code = application.exec()
    waking.close()
    return code


def _close_on_interrupt(window: Window) -> socket:
    """Let Ctrl-C in the terminal close the window as its button does; return what to close."""
    reader, writer = socketpair()
    writer.setblocking(False)
    # Qt waits outside Python, where no signal handler runs: the byte written here wakes it.
    signal.set_wakeup_fd(writer.fileno())
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: reader.recv(64))
    signal.signal(signal.SIGINT, lambda *_: window.close())
    return reader


def _folder(place: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(place)) / NAME
