"""Whether there is OpenGL here; it is loaded in a thread, since that takes a second."""

from __future__ import annotations

import importlib
import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtGui import QOpenGLContext, QSurfaceFormat

if TYPE_CHECKING:
    from playground.app.surface.drawing import Drawing

log = logging.getLogger(__name__)

NO_CONTEXT = "this screen offers no OpenGL"
_DEPTH_BITS = 24
_MODULE = "playground.app.surface.drawing"


class Opening:
    """One attempt to get a drawing: `failure` says, in a few words, why there is none."""

    def __init__(self) -> None:
        self.failure = ""
        self._context: QOpenGLContext | None = QOpenGLContext()
        wanted = QSurfaceFormat()
        wanted.setDepthBufferSize(_DEPTH_BITS)
        self._context.setFormat(wanted)
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None
        if not self._context.create():
            self._context, self.failure = None, NO_CONTEXT
            return
        # Not a daemon: who leaves at once waits the second that an import takes, and is safe.
        self._thread = threading.Thread(target=self._load, name="opening OpenGL", daemon=False)
        self._thread.start()

    def drawing(self) -> Drawing | None:
        """Return the drawing once it is there; None before, or for good if there is a failure."""
        if self._thread is None or self._thread.is_alive() or self._context is None:
            return None
        self._thread.join()
        if self._error is None:
            try:
                from playground.app.surface.drawing import Drawing

                return Drawing(self._context)
            # Everything: drivers and PyOpenGL raise what they like, and the contours are enough.
            except Exception as error:
                self._error = error
        self.failure = "OpenGL could not be loaded"
        log.warning("no surface", exc_info=self._error)
        self._context = None
        return None

    def _load(self) -> None:
        try:
            importlib.import_module(_MODULE)
        except BaseException as error:  # a missing library is an OSError, an AttributeError, …
            self._error = error
