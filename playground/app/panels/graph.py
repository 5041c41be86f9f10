"""The Graph panel: what did autograd record, and how does the gradient come back through it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from playground.app.graph.subjects import A_FUNCTION, THE_LOSS, Subjects
from playground.app.marks.slice_choice import button
from playground.app.panel import THE_START, Panel
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.core.asks import GraphAsk
from playground.core.graph_presets import GRAPH_PRESETS
from playground.core.lesson import PAGES
from playground.core.mistakes import beyond_the_loss

if TYPE_CHECKING:
    from playground.app.graph.sheet import Sheet
    from playground.core.graph_asked import GraphAnswer

_LOSS_PAGE = PAGES["graph"][0]
OWN = "The graph shows the loss's own autograd"


class GraphPanel(Panel):
    """The graph of the loss at the playhead, of a preset or of a typed function."""

    name = "graph"
    title = "Graph"
    tells = THE_START
    patient = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.subjects = Subjects()
        self.fit_view = button("Fit view", "Show the whole graph (0, in the graph)")
        for switch in (self.subjects, self.fit_view):
            self.switch_row.addWidget(switch)
        self.sheet: Sheet | None = None
        self._remedy = ""  # that was chosen for the subject; "" is the preset's own
        self._loss: object = None  # that the subject was chosen beside
        self.subjects.currentIndexChanged.connect(self._turn)
        session.experiment_changed.connect(self._keep_to_run)
        session.opened.connect(self._return)

    def draw(self, view: View) -> None:
        """Show the graph at the playhead, or until it is there the one shown before."""
        if not self.session.is_ready or (ask := self._ask(view)) is None:
            return
        sheet = self.sheet or self._furnish()
        answer = self.session.derive(ask)
        if answer.failure:
            sheet.forget()
            sheet.remark.tell(answer.failure, wrong=True)
        elif self._follows and answer.stale and view.concealed:
            sheet.forget()  # it may be of where the run goes, which is to be predicted
        elif answer.result is not None and (self._follows or not answer.stale):
            sheet.remark.tell(self._remark(view, answer.result))
            sheet.show_answer(answer.result)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        if self.sheet is not None:
            self.sheet.paint_with(theme)

    @property
    def open_page(self) -> str:
        chosen = self.subjects.chosen
        return chosen if chosen in GRAPH_PRESETS else _LOSS_PAGE

    def turn_to(self, page: str) -> None:
        subject = page if page in GRAPH_PRESETS else THE_LOSS
        self.subjects.setCurrentIndex(self.subjects.findData(subject))

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more."""
        if self.sheet is not None and self._follows:
            self.sheet.forget()

    @property
    def _follows(self) -> bool:
        return self.subjects.chosen == THE_LOSS

    def _ask(self, view: View) -> GraphAsk | None:
        """What to ask for; None while the view is still that of an earlier experiment."""
        chosen = self.subjects.chosen
        if chosen == THE_LOSS:
            if view.experiment != self.session.experiment:
                return None
            theta = tuple(map(float, view.theta[view.playhead]))
            return GraphAsk(theta, view.playhead if view.experiment.batch_size else 0)
        if chosen == A_FUNCTION:
            bar = (self.sheet or self._furnish()).function
            return GraphAsk(
                function=bar.function,
                low=bar.low,
                high=bar.high,
                count=bar.count,
                remedy=self._remedy,
            )
        return GraphAsk(preset=chosen, remedy=self._remedy)

    def _remark(self, view: View, answer: GraphAnswer) -> str:
        if answer.graph.advice:
            return answer.graph.advice
        if not self._follows:
            preset = GRAPH_PRESETS.get(self.subjects.chosen)
            return preset.says if preset is not None else ""
        if view.experiment.gradient == "by-hand":
            return f"{OWN}; the descent uses the gradient written by hand."
        which = beyond_the_loss(view.experiment.mistakes)
        return f"{OWN}, without the {which} that the code of the run makes." if which else ""

    def _furnish(self) -> Sheet:
        """Build what is below the header, once it is needed: the window's start is not."""
        from playground.app.graph.sheet import Sheet

        sheet = self.sheet = Sheet(self.session.check_function)
        sheet.paint_with(current_theme())
        sheet.remedies.chosen.connect(self._mend)
        sheet.function.changed.connect(self._redraw)
        self.fit_view.clicked.connect(sheet.stage.canvas.fit_whole)
        area = QScrollArea()  # where large text leaves too little room for all of it
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(sheet)
        self.body.addWidget(area)
        return sheet

    def _turn(self) -> None:
        self._remedy = ""
        sheet = self.sheet or self._furnish()
        sheet.function.setVisible(self.subjects.chosen == A_FUNCTION)
        self._redraw()

    def _keep_to_run(self) -> None:
        """Return to the loss when another one is descended; edits of the run leave the choice."""
        experiment = self.session.experiment
        loss = experiment.loss, experiment.dataset, experiment.model, experiment.target
        if self._loss not in (None, loss):
            self._return()
        self._loss = loss

    def _return(self) -> None:
        if not self._follows:
            self.subjects.setCurrentIndex(self.subjects.findData(THE_LOSS))

    def _mend(self, remedy: str) -> None:
        self._remedy = remedy
        self._redraw()

    def _redraw(self) -> None:
        if self.session.view is not None and self.isVisible():
            self.draw(self.session.view)
