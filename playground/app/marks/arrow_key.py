"""What the arrows of a landscape mean, in the free corner below its axis."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.plots.axis import AXIS_PX
from playground.app.theme import Theme, current_theme

_FLAT = (("text", "→ downhill"), ("accent", "➜ next step"))
_CURVE = (("accent", "┄ tangent"), ("accent", "➜ next step"))
TIP = (
    "Thin arrow: downhill, against the gradient; the steeper, the longer. "
    "Thick arrow: the next step."
)
CURVE_TIP = "Dashed line: the tangent, whose slope is the gradient. Thick arrow: the next step."


class ArrowKey(QLabel):
    """A small line at the bottom left of its parent; hidden where it would not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self._theme, self._flat = current_theme(), True
        parent.installEventFilter(self)
        self.show_for(True)

    def show_for(self, flat: bool) -> None:
        """Explain the marks on contours, or those on a curve."""
        self._flat = flat
        parts = [
            f'<span style="color: {getattr(self._theme, colour)}">{text}</span>'
            for colour, text in (_FLAT if flat else _CURVE)
        ]
        self.setText("&nbsp;&nbsp;&nbsp;".join(parts))
        self.setToolTip(TIP if flat else CURVE_TIP)
        self._place()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        self.setStyleSheet(f"font-size: {theme.px(AXIS_PX)}px; background: transparent;")
        self.show_for(self._flat)

    def _place(self) -> None:
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        self.move(self._theme.px(4), parent.height() - self.height())
        self.setVisible(self.width() < parent.width() / 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
