"""Opens the window and stays until it is closed."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QStandardPaths
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
    pg.setConfigOptions(antialias=False, useOpenGL=False)
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
    # Ctrl-C in the terminal closes the window as its button does.
    signal.signal(signal.SIGINT, lambda *_: window.close())
    window.show()
    return application.exec()


def _folder(place: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(place)) / NAME
