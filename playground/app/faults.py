"""Where everything that goes wrong ends up: in the log, and as one line in the banner."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("playground")

# Qt says these on healthy machines; they concern nobody.
HARMLESS = ("propagateSizeHints",)


class _SilentFile(RotatingFileHandler):
    """A log file whose own troubles, such as a full disk, are nobody's."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def keep_log(path: Path) -> None:
    """Write the log to this file, at most about 1 MB of it; without a place to write, nowhere."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _SilentFile(
            path, maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.propagate = False  # a library's handler on the root would print it in the terminal


def catch_all(announce: Callable[[str], None]) -> None:
    """Send every uncaught error and every warning of Qt to the log, and errors to `announce` too.

    `announce` is called in the GUI thread only: an error elsewhere is told by whoever owns the
    thread.
    """

    def in_gui(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.error("uncaught", exc_info=(kind, error, trace))
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        what = " ".join(str(error).split()) or kind.__name__
        announce(f"Something went wrong and was noted in the log: {what}")

    def in_thread(args: threading.ExceptHookArgs) -> None:
        log.error("uncaught in a thread: %s", args.exc_type.__name__, exc_info=args.exc_value)

    sys.excepthook = in_gui
    threading.excepthook = in_thread
    qInstallMessageHandler(_from_qt)


def _from_qt(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
    if not any(part in message for part in HARMLESS):
        level = logging.WARNING if kind == QtMsgType.QtWarningMsg else logging.ERROR
        log.log(logging.INFO if kind == QtMsgType.QtDebugMsg else level, "Qt: %s", message)
