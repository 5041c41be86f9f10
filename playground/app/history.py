"""Undo and redo: every change of the experiment, with a drag counted as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

MERGE_S = 0.8  # changes of the same fields within this time are one


class Change(QUndoCommand):
    """From one experiment to another, by changing these fields at this time."""

    def __init__(
        self,
        begin: Callable[[Experiment], None],
        before: Experiment,
        after: Experiment,
        fields: frozenset[str],
        at: float,
    ) -> None:
        super().__init__()
        self._begin = begin
        self._before = before
        self._after = after
        self._fields = fields
        self._at = at

    def redo(self) -> None:
        self._begin(self._after)

    def undo(self) -> None:
        self._begin(self._before)

    def id(self) -> int:
        return 1

    def mergeWith(self, later: QUndoCommand) -> bool:
        if not isinstance(later, Change) or later._fields != self._fields:
            return False
        if later._at - self._at > MERGE_S or "loss" in self._fields:
            return False
        self._after, self._at = later._after, later._at
        return True
