"""The Numbers panel: every step in a table, and the current one written out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from playground.app.equation_lines import wrapped
from playground.app.escape import tip
from playground.app.panel import THE_START, Panel
from playground.app.session import Session
from playground.app.step_lines import step_equations, step_lines
from playground.app.still import Still
from playground.app.table import RowsTable
from playground.app.theme import Theme
from playground.app.view import View
from playground.app.whole_words import whole_words

PADDING = 20  # of the panel, above, below and between
TABLE_ROWS, FEWEST_ROWS = 3, 1  # that stay in sight below it, and below a step of many lines
LONGEST = 56  # figures, as wide as a line with its numbers gets, …
LONGEST_OF = {"adam": 84}  # … with these optimizers
NUMBERS = 0.7  # of a line's width that its numbers take


class NumbersPanel(Panel):
    """k, theta, loss, gradient, update and learning rate of every step."""

    name = "numbers"
    title = "Numbers"
    tells = THE_START
    patient = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.written = QLabel()
        self.written.setTextFormat(Qt.TextFormat.PlainText)
        self.written.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.written.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.written.setAccessibleName("The current step written out")
        self.table = RowsTable(session)
        self._room = Still(self.written)
        self.body.addWidget(self._room)
        self.body.addWidget(self.table)

    def draw(self, view: View) -> None:
        """Show the view."""
        metrics, width = self.written.fontMetrics(), self.written.width()
        # Raised and lowered figures may come from a font with taller lines.
        tall = metrics.lineSpacing() + 1
        # By the width alone where that will do: longer numbers are not to move the table.
        figures = LONGEST_OF.get(view.experiment.optimizer, LONGEST)
        longest = figures * metrics.horizontalAdvance("0")
        breaks = 2 if NUMBERS * longest > width else int(longest > width)
        room, most = (
            (self.height() - PADDING - self.table.height_of(rows)) // tall
            for rows in (TABLE_ROWS, FEWEST_ROWS)
        )
        equations = step_equations(view)

        def wrap(part: str) -> list[str]:
            return wrapped(part, metrics, width)

        lines = step_lines(view, equations, room, breaks, wrap, most)
        self.written.setText("\n".join(whole_words(line, metrics, width) for line in lines))
        self.written.setToolTip(tip("; ".join(step_lines(view, equations, room))))
        self._room.setFixedHeight(len(lines) * tall + 4)
        self.table.draw(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.table.paint_with(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.session.view is not None:
            self.draw(self.session.view)
