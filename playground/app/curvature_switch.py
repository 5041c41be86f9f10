"""The landscape's switch for the local quadratic model at the playhead."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout

from playground.app.curvature_known import Known
from playground.app.marks.quadratic import QuadraticMarks
from playground.app.marks.slice_choice import button
from playground.app.marks.stage import Stage
from playground.app.session import Session
from playground.app.view import View
from playground.core.asks import ParabolaAsk

_TIP = "Show the parabola that touches the loss at the current point, and its axes"


class CurvatureSwitch(QObject):
    """A button, off at first; offered for one and two parameters."""

    def __init__(self, session: Session, stage: Stage, row: QHBoxLayout) -> None:
        super().__init__()
        self._session = session
        self.marks = QuadraticMarks()
        stage.getViewBox().addItem(self.marks, ignoreBounds=True)
        self.marks.stackBefore(stage.descent)  # the path lies on the model
        self.button = button("Curvature", _TIP)
        self.button.setCheckable(True)
        row.insertWidget(max(row.count() - 2, 0), self.button)  # before the two that fit
        self.button.toggled.connect(self._turn)
        self._known = Known()

    def draw(self, view: View) -> None:
        """Show the model at the playhead, or the newest while that is worked out."""
        suits = len(view.parameters) <= 2
        self.button.setVisible(suits)
        if not (suits and self.button.isChecked()):
            self.marks.show_curvature(None)
            return
        answer = self._session.derive(ParabolaAsk(view.playhead))
        theory = self._known.theory(view, answer)
        self.marks.show_curvature(None if theory is None else theory.curvature)

    def _turn(self, _on: bool) -> None:
        if self._session.view is not None:
            self.draw(self._session.view)
