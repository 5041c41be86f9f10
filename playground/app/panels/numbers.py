"""The Numbers panel: every step in a table, and the current one written out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from playground.app.escape import escaped
from playground.app.panel import Panel
from playground.app.session import Session
from playground.app.still import Still
from playground.app.table import RowsTable
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.written_out import state, written_out

WRITTEN = 4  # parameters whose step is written out
SHARE = 0.4  # of the panel's height that may go to it
LONGEST = "0" * 56  # as wide as a line with its numbers gets


class NumbersPanel(Panel):
    """k, theta, loss, gradient, update and learning rate of every step."""

    name = "numbers"
    title = "Numbers"
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
        metrics = self.written.fontMetrics()
        # Decided by the width alone, so that a step with longer numbers does not move the table.
        narrow = metrics.horizontalAdvance(LONGEST) > self.written.width()
        lines = step_lines(view, narrow, int(SHARE * self.height() / metrics.lineSpacing()))
        self.written.setText("\n".join(lines))
        self.written.setToolTip(escaped("; ".join(lines)))
        # Raised and lowered figures may come from a font with taller lines.
        self._room.setFixedHeight(len(lines) * (metrics.lineSpacing() + 1) + 4)
        self.table.draw(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.table.paint_with(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.session.view is not None:
            self.draw(self.session.view)


def step_lines(view: View, narrow: bool, room: int) -> list[str]:
    """Return the step to the playhead's row written out, and where it led.

    At row 0 that is the start, and then the step that leaves it: as many lines as at row 1. As
    many parameters as there is room for, in lines, but always one and at most four.
    """
    if view.length < 2:
        return [_state(view, min(len(view.parameters), WRITTEN)), "No step has been made yet."]
    row = max(view.playhead, 1)
    lines: list[str] = []
    written = 0
    for at in range(min(len(view.parameters), WRITTEN)):
        more = [
            part for line in _of(view, row, at) for part in (broken(line) if narrow else [line])
        ]
        if lines and len(lines) + len(more) + 1 > room:
            break
        lines += more
        written += 1
    here = _state(view, written)
    lines = [*lines, here] if view.playhead else [here, f"next: {lines[0]}", *lines[1:]]
    left = len(view.parameters) - written
    if left:
        lines.append(f"{left} more {'parameter' if left == 1 else 'parameters'}: see the table.")
    return lines


def _state(view: View, count: int) -> str:
    row = view.playhead
    theta, gradient = view.theta[row, :count].tolist(), view.gradient[row, :count].tolist()
    return state(view.parameters[:count], row, theta, float(view.loss[row]), gradient)


def broken(line: str) -> list[str]:
    """Return an equation on two lines: its symbols, then its numbers."""
    if line.startswith("remembered"):
        return [line.removeprefix("remembered: ")]
    parts = line.split(" = ")
    if len(parts) < 3:
        return [line]
    return [f"{parts[0]} = {parts[1]}", f"      = {' = '.join(parts[2:])}"]


def _of(view: View, row: int, at: int) -> list[str]:
    before, after = (
        {name: float(kept[k, at]) for name, kept in view.memory.items()} for k in (row - 1, row)
    )
    return written_out(
        view.parameters[at],
        row,
        (float(view.theta[row - 1, at]), float(view.theta[row, at])),
        float(view.gradient[row - 1, at]),
        float(view.learning_rate[row - 1]),
        before,
        after,
        view.experiment.optimizer,
        view.experiment.optimizer_settings,
    )
