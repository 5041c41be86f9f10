"""What the arrows of a landscape mean, in the free corner below its axis."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.plots.axis import AXIS_PX
from playground.app.theme import Theme, current_theme

_FLAT = (("text", "→ downhill"), ("accent", "➜ next step"))
_MOMENTUM, _SIZES = ("text", "⇨ momentum"), ("text", "◌ gradient size")
_CURVE = (("accent", "┄ tangent"), ("accent", "➜ next step"))
_SHARE, _MORE = 0.5, 0.8  # of the width, at most: the title of the axis stands at its right
TIP = (
    "Thin arrow: downhill, against the gradient; the steeper, the longer. "
    "Thick arrow: the next step."
)
MOMENTUM_TIP = " Hollow arrow: the momentum that the step uses, this gradient included."
SIZES_TIP = (
    " Dashed ellipse: how large the gradients have been along each axis, by which the step is "
    "divided."
)
CURVE_TIP = "Dashed line: the tangent, whose slope is the gradient. Thick arrow: the next step."


class ArrowKey(QLabel):
    """A small line at the bottom left of its parent; hidden where it would not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self._theme = current_theme()
        self._shown = (True, False, False)
        parent.installEventFilter(self)
        self.show_for(True)

    def show_for(self, flat: bool, momentum: bool = False, sizes: bool = False) -> None:
        """Explain the marks on contours, or those on a curve; and what the optimizer carries."""
        self._shown = (flat, momentum, sizes)
        explained = list(_FLAT if flat else _CURVE)
        if flat:
            explained[1:1] = [_MOMENTUM] * momentum + [_SIZES] * sizes
        parts = [
            f'<span style="color: {getattr(self._theme, colour)}">{text}</span>'
            for colour, text in explained
        ]
        text = "&nbsp;&nbsp;&nbsp;".join(parts)
        if text == self.text():
            return
        self.setText(text)
        tip = TIP if flat else CURVE_TIP
        tip += MOMENTUM_TIP * (flat and momentum) + SIZES_TIP * (flat and sizes)
        self.setToolTip(tip)
        self._place()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        self.setStyleSheet(f"font-size: {theme.px(AXIS_PX)}px; background: transparent;")
        self.show_for(*self._shown)

    def _place(self) -> None:
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        self.move(self._theme.px(4), parent.height() - self.height())
        self.setVisible(self.width() < parent.width() * (_MORE if any(self._shown[1:]) else _SHARE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
