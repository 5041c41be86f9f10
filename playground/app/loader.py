"""Imports torch and the mathematics in a thread, while the window is already on screen."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.engine.studio import Studio

log = logging.getLogger(__name__)


class Loader:
    """One import, begun once; `studio` or `failure` is there when it is done."""

    def __init__(self) -> None:
        self.studio: Studio | None = None
        self.failure = ""  # one line
        self._thread = threading.Thread(target=self._import, name="loading", daemon=True)
        self._thread.start()

    def close(self) -> bool:
        """Wait until the import has ended, and end the studio's threads; False if one goes on."""
        self._thread.join()
        return self.studio is None or self.studio.close()

    def _import(self) -> None:
        try:
            from playground.engine.studio import Studio  # here, since it imports torch

            self.studio = Studio()
        except BaseException as error:  # shown in the window: nobody else would catch it
            log.exception("loading failed")
            self.failure = " ".join(str(error).split()) or type(error).__name__
