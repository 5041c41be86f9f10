"""Has the parts of a window wear the theme: those on screen at once, the others in between."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.app.palette import Theme
from playground.app.spacing import respace
from playground.app.style_sheet import style_sheet


@runtime_checkable
class Painted(Protocol):
    """What has more to change than a style sheet does."""

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and the scale of a theme."""


class Wardrobe(QObject):
    """Keeps the parts that wear a style sheet of their own.

    A style sheet costs by the widgets below it, most of which are behind tabs: those take it
    one part at a time, while the window goes on.

    rested: every part wears the theme that was asked for last.
    """

    rested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts: list[QWidget] = []
        self._waiting: list[QWidget] = []
        self._theme: Theme | None = None
        self._sheet = ""
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._take_turn)

    @property
    def at_rest(self) -> bool:
        """Whether no part is still to take the theme."""
        return not self._waiting

    def add(self, part: QWidget, theme: Theme) -> None:
        """Dress a part, now and at each change."""
        if part not in self._parts:
            self._parts = [*filter(isValid, self._parts), part]
        part.setStyleSheet(self._filled_in(theme))

    def change(self, theme: Theme) -> None:
        """Have every part wear another theme."""
        self._filled_in(theme)
        self._parts = [*filter(isValid, self._parts)]
        unseen = [part for part in self._parts if part.visibleRegion().isEmpty()]
        for part in self._parts:
            part.removeEventFilter(self)
            if part not in unseen:
                self._dress(part)
        self._waiting = unseen
        for part in unseen:
            part.installEventFilter(self)
        self._turns.start()

    def _filled_in(self, theme: Theme) -> str:
        if theme != self._theme:
            self._theme, self._sheet = theme, style_sheet(theme)
        return self._sheet

    def _dress(self, part: QWidget) -> None:
        assert self._theme is not None
        part.setStyleSheet(self._sheet)
        respace(part, self._theme)
        if isinstance(part, Painted):
            part.paint_with(self._theme)

    def _take_turn(self) -> None:
        self._waiting = [*filter(isValid, self._waiting)]
        if self._waiting:
            part = self._waiting.pop(0)
            part.removeEventFilter(self)
            self._dress(part)
        if not self._waiting:
            self._turns.stop()
            self.rested.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A dock behind a tab is not hidden but outside: it comes by a move.
        if event.type() in (QEvent.Type.Show, QEvent.Type.Move) and watched in self._waiting:
            self._waiting.sort(key=lambda part: part is not watched)  # its turn is next
        return False
