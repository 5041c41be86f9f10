"""The sharpness along every pinned run, found one run after the other and then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.pins import Pin
from playground.app.session import Session
from playground.app.view import View
from playground.core.asks import PinnedSharpnessAsk

if TYPE_CHECKING:
    from playground.core.sharpness import Sharpness


class PinnedSharpness:
    """What is known of the pinned runs, which never change."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, Sharpness] = {}  # by the key of a pin
        self._done: set[int] = set()
        self._stopped: set[int] = set()
        self.share: float | None = None  # of the work on a run, None while there is none to do

    def known(self, view: View, most: int) -> dict[int, Sharpness]:
        """Return what there is for each visible pinned run, and see that the rest follows."""
        pins = {pin.key: pin for pin in self._session.pins.listed}
        for gone in set(self._known) - set(pins):
            del self._known[gone]
        self._done &= set(pins)
        self.share = None
        for pinned in view.pinned:
            pin = pins.get(pinned.key)
            if pin is not None and pin.key not in self._done and not self._ask(pin, most):
                break
        shown = {pinned.key for pinned in view.pinned}
        return {key: known for key, known in self._known.items() if key in shown}

    def stop(self) -> None:
        """Leave what is not known until it is asked for anew."""
        self._session.stop_deriving(PinnedSharpnessAsk)

    def go_on(self) -> None:
        """Ask anew for what was stopped."""
        self._done -= self._stopped
        self._stopped.clear()

    @property
    def is_stopped(self) -> bool:
        """Whether some were stopped."""
        return bool(self._stopped & self._done)

    def _ask(self, pin: Pin, most: int) -> bool:
        """Return whether this one has got all that it will get."""
        assert pin.run.trajectory is not None  # a pinned run has ended
        ask = PinnedSharpnessAsk(pin.run.experiment, pin.run.trajectory, most)
        answer = self._session.derive(ask)
        if answer.stale:
            self.share = 0.0
            return False
        if answer.result is not None:
            self._known[pin.key] = answer.result
        if not answer.finished:
            self.share = answer.share
            return False
        self._done.add(pin.key)
        if answer.failure == "stopped":
            self._stopped.add(pin.key)
        return True
