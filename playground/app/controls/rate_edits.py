"""Rows that say: from this step on, use this learning rate, or these settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.controls.control import note_label
from playground.app.controls.entry import Entry, typed_number, typed_whole
from playground.app.controls.scales import times
from playground.app.focus import by_tab
from playground.app.icons import IconButton
from playground.app.numbers_text import exact_text
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.experiment import Edit, Experiment


class RateEdits(QWidget):
    """The edits of the experiment, and a button that adds one at the playhead."""

    def __init__(self, session: Session, complaint: Complaint) -> None:
        super().__init__()
        self._session = session
        self._complaint = complaint
        self.listed: list[RateEditRow] = []
        self._spare: list[RateEditRow] = []  # hidden, for edits to come: the next one last
        self._rows = spaced(QVBoxLayout(self), current_theme(), 4)
        self.add = by_tab(QPushButton("+ Another rate from a step on"))
        self.add.setProperty("quiet", True)
        self.add.setProperty("role", "link")
        self.add.setToolTip(
            "From the step at the playhead on, half the learning rate; change it as you like. "
            "The schedule, if any, then scales it."
        )
        self.add.clicked.connect(self._add)
        self._rows.addWidget(self.add)
        session.kept_changed.connect(self._suit_lesson)

    def _suit_lesson(self) -> None:
        self.setVisible(not self._session.kept("another_rate", "learning_rate"))

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the edits, as many rows as there are."""
        while len(self.listed) > len(experiment.edits):
            row = self.listed.pop()
            row.forget()
            row.hide()
            self._spare.append(row)
        while len(self.listed) < len(experiment.edits):
            self._add_row()
        for row, edit in zip(self.listed, experiment.edits, strict=True):
            row.show_edit(edit)

    def _add_row(self) -> None:
        if self._spare:
            self.listed.append(self._spare.pop())
            self.listed[-1].show()
            return
        number = len(self.listed)
        row = RateEditRow(
            lambda step, rate: self._change(number, step, rate),
            lambda: self._remove(number),
            self._complaint,
        )
        self.listed.append(row)
        self._rows.insertWidget(number, row)

    def _add(self) -> None:
        experiment = self._session.experiment
        view = self._session.view
        step = view.playhead if view is not None else 0
        if step >= experiment.steps:  # live: an edit at the end would change nothing
            step = experiment.steps // 2
        taken = {edit.step for edit in experiment.edits}
        while step in taken and step < experiment.steps:
            step += 1
        self._complaint.say(self, self._edit(halved_from(experiment, step)))

    def _change(self, number: int, step: int | None, rate: float | None) -> str:
        edits = list(self._session.experiment.edits)
        old = edits[number]
        edits[number] = replace(
            old,
            step=old.step if step is None else step,
            learning_rate=old.learning_rate if rate is None else rate,
        )
        return self._edit(edits)

    def _remove(self, number: int) -> None:
        edits = list(self._session.experiment.edits)
        del edits[number]
        self._complaint.say(self, self._edit(edits))
        self.add.setFocus()

    def _edit(self, edits: list[Edit]) -> str:
        return self._session.edit(edits=tuple(edits))


def halved_from(experiment: Experiment, step: int) -> list[Edit]:
    """Return the edits with half the learning rate from this step on."""
    from playground.core.experiment import Edit  # here, since it imports torch
    from playground.core.fork import rate_from

    kept = [edit for edit in experiment.edits if edit.step != step]
    return [*kept, Edit(step, times(rate_from(experiment, step), "0.5"))]


class RateEditRow(QWidget):
    """From step … on: …, and a button that takes the edit away.

    Settings of the optimizer stand below; they are given where a run is forked.
    """

    def __init__(
        self,
        change: Callable[[int | None, float | None], str],
        remove: Callable[[], None],
        complaint: Complaint,
    ) -> None:
        super().__init__()
        self._change = change
        self.step = Entry("From this step on", self._take_step, complaint)
        self.rate = Entry("Learning rate from that step on", self._take_rate, complaint)
        self.remove = IconButton("remove", "Remove this change of the learning rate")
        self.remove.clicked.connect(remove)
        self.settings = note_label()
        lines = spaced(QVBoxLayout(self), current_theme(), 0)
        line = spaced(QHBoxLayout(), current_theme(), 4)
        lines.addLayout(line)
        lines.addWidget(self.settings)
        for part in (QLabel("From step"), self.step, QLabel("use"), self.rate, self.remove):
            line.addWidget(part)
        for entry in (self.step, self.rate):
            entry.setProperty("column", "number")
            entry.setToolTip(
                "From this step on, the run uses this learning rate; "
                "the schedule, if any, then scales it."
            )
        line.insertStretch(4, 1)

    def show_edit(self, edit: Edit) -> None:
        """Show the edit in force."""
        self.step.show_value(str(edit.step))
        # An empty field says that the learning rate stays as it was.
        rate = edit.learning_rate
        self.rate.show_value("" if rate is None else exact_text(rate))
        named = ", ".join(f"{name} {value}" for name, value in edit.settings.items())
        self.settings.setText(f"with {named}")
        self.settings.setVisible(bool(named))

    def forget(self) -> None:
        """Take back what was wrong here; the row is about to be hidden."""
        self.step.revert()
        self.rate.revert()

    def _take_step(self, text: str) -> str:
        try:
            return self._change(typed_whole("the step of an edit", text), None)
        except ValueError as error:
            return str(error)

    def _take_rate(self, text: str) -> str:
        try:
            return self._change(None, typed_number("the learning rate of an edit", text))
        except ValueError as error:
            return str(error)
