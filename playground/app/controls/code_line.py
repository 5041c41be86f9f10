"""A line of code that is wrong or right, which a sign, its ground and its name tell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.app.icons import tinted
from playground.app.palette import mixed
from playground.app.spacing import spaced
from playground.app.theme import current_theme

SIGN_PX, RADIUS_PX = 12, 4
_GROUND = 0.14  # of the colour in the ground: the code stays as readable as any text
_SIGNS = {False: ("cross", "explodes"), True: ("settled", "good")}


class CodeLine(QWidget):
    """Monospaced, and copied like any text."""

    def __init__(self, right: bool) -> None:
        super().__init__()
        self._right = right
        self.code = QLabel()
        self.code.setTextFormat(Qt.TextFormat.PlainText)
        self.code.setProperty("role", "code")
        self.code.setWordWrap(True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._row = spaced(QHBoxLayout(self), current_theme(), 0, (22, 3, 4, 3))
        self._row.addWidget(self.code, 1)

    def show_code(self, line: str) -> None:
        """Show this line."""
        self.code.setText(line)
        self.setAccessibleName(f"{'Right' if self._right else 'Wrong'}: {line}")
        self.setToolTip("What mends it" if self._right else "What causes it")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        name, kind = _SIGNS[self._right]
        colour = getattr(theme, kind)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(colour, theme.surface, _GROUND)))
            painter.drawRoundedRect(self.rect(), theme.px(RADIUS_PX), theme.px(RADIUS_PX))
            top = self.code.y() + (self.code.fontMetrics().height() - theme.px(SIGN_PX)) // 2
            painter.drawPixmap(theme.px(5), top, tinted(name, colour, theme.px(SIGN_PX)))
