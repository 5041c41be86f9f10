"""How the experiment of a session is changed: field by field, as a whole, from a step on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from playground.app.concealing import PREDICT_FIRST
from playground.app.history import Change
from playground.app.keeping import Keeping
from playground.app.pins import TWICE, Pins
from playground.app.rate_range import RateRange

if TYPE_CHECKING:
    from playground.core.datasets import Table
    from playground.core.experiment import Experiment
    from playground.core.settings import Value

MOST_UNDO = 200


class Editing(Keeping):
    """The part of a session that puts one experiment in place of another, and can undo it."""

    _moving = False  # whether the rate is being moved

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rates = RateRange()
        self.history = QUndoStack(self)
        self.history.setUndoLimit(MOST_UNDO)
        self.pins = Pins(self.history, self._descend_aside, self)

    def edit(self, **changes: object) -> str:
        """Change fields of the experiment and descend again; "" or what is wrong, in one line.

        After an error the running experiment stays as it is.
        """
        return self._change(changes, frozenset(changes))

    def _change(self, changes: Mapping[str, object], meant: frozenset[str]) -> str:
        """Do as `edit` does, where of these changes only some are `meant`, the others follow."""
        if self.concealed:
            return PREDICT_FIRST  # an edit is tried out, which would answer what is asked
        try:
            experiment = self._working.changed(self.experiment, changes)
        except ValueError as error:
            return " ".join(str(error).split())
        kept = self.kept_from(experiment, meant)
        if not kept and experiment != self.experiment:
            self.stage(experiment, frozenset(changes))
        return kept

    def move_rate(self, rate: float) -> str:
        """Change the learning rate from where it was, as by a drag; as `edit` does.

        What the slider covers is not narrowed by that.
        """
        self._moving = True
        try:
            return self.edit(learning_rate=rate)
        finally:
            self._moving = False

    def edit_setting(self, name: str, value: object) -> str:
        """Change one setting of the loss, the optimizer or the schedule, as `edit` does."""
        return self.edit(settings={**self.experiment.settings, name: value})

    def use_table(self, table: str | Table) -> str:
        """Fit a line to a table or to a built-in dataset; "" or what is wrong, in one line."""
        refusal = PREDICT_FIRST if self.concealed else self.kept("data", "loss")
        if refusal:
            return refusal
        try:
            self.stage(self._working.first_look(table))
        except ValueError as error:
            return " ".join(str(error).split())
        return ""

    def draw_theta(self, seed: int, scale: float) -> str:
        """Start from as many parameters as there are, drawn anew; as `edit` does."""
        try:
            drawn = self._working.drawn_theta(len(self.experiment.theta), seed, scale)
        except ValueError as wrong:
            return str(wrong)
        return self._change({"theta": drawn, "seed": seed}, frozenset({"theta"}))

    def fork(self, step: int, rate: float | None, settings: Mapping[str, Value]) -> str:
        """Go another way from this step on, and pin the run as it was; "" or what is wrong."""
        try:  # first what was typed: it can be mended at once
            forked = self._working.forked(self.experiment, step, rate, settings)
        except ValueError as wrong:
            return " ".join(str(wrong).split())
        kept = self.kept("fork") or self.kept_from(forked)
        if kept:
            return kept
        error = self.pins.refusal()
        if not self.run.finished:
            error = "the run is under way; it can be forked when it is finished"
        if error and error != TWICE:
            return error
        self.history.beginMacro("Fork")
        if not error:
            self.pins.add(self.run)
        self.stage(forked, frozenset({"edits"}))
        self.history.endMacro()
        return ""

    def show(self, experiment: Experiment, fields: frozenset[str] = frozenset()) -> bool:
        """Descend this experiment from its start; undo returns to the one before.

        Changes of the same `fields` in quick succession, as in a drag, are undone together.
        While a prediction is open nothing is changed, nor ever what a lesson keeps: False, and
        `refused` says why.
        """
        refusal = PREDICT_FIRST if self.concealed else self.kept_from(experiment)
        if refusal:
            self.refused.emit(refusal)
            return False
        self.stage(experiment, fields)
        return True

    def stage(self, experiment: Experiment, fields: frozenset[str] = frozenset()) -> None:
        """Do as `show` does, also where the run is to be predicted."""
        now = time.perf_counter()
        if not fields:
            self.rates.forget()  # what comes whole comes with its own
        self.history.push(Change(self.restart, self.experiment, experiment, fields, now))

    def restart(self, experiment: Experiment) -> None:
        """Descend this experiment from its start."""
        raise NotImplementedError
