"""One way to look at many learning rates: a plot, its key, and the line of work below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.controls.slider import CalmComboBox
from playground.app.numbers_text import short_text
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.sweep_plots.key import Key
from playground.app.sweep_plots.questions import Questions
from playground.app.sweep_plots.rate_plot import RatePlot
from playground.app.sweep_plots.uprights import Upright
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.app.work_bar import WorkBar
from playground.core import words

if TYPE_CHECKING:
    from playground.core.theory import Theory
    from playground.engine.deriving import Derived


_WITH_KEY_PX = 220


class Page(QWidget):
    """A subclass draws the view on `plot`; the current learning rate can be dragged on it.

    `choice` stands below the plot, beside the key.
    """

    def __init__(
        self,
        session: Session,
        questions: Questions,
        plot: RatePlot,
        choice: CalmComboBox | None = None,
    ) -> None:
        super().__init__()
        self.session, self.questions, self.plot = session, questions, plot
        self.key, self.work, self.choice = Key(), WorkBar("Go on"), choice
        self.theme = current_theme()
        self.view: View | None = None
        self.column = spaced(QVBoxLayout(self), self.theme, 2)
        self.column.addWidget(plot, 1)
        row = spaced(QHBoxLayout(), self.theme, 8)
        self._key_place = QWidget()
        spaced(QVBoxLayout(self._key_place), self.theme, 0).addWidget(self.key)
        row.addWidget(self._key_place, 1)
        if choice is not None:
            row.addWidget(choice)
        self.column.addLayout(row)
        self.column.addWidget(self.work)
        self.work.cancel_asked.connect(self._cancel)
        self.work.resume_asked.connect(self._resume)
        plot.mouse.looked.connect(self._look)

    def draw(self, view: View) -> None:
        """Show the view."""
        raise NotImplementedError

    def read_out(self, place: QPointF) -> None:
        """Say what is at a place of the plot's widget."""

    def choose(self, rate: float) -> None:
        """Run this learning rate."""
        if rate != self.session.experiment.learning_rate:
            error = self.session.move_rate(rate)
            if error:
                self.session.message.emit(error)
            elif self.view is not None:
                self.draw(self.view)

    def say(self, text: str, *answers: Derived) -> None:
        """Say what is under way, stopped or failed; if nothing of it, the text."""
        failure = next((answer.failure for answer in answers if answer.failure), "")
        stopped = failure == "stopped"
        waiting = [answer.share for answer in answers if not answer.finished]
        share = min(waiting) if waiting else None
        self.work.show_work("Stopped" if stopped else failure or text, share, stopped)

    def theory_lines(self, theory: Theory | None) -> list[Upright]:
        """The best and the largest stable learning rate, as far as the theory knows them."""
        stability = theory.stability if theory is not None else None
        if stability is None:
            return []
        lines, just_below = [], ", best just below" if stability.best_is_at_the_limit else ""
        if stability.best is not None and not just_below:
            name = f"best {short_text(stability.best)}"
            best = self.upright(stability.best, self.theme.good, name)
            lines.append(
                replace(best, left=True)
            )  # the limit, which lies above it, needs the right
        if stability.largest is not None:
            name = f"limit {words.limit(stability.largest)}{just_below}"
            lines.append(self.upright(stability.largest, self.theme.explodes, name))
        return lines

    def upright(
        self, rate: float, colour: str, name: str, style: Qt.PenStyle = Qt.PenStyle.DashLine
    ) -> Upright:
        """Return the line of a learning rate."""
        return Upright(float(self.plot.rates.place(rate)), colour, name, style=style)

    @property
    def current(self) -> Upright:
        """The line of the learning rate in force."""
        rate = self.session.experiment.learning_rate
        place = float(self.plot.rates.place(rate))
        return Upright(place, self.theme.accent, width=2.0, held=True)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.theme = theme
        for part in (self.plot, self.key, self.work):
            part.paint_with(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A plot comes before its key; what a point is, is said beside the pointer as well.
        self._key_place.setVisible(self.height() >= self.theme.px(_WITH_KEY_PX))

    def _look(self, place: QPointF) -> None:
        near = self.plot.near_line(place) and self.plot.inside(place)
        near = near and not self.session.kept("learning_rate")
        shape = Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor
        if self.plot.viewport().cursor().shape() != shape:
            self.plot.viewport().setCursor(shape)
        self.read_out(place)

    def _cancel(self) -> None:
        self.questions.stop()
        self._redraw()

    def _resume(self) -> None:
        self.questions.resume()
        self._redraw()

    def _redraw(self) -> None:
        if self.view is not None and self.isVisible():
            self.draw(self.view)
