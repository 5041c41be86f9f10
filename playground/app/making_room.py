"""A row that looks anew at what fits, whenever its size or what is in it changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class MakingRoom(QWidget):
    """A widget that leaves something out, or folds it, where there is no room for all."""

    def _make_room(self) -> None:
        """Show what fits the width."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # as after a change of the scale
            self._make_room()
        return done
