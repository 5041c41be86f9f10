"""How a session keeps a run back until a class has said what it will do."""

from __future__ import annotations

from PySide6.QtCore import Signal

from playground.app.playing import Playing

PREDICT_FIRST = "Predict first: what the run does is shown when an answer is given."
OPEN, OUTCOME, START = 0, 1, 2  # nothing is kept back; all after the start; the start as well


class Concealing(Playing):
    """The part of a session through which every panel sees only the start of a run.

    concealment_changed: more or less is kept back than before.
    """

    concealment_changed = Signal()

    concealment = OPEN

    @property
    def concealed(self) -> bool:
        """Whether what the run does is kept back."""
        return self.concealment != OPEN

    def conceal(self, how_much: int) -> None:
        """Keep back OUTCOME or START of the runs to come, or nothing of the one on screen."""
        if how_much != self.concealment:
            self.concealment = how_much
            self.concealment_changed.emit()

    def play(self) -> None:
        """Move the playhead at `speed`, unless the way is kept back."""
        if not self.concealed:
            super().play()

    @property
    def standing_at(self) -> int | None:
        """The row of the playhead, None at the newest: what `stand_at` would bring back."""
        row = min(self._playhead.row, self._last)
        return None if self.live or row == self._last else row

    def stand_at(self, row: int | None) -> None:
        """Put the playhead at this row once it is recorded, or keep it at the newest (None)."""
        if row is None:
            self._playhead.follow()
        else:
            self._playhead.seek(row)
        self._playhead_moved()
