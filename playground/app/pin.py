"""One pinned run, its whole view, and the change from some pins to others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from playground.app.view import View, look

if TYPE_CHECKING:
    from playground.engine.run import Run


@dataclass(frozen=True, eq=False)
class Pin:
    """A finished run that stays. `given` is the name a person gave it, "" for the automatic one.

    `slot` is the place of its colour and of its dash, 0 to 7; no two pins have the same.
    """

    key: int
    run: Run
    slot: int
    given: str = ""
    visible: bool = True


class PinsChange(QUndoCommand):
    """From one list of pins to another."""

    def __init__(
        self,
        words: str,
        take: Callable[[tuple[Pin, ...]], None],
        before: tuple[Pin, ...],
        after: tuple[Pin, ...],
    ) -> None:
        super().__init__(words)
        self._take, self._before, self._after = take, before, after

    def redo(self) -> None:
        self._take(self._after)

    def undo(self) -> None:
        self._take(self._before)


def whole(pin: Pin) -> View:
    """Return a pinned run from end to end; views of the run on screen have numbers above 0."""
    view = look(pin.run, -pin.key, 0, True)
    return replace(view, playhead=view.length - 1)
