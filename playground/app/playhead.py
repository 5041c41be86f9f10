"""Where on the recorded run "now" is, and how it moves. Knows no Qt and no clock."""

from __future__ import annotations

SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 1000.0)


class Playhead:
    """A row of the record. Live follows the newest row; else it stands still or plays."""

    def __init__(self) -> None:
        self.row = 0
        self.live = True
        self.playing = False
        self.speed = 5.0  # steps per second
        self._part = 0.0  # of the next step, while playing

    def seek(self, row: int) -> None:
        """Stand still at this row."""
        self.row = max(row, 0)
        self.live = self.playing = False
        self._part = 0.0

    def play(self, last: int) -> None:
        """Move on at `speed`; from the start again if it stands at the last row."""
        if self.row >= last or self.live:
            self.row = 0
        self.live, self.playing, self._part = False, True, 0.0

    def pause(self) -> None:
        """Stand still."""
        self.live = self.playing = False

    def follow(self) -> None:
        """Be live: always at the newest row."""
        self.live, self.playing = True, False

    def restart(self, other: bool = False) -> None:
        """Take note of a new run: playing begins again, standing still keeps its row.

        Of an `other` loss a row means nothing, so that standing still becomes live.
        """
        if self.playing:
            self.row, self._part = 0, 0.0
        elif other:
            self.follow()

    def advance(self, seconds: float, length: int, steps: int) -> int:
        """Return the row for a run of `length` rows so far, `seconds` after the last call."""
        last = length - 1
        if self.live:
            self.row = last
        elif self.playing:
            self._part += seconds * self.speed
            whole = int(self._part)
            self._part -= whole
            self.row = min(self.row + whole, last)
            self.playing = self.row < steps
        return min(self.row, last)
