"""Two runs of one experiment: autograd's gradient pinned, the one written by hand on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from playground.app.pins import TWICE
from playground.app.session import Session

if TYPE_CHECKING:
    from playground.core.experiment import Experiment


class SideBySide(QObject):
    """Runs with autograd's gradient, pins that when it is finished, then runs the one by hand."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._awaited: Experiment | None = None
        # Queued: another run begins only when every panel has drawn this one.
        session.frame.connect(self._look, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Show both, of the experiment on screen."""
        error = self._session.kept("more") or self._session.edit(gradient="autograd")
        if error:
            self._session.refused.emit(error)
            return
        self._awaited = self._session.experiment
        self._look()

    def _look(self, _view: object = None) -> None:
        if self._awaited is None:
            return
        session = self._session
        if session.experiment is not self._awaited:  # a person has gone on to another one
            self._awaited = None
        elif session.run.finished:
            self._awaited = None
            self._go_on()

    def _go_on(self) -> None:
        pins = self._session.pins
        refusal = pins.refusal()
        if refusal not in ("", TWICE):
            self._session.message.emit(refusal)
            return
        if not refusal:
            pins.add(self._session.run)
        self._session.edit(gradient="by-hand")
