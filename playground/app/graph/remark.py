"""What there is to say about the graph as a whole; hidden where there is nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import QSizePolicy

from playground.app.outcome_bar import OneLine


class Remark(OneLine):
    """Takes as many lines as it is allowed; what does not fit is in the tool tip."""

    def __init__(self) -> None:
        super().__init__("note", "About the graph")
        self._lines = 1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def tell(self, text: str, wrong: bool = False) -> None:
        """Say this, marked as an error if something is wrong; "" hides the line."""
        self.set_role("error" if wrong else "note")
        self.say(text)
        self.fit()
        self.setVisible(bool(text))

    def allow(self, lines: int) -> None:
        """Take at most so many lines."""
        if lines != self._lines:
            self._lines = lines
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def fit(self) -> None:
        high = self.fontMetrics().lineSpacing()
        wanted = max(round(self._high(self.whole) / high), 1)
        lines = min(self._lines, wanted)
        self.setWordWrap(lines > 1)
        room = self._high(self.whole) if lines == wanted else lines * high
        self.setFixedHeight(max(lines * high, room) + 2)
        self.setText(self._start(room) if lines > 1 else self._cut(self.width()))

    def _start(self, high: int) -> str:
        """As many words as there is room for."""
        words = self.whole.split()
        if self._high(self.whole) <= high:
            return self.whole
        return next(
            (
                text
                for count in range(len(words), 0, -1)
                if self._high(text := " ".join(words[:count]) + " …") <= high
            ),
            "",
        )

    def _high(self, text: str) -> int:
        room = QRect(0, 0, max(self.width(), 1), 10_000)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
