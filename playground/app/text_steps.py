"""Larger and smaller text by steps, of which several in quick succession cost as much as one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from playground.app.docks import Docks
from playground.app.text_size import SCALES, nearest_scale
from playground.app.theme import ThemeKeeper

REST_MS = 50  # longer than between two repeats of a key that is held
SHARE_MS = 100  # when no panel asks for more any longer


class TextSteps(QObject):
    """Takes the first step at once, and those that follow it together once there is a rest.

    Each time, every widget on screen takes its style anew, which takes a moment.
    """

    def __init__(self, keeper: ThemeKeeper, docks: Docks) -> None:
        super().__init__(docks)
        self._keeper, self._docks = keeper, docks
        self._wanted = keeper.scale
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._look)
        self._stepped = False  # and some panels may not know yet
        keeper.rested.connect(self._share_again)

    @property
    def scale(self) -> float:
        """The factor that was asked for last."""
        return self._wanted if self._rest.isActive() else self._keeper.scale

    def take(self, way: int) -> None:
        """Take the next larger or smaller scale, or with 0 the usual one."""
        at = SCALES.index(nearest_scale(self.scale))
        place = min(max(at + way, 0), len(SCALES) - 1) if way else SCALES.index(1.0)
        self._wanted = SCALES[place]
        if not self._rest.isActive():
            self._apply()
        elif self._rest.interval():
            self._rest.start(REST_MS)

    def stop(self) -> None:
        """Let the window be as it is: it is about to close."""
        self._rest.stop()

    def _look(self) -> None:
        if self._rest.interval():
            self._apply()
        else:  # all is laid out and painted now: what follows is what a person does
            self._rest.start(REST_MS)

    def _share(self) -> None:
        self._docks.share()
        self._docks.window().setUpdatesEnabled(True)

    def _share_again(self) -> None:
        if self._stepped:
            self._stepped = False
            QTimer.singleShot(SHARE_MS, self._docks, self._docks.share)

    def _apply(self) -> None:
        if self._wanted == self._keeper.scale:
            return
        self._docks.keep_shares()
        self._stepped = True
        self._docks.window().setUpdatesEnabled(False)  # until all is where it belongs
        self._keeper.set_scale(self._wanted)
        QTimer.singleShot(0, self, self._share)
        self._rest.start(0)
