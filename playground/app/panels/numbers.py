"""The Numbers panel: every step in a table, and the current one written out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel

from playground.app.escape import tip
from playground.app.panel import THE_START, Panel
from playground.app.session import Session
from playground.app.still import Still
from playground.app.table import RowsTable
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.written_out import state, written_out

PADDING = 20  # of the panel, above, below and between
WRITTEN = 4  # parameters whose step is written out
TABLE_ROWS = 3  # that stay in sight below it
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
        # Decided by the width alone, so that a step with longer numbers does not move the table.
        figures = LONGEST_OF.get(view.experiment.optimizer, LONGEST)
        longest = figures * metrics.horizontalAdvance("0")
        breaks = 2 if NUMBERS * longest > width else int(longest > width)
        room = (self.height() - PADDING - self.table.height_of(TABLE_ROWS)) // tall
        lines = step_lines(view, breaks, room)
        self.written.setText("\n".join(fitted(line, metrics, width) for line in lines))
        self.written.setToolTip(tip("; ".join(lines)))
        self._room.setFixedHeight(len(lines) * tall + 4)
        self.table.draw(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.table.paint_with(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.session.view is not None:
            self.draw(self.session.view)


def fitted(line: str, metrics: QFontMetrics, width: int) -> str:
    """Return a line, or if it is too wide as many of its words as there is room for, and …"""
    words = line
    while " " in words.strip() and metrics.horizontalAdvance(words) > width:
        words = words.removesuffix(" …").rpartition(" ")[0] + " …"
    return words


def step_lines(view: View, breaks: int, room: int) -> list[str]:
    """Return the step to the playhead's row written out, and where it led.

    At row 0 that is the start, and then the step that leaves it: as many lines as at row 1. As
    many parameters as there is room for, in lines, but always one and at most four. Each
    equation is broken so many times.
    """
    if view.length < 2:
        return [_state(view, min(len(view.parameters), WRITTEN)), "No step has been made yet."]
    row = max(view.playhead, 1)
    lines: list[str] = []
    written = 0
    for at in range(min(len(view.parameters), WRITTEN)):
        more = [part for line in _of(view, row, at) for part in broken(line, breaks)]
        if lines and len(lines) + len(more) + 1 > room:
            break
        lines += more
        written += 1
    here = _state(view, written)
    lines = [*lines, here] if view.playhead else [here, f"next: {lines[0]}", *lines[1:]]
    left = len(view.parameters) - written
    if left and len(lines) < room:
        lines.append(f"{left} more {'parameter' if left == 1 else 'parameters'}: see the table.")
    return lines


def _state(view: View, count: int) -> str:
    row = view.playhead
    theta, gradient = view.theta[row, :count].tolist(), view.gradient[row, :count].tolist()
    partial = count < len(view.parameters)
    return state(view.parameters[:count], row, theta, float(view.loss[row]), gradient, partial)


def broken(line: str, breaks: int = 1) -> list[str]:
    """Return an equation on two lines, its symbols and its numbers, or its result on a third."""
    if not breaks:
        return [line]
    if line.startswith("remembered"):
        return [line.removeprefix("remembered: ")]
    parts = line.split(" = ")
    if len(parts) < 3:
        return [line]
    numbers = [" = ".join(parts[2:])] if breaks == 1 else parts[2:]
    return [f"{parts[0]} = {parts[1]}", *(f"      = {part}" for part in numbers)]


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
        view.experiment.settings_at(row - 1),
        "wrong-sign" in view.experiment.mistakes,
        view.experiment.dtype,
    )
