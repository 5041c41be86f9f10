"""Where a loss is typed; the wrong character is underlined and the reason stands below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from playground.app.controls.complaint import Complaint
from playground.app.controls.entry import Entry
from playground.app.theme import current_theme

IDLE_MS = 400
Check = Callable[[str], tuple[int, str] | None]  # where and how a formula is wrong


class FormulaField(Entry):
    """Hands a formula to `make` on Enter, or when typing rests and it is one.

    settled: the formula that stands there was entered and taken.
    """

    settled = Signal(str)
    of_numbers = False

    def __init__(
        self, name: str, check: Check, make: Callable[[str], str], complaint: Complaint
    ) -> None:
        super().__init__(name, self._take, complaint)
        self._check = check
        self._make = make
        self.wrong_at: int | None = None
        self.setMaxLength(500)  # what the grammar takes at most
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._rest)
        self.textEdited.connect(self._typed)

    def commit(self) -> None:
        self._idle.stop()
        if self.isModified() and not self.text().strip():
            self.revert()
        typed = self.isModified()
        super().commit()
        if typed and not self.isModified():
            self.settled.emit(self.text())

    def revert(self) -> None:
        self._idle.stop()
        super().revert()

    def _typed(self) -> None:
        self._idle.start()

    def _rest(self) -> None:
        """Make the loss if it is one; unfinished typing is no error yet."""
        text = self.text()
        if not self.isModified() or not text.strip():
            return
        found = self._check(text.strip())
        if found is None:
            self._mark(self._make(text.strip()))
        elif self.is_wrong:
            self._point(text, found[0])
            self._mark(found[1])

    def _take(self, text: str) -> str:
        found = self._check(text.strip())
        if found is None:
            return self._make(text.strip())
        self._point(text, found[0])
        return found[1]

    def _point(self, text: str, position: int) -> None:
        self.wrong_at = position + len(text) - len(text.lstrip())
        self.update()

    def _mark(self, error: str) -> None:
        if not error:
            self.wrong_at = None
        super()._mark(error)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.wrong_at is None:
            return
        theme, text, metrics = current_theme(), self.text(), self.fontMetrics()
        # Where the text begins: it scrolls when it is longer than the field.
        start = self.cursorRect().center().x() - metrics.horizontalAdvance(
            text[: self.cursorPosition()]
        )
        left = start + metrics.horizontalAdvance(text[: self.wrong_at])
        letter = text[self.wrong_at : self.wrong_at + 1] or "n"
        right = left + max(metrics.horizontalAdvance(letter), theme.px(6))
        base = self.height() / 2 + metrics.ascent() / 2 + theme.px(2)
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.explodes), theme.px(2)))
        painter.drawLine(QPointF(left, base), QPointF(right, base))
        painter.end()
