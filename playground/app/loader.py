"""Imports in a thread what takes its time, while the window is already on screen."""

from __future__ import annotations

import importlib
import logging
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.engine.studio import Studio

log = logging.getLogger(__name__)
# What the first run does without, and what would stop the window for a tenth of a second if it
# were imported only when it is wanted.
LATER = ("playground.app.graph.sheet",)


class Loader:
    """One import, begun once; `studio` or `failure` is there when it is done."""

    def __init__(self) -> None:
        self.studio: Studio | None = None
        self.failure = ""  # one line
        self._closed = False  # nobody waits for the studio any more
        # A short turn of the interpreter lock, or the window would wait for it at each step.
        sys.setswitchinterval(0.0005)
        self._thread = threading.Thread(target=self._import, name="loading", daemon=True)
        self._thread.start()
        self._went_on = False

    def go_on(self) -> None:
        """Import the rest, once: there is nothing else to do now."""
        if not (self._went_on or self._closed):
            self._went_on = True
            if self.studio is not None:
                self.studio.prepare_files()
            self._thread.join()  # which has brought the studio, and ends now
            self._thread = threading.Thread(target=self._import_rest, name="loading", daemon=True)
            self._thread.start()

    def close(self, patience: float) -> bool:
        """End every thread, within so many seconds; False if one goes on.

        Nothing can stop an import that is under way, which is not waited for: what it brings is
        closed at once.
        """
        self._closed = True
        if self.studio is None:  # nothing to be saved, and torch takes its time
            return not self._thread.is_alive()
        until = time.monotonic() + patience
        self._thread.join(patience)
        if self._thread.is_alive():
            return False
        return self.studio is None or self.studio.close(max(until - time.monotonic(), 0.0))

    def _import(self) -> None:
        try:
            from playground.engine.studio import Studio  # here, since it imports torch

            self.studio = Studio()
            if self._closed:
                self.studio.close(0.0)
        except BaseException as error:  # shown in the window: nobody else would catch it
            log.exception("loading failed")
            self.failure = " ".join(str(error).split()) or type(error).__name__

    def _import_rest(self) -> None:
        for name in LATER:
            if self._closed:
                return
            try:
                importlib.import_module(name)
            except Exception:  # whoever needs it imports it again, and says so
                log.exception("%s could not be imported", name)
