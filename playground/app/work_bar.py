"""The line below a panel that has something worked out: what it is, how far, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from playground.app.focus import by_tab
from playground.app.spacing import spaced
from playground.app.theme import Theme, current_theme
from playground.app.whole_words import whole_words

REVEAL_MS = 500  # work that takes no longer shows no progress
_BAR_PX, _HIGH_PX = 110, 28
# How many lines' width of the text is tried, 0 for all of it: words break early, and the longer
# they are the earlier, so that two full lines would not take as much as two widths.
_LINES = (0, 1.85, 1.7, 1.55, 1.4, 1.25, 1.0)


class Line(QLabel):
    """Text on one line, or two if it is long; it ends in … where both have no room for it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        place = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter,
                self.rect(),
                place | Qt.TextFlag.TextWordWrap,
                self.palette(),
                True,
                self.shown(),
                self.foregroundRole(),
            )

    def shown(self) -> str:
        """Return as much of the text as there is room for."""
        metrics, text, room = self.fontMetrics(), self.text(), self.rect()
        for lines in _LINES:
            shown = whole_words(text, metrics, round(lines * room.width())) if lines else text
            wrapped = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, shown)
            if wrapped.height() <= room.height():
                return shown
        return shown


class WorkBar(QWidget):
    """Always takes the same room, so that nothing moves when work begins or ends.

    cancel_asked, resume_asked: the button was pressed while work went on, or was stopped.
    """

    cancel_asked = Signal()
    resume_asked = Signal()

    def __init__(self, resume: str) -> None:
        super().__init__()
        self._resume = resume
        self.label = Line()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("role", "note")
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.button = by_tab(QPushButton("Cancel"))
        self.button.clicked.connect(self._press)
        row = spaced(QHBoxLayout(self), current_theme(), 8)
        row.addWidget(self.label, 1)
        row.addWidget(self.bar)
        row.addWidget(self.button)
        self.bar.hide()
        self.button.hide()
        self._working = self._stopped = False
        self._soon = QTimer(self, singleShot=True, interval=REVEAL_MS)
        self._soon.timeout.connect(self._reveal)
        self.paint_with(current_theme())

    def show_work(self, text: str, share: float | None, stopped: bool = False) -> None:
        """Say what this is; share: how much of it is done, None if nothing is under way."""
        if text != self.label.text():
            self.label.setText(text)
            self.label.setToolTip(text)
        working = share is not None
        self.bar.setValue(round(100 * (share or 0.0)))
        if working and not self._working:
            self._soon.start()
        if not working:
            self._soon.stop()
            self.bar.hide()
        self._working, self._stopped = working, stopped
        if not working:
            self.button.setText(self._resume)
            self.button.setVisible(stopped)

    def paint_with(self, theme: Theme) -> None:
        """Take the sizes of a theme."""
        self.bar.setFixedSize(theme.px(_BAR_PX), theme.px(8))
        self.setFixedHeight(theme.px(_HIGH_PX) + 4)

    def _reveal(self) -> None:
        if self._working:
            self.button.setText("Cancel")
            self.bar.show()
            self.button.show()

    def _press(self) -> None:
        if self._working:
            self.cancel_asked.emit()
        elif self._stopped:
            self.resume_asked.emit()
