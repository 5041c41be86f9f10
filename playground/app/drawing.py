"""Which panels draw a view, and when: those on screen, some of them a few times a second."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from playground.app.docks import Docks
from playground.app.pace import BRIEF_S
from playground.app.panel import NOTHING, Panel
from playground.app.session import Session
from playground.app.veil import Veil
from playground.app.view import View

# Between two pictures of a patient panel, which nobody can read any faster.
GROWING_REST_S = 0.2
FINISHED_REST_S = 0.06


class Bar(Protocol):
    """What stands below the panels, and draws as they do."""

    def draw(self, view: View) -> None:
        """Show the view."""

    def forget(self) -> None:
        """Show nothing of an earlier run any more."""


class Drawing(QObject):
    """Hands each view of a session to the panels on screen, and to the bars below them."""

    def __init__(
        self, session: Session, docks: Docks, bars: Sequence[Bar], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._docks, self._bars = session, docks, bars
        self._patient_drawn = 0.0
        self._veils: dict[Panel, Veil] = {}
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.again)
        session.frame.connect(self.draw)
        docks.uncovered.connect(self.again)
        session.classroom.stepped.connect(self._veil)

    @property
    def at_rest(self) -> bool:
        """Whether no panel is still to be drawn."""
        return not self._later.isActive()

    def draw(self, view: View) -> None:
        """Draw a view, in the panels that are due."""
        glimpse = not (view.finished or view.concealed) and view.seconds < BRIEF_S
        now = time.perf_counter()
        rest = (FINISHED_REST_S if view.finished else GROWING_REST_S) - (now - self._patient_drawn)
        for panel in self._docks.on_screen():
            if panel.eager or not (glimpse or (panel.patient and rest > 0)):
                self._hand(view, panel)
                self._unveil(panel)
        if glimpse:
            return  # the next frame, a moment later, shows the rest
        if rest <= 0:
            self._patient_drawn = now
        else:
            self._later.start(math.ceil(rest * 1e3))  # what was passed over is drawn then
        for bar in self._bars:
            self._hand(view, bar)

    def _hand(self, view: View, part: Bar) -> None:
        try:
            part.draw(view)
        except Exception:  # whatever it is, the others are to be drawn
            sys.excepthook(*sys.exc_info())  # as for any slot: to the log and the banner

    def again(self) -> None:
        """Draw the view that there is once more."""
        if self._session.view is not None and not self._awaited:
            self.draw(self._session.view)

    @property
    def _awaited(self) -> bool:
        """Whether the view is of an earlier step of a lesson than that on screen."""
        view = self._session.view
        earlier = view is not None and view.run != self._session.run_number
        veiled = any(not veil.isHidden() for veil in self._veils.values())
        return earlier and (veiled or self._session.resting)

    def _veil(self) -> None:
        """Show nothing of the step before beside the one that begins."""
        view = self._session.view
        if view is None or view.run == self._session.run_number:
            return
        for panel in self._docks.on_screen():
            if panel.tells != NOTHING:
                if panel not in self._veils:
                    self._veils[panel] = Veil(panel)
                self._veils[panel].show()
        for bar in self._bars:
            bar.forget()

    def _unveil(self, panel: Panel) -> None:
        if panel in self._veils:
            self._veils[panel].hide()

    def stop(self) -> None:
        """Draw nothing later on."""
        self._later.stop()
