"""What was on screen before a lesson was opened, to be there again after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.app.pin import Pin
    from playground.app.session import Session
    from playground.core.experiment import Experiment


@dataclass(frozen=True)
class Before:
    """An experiment, the pins beside it, and the row of the playhead (None: the newest)."""

    experiment: Experiment
    pins: tuple[Pin, ...]
    row: int | None

    @classmethod
    def noted(cls, session: Session) -> Before:
        """Return what is on screen now."""
        view = session.view
        row = None if session.live or view is None else view.playhead
        return cls(session.experiment, session.pins.listed, row)

    def bring_back(self, session: Session, run: bool) -> None:
        """Have its pins again, and show its experiment if `run`; one undo takes all of it back."""
        if not run and session.pins.listed == self.pins:
            return
        session.history.beginMacro("Close the lesson")
        if session.pins.listed != self.pins:
            session.pins.bring_back(self.pins)
        if run:
            session.stage(self.experiment)
        session.history.endMacro()
