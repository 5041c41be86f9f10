"""What a step of a lesson keeps as it is: a hidden control is moved from nowhere else either."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from playground.app.filing import Filing
from playground.core.settings import settle

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

KEEPS = "This step of the lesson keeps {} as it is."
BEGINNING = "Here the step of the lesson begins: undo goes back no further."
# What each name that hides something stands for; those of playback and of runs included.
_THINGS = {
    "loss": "the loss", "data": "the data", "theta": "theta",
    "learning_rate": "the learning rate", "another_rate": "the learning rate",
    "steps": "the number of steps", "optimizer": "the optimizer", "schedule": "the schedule",
    "mistakes": "the mistakes", "more": "what is under More", "transport": "the playhead",
    "pin": "the list of runs", "fork": "the run", "panels": "the panels",
    "switches": "the switches of the panels",
}  # fmt: skip
# The controls that a field of the experiment is changed by.
_CONTROLS = {
    "loss": ("loss",), "dataset": ("data",), "model": ("data",), "target": ("data",),
    "normalise": ("data",),
    "theta": ("theta",), "learning_rate": ("learning_rate",), "steps": ("steps",),
    "edits": ("learning_rate", "another_rate", "optimizer"), "optimizer": ("optimizer",),
    "schedule": ("schedule",), "settings": ("loss", "optimizer", "schedule"),
    "mistakes": ("mistakes",), "batch_size": ("more",), "seed": ("more",), "dtype": ("more",),
    "gradient": ("more",),
}  # fmt: skip


class Keeping(Filing):
    """The part of a session that knows what a lesson hides.

    kept_changed: the lesson hides something else than before.
    """

    kept_changed = Signal()

    _kept: frozenset[str] = frozenset()
    _beginning = 0  # of the step, in the history

    def keep(self, names: Collection[str], beginning: int = 0) -> None:
        """Keep what these names hide, of HIDEABLE; the history goes back to `beginning` then."""
        self._beginning = beginning
        if frozenset(names) != self._kept:
            self._kept = frozenset(names)
            self.kept_changed.emit()

    def kept(self, *names: str) -> str:
        """Return why what any of these names hides stays as it is, "" if none is hidden."""
        found = next((name for name in names if name in self._kept), "")
        return KEEPS.format(_THINGS[found]) if found else ""

    def kept_back(self, index: int) -> str:
        """Return why the history does not go back from this index, "" if it does."""
        return BEGINNING if self._kept and index <= self._beginning else ""

    def kept_from(self, other: Experiment, fields: Iterable[str] = _CONTROLS) -> str:
        """Return why this experiment cannot be had, if it differs in what is kept, or "".

        Only what these `fields` are for is looked at: the others may follow from them.
        """
        if not self._kept:
            return ""
        looked = {name for field in fields for name in _CONTROLS[field]} & self._kept
        now, then = self._values(self.experiment), self._values(other)
        return self.kept(*(name for name in now if name in looked and now[name] != then[name]))

    def seek(self, row: int) -> None:
        """Put the playhead at this row, unless a lesson keeps it."""
        if not self.kept("transport"):
            super().seek(row)

    def play(self) -> None:
        """Move the playhead at `speed`, unless a lesson keeps it."""
        if not self.kept("transport"):
            super().play()

    def follow(self) -> None:
        """Keep the playhead at the newest row, unless a lesson keeps it elsewhere."""
        if not self.kept("transport"):
            super().follow()

    def _values(self, one: Experiment) -> dict[str, object]:
        """Return what each control makes of an experiment."""
        entries = one.loss_entry, one.optimizer_entry, self.catalogue.schedules[one.schedule]
        loss, optimizer, schedule = (dict(settle(e.settings, one.settings)) for e in entries)
        rates = [(edit.step, edit.learning_rate) for edit in one.edits if edit.learning_rate]
        others = [(edit.step, dict(edit.settings)) for edit in one.edits if edit.settings]
        scored = one.loss if one.model else ""
        return {
            "loss": ("" if one.model else one.loss, loss),
            "data": (one.dataset, one.model, one.target, one.normalise, scored),
            "theta": one.theta,
            "learning_rate": (one.learning_rate, rates),
            "another_rate": rates,
            "steps": one.steps,
            "optimizer": (one.optimizer, optimizer, others),
            "schedule": (one.schedule, schedule),
            "mistakes": one.mistakes,
            "more": (one.batch_size, one.seed, one.dtype, one.gradient),
        }
