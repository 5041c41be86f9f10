"""How the playhead of a session is moved: by hand, by itself, or live."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.app.playhead import Playhead


class Playing(QObject):
    """The part of a session that moves its playhead; nothing of it touches a worker.

    playhead_changed: it was moved, or plays, stands still or is live now, or its speed changed.
    """

    playhead_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playhead = Playhead()

    @property
    def live(self) -> bool:
        """Whether the playhead follows the newest row."""
        return self._playhead.live

    @property
    def playing(self) -> bool:
        """Whether the playhead moves by itself at `speed`."""
        return self._playhead.playing

    @property
    def speed(self) -> float:
        """Steps per second while playing."""
        return self._playhead.speed

    def seek(self, row: int) -> None:
        """Put the playhead at this row, or the last one, and leave it there."""
        self._playhead.seek(min(row, self._last))
        self._playhead_moved()

    def step(self, rows: int) -> None:
        """Move the playhead by so many rows and leave it there."""
        self.seek(min(self._playhead.row, self._last) + rows)

    def play(self) -> None:
        """Move the playhead at `speed`, from the start if it is at the end."""
        self._playhead.play(self._last)
        self._playhead_moved()

    def pause(self) -> None:
        """Leave the playhead where it is."""
        self._playhead.pause()
        self._playhead_moved()

    def follow(self) -> None:
        """Keep the playhead at the newest row."""
        self._playhead.follow()
        self._playhead_moved()

    def set_speed(self, steps_per_second: float) -> None:
        """Set the pace of playing."""
        self._playhead.speed = steps_per_second
        self._playhead_moved()

    @property
    def _last(self) -> int:
        """The newest row of the run on screen."""
        raise NotImplementedError

    def _playhead_moved(self) -> None:
        """Show the run where the playhead is now."""
        raise NotImplementedError
