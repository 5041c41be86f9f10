"""What goes wrong in real training code, to be made on purpose: a switch for each mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.app.controls.code_line import CodeLine
from playground.app.controls.control import Control, note_label
from playground.app.focus import by_tab
from playground.app.icons import icon
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import Theme, current_theme
from playground.core.mistakes import MISTAKES, Mistake, possible

if TYPE_CHECKING:
    from playground.core.experiment import Experiment


class MistakesControl(Control):
    """Folded away until its title is clicked; only what the loss allows is offered.

    made: a mistake was switched on; its lines of code are to be seen.
    """

    made = Signal(QWidget)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.fold = by_tab(QPushButton("Mistakes"))
        self.fold.setToolTip(
            "Make a mistake of real training code on purpose, and see what it does"
        )
        self.fold.setCheckable(True)
        self.fold.setProperty("quiet", True)
        self.fold.setProperty("role", "link")
        self.fold.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.fold.toggled.connect(self._show_rows)
        self.rows.addWidget(self.fold)
        self.switches: dict[str, MistakeRow] = {}
        for mistake in MISTAKES.values():
            row = MistakeRow(mistake)
            row.box.clicked.connect(self._take)
            row.hide()
            self.rows.addWidget(row)
            self.switches[mistake.name] = row
        self.rows.addWidget(self.complaint)
        self._offered: tuple[str, ...] = ()

    def show_experiment(self, experiment: Experiment) -> None:
        # Here, since it imports torch, which is there by now.
        from playground.core.mistake_words import effect
        from playground.core.programs import mistake_lines

        for name, row in self.switches.items():
            row.show_state(name in experiment.mistakes)
            if name in experiment.mistakes:
                row.show_lines(*mistake_lines(name, experiment))
                row.words.setText(effect(name, experiment))
        count = len(experiment.mistakes)
        self.fold.setText(f"Mistakes: {count} on" if count else "Mistakes")
        there = possible(experiment.loss_entry, experiment.gradient)
        offered = tuple(mistake.name for mistake in there)
        if offered != self._offered:
            self._offered = offered
            self.complaint.clear()
            self._show_rows()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.fold.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.fold.setIcon(icon("collapse" if self.fold.isChecked() else "expand", theme.accent))

    def _show_rows(self) -> None:
        for name, row in self.switches.items():
            row.setVisible(self.fold.isChecked() and name in self._offered)
        self.paint_with(current_theme())

    def _take(self) -> None:
        on = tuple(name for name, row in self.switches.items() if row.box.isChecked())
        self.complaint.say(self, self.session.edit(mistakes=on))
        self.show_experiment(self.session.experiment)
        for row in self.switches.values():
            if row.box is self.sender() and row.box.isChecked():
                self.made.emit(row.lines)


class MistakeRow(QWidget):
    """A switch and, while it is on, what the mistake does, its line of code and the right one."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__()
        self.box = by_tab(QCheckBox(mistake.title))
        self.box.setToolTip(mistake.explanation)
        self.words = note_label(mistake.explanation)
        self.wrong, self.right = CodeLine(right=False), CodeLine(right=True)
        self.show_lines(mistake.wrong, mistake.right)
        self._details = QWidget()
        self.lines = QWidget()
        code = spaced(QVBoxLayout(self.lines), current_theme(), 4)
        for line in (self.wrong, self.right):
            code.addWidget(line)
        below = spaced(QVBoxLayout(self._details), current_theme(), 4, (22, 0, 0, 4))
        for part in (self.words, self.lines):
            below.addWidget(part)
        rows = spaced(QVBoxLayout(self), current_theme(), 2)
        rows.addWidget(self.box)
        rows.addWidget(self._details)
        self._details.hide()

    def show_lines(self, wrong: str, right: str) -> None:
        """Show the lines of this run's own program."""
        self.wrong.show_code(wrong)
        self.right.show_code(right)

    def show_state(self, on: bool) -> None:
        """Show whether the mistake is made."""
        with QSignalBlocker(self.box):
            self.box.setChecked(on)
        self._details.setVisible(on)
