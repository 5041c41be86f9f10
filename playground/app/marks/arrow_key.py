"""What the arrows of a landscape mean, in the free corner below its axis."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.app.carried import sizes_tip
from playground.app.plots.axis import AXIS_PX
from playground.app.theme import Theme, current_theme

_FLAT = (("text", "→ downhill"), ("accent", "➜ next step"))
_CURVE = (("accent", "┄ tangent"), ("accent", "➜ next step"))
_SHARE, _MORE = 0.5, 0.8  # of the width, at most: the title of the axis stands at its right
TIP = (
    "Thin arrow: downhill, against the gradient; the steeper, the longer. "
    "Thick arrow: the next step."
)
CURVE_TIP = "Dashed line: the tangent, whose slope is the gradient. Thick arrow: the next step."
TAKEN_TIP = "Dashed line: the tangent. Dotted line: what the step takes for its slope, the {}."


class ArrowKey(QLabel):
    """A small line at the bottom left of its parent; hidden where it would not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self._theme = current_theme()
        self._shown: tuple[bool, tuple[str, str], str, str] = (True, ("", ""), "", "")
        parent.installEventFilter(self)
        self.show_for(True)

    def show_for(
        self, flat: bool, carried: tuple[str, str] = ("", ""), sizes: str = "", taken: str = ""
    ) -> None:
        """Explain the marks on contours, or those on a curve.

        carried: what the optimizer keeps of the directions before, and a sentence about it, or
        nothing. sizes: what scales the axes, or nothing. taken: what stands in for the gradient,
        or nothing.
        """
        self._shown = (flat, carried, sizes, taken)
        explained = list(_FLAT if flat else _CURVE)
        explained[1:1] = [("text", f"⋯ {taken}")] * bool(taken)
        name, what_it_is = carried
        if flat:
            kept = [("text", f"⇨ {name}")] * bool(name) + [("text", f"◌ {sizes}")] * bool(sizes)
            explained[1:1] = kept
        parts = [
            f'<span style="color: {getattr(self._theme, colour)}">{text}</span>'
            for colour, text in explained
        ]
        text = "&nbsp;&nbsp;&nbsp;".join(parts)
        if text == self.text():
            return
        self.setText(text)
        tip = TIP if flat else TAKEN_TIP.format(taken) if taken else CURVE_TIP
        tip += f" Hollow arrow: {what_it_is}" * (flat and bool(name))
        tip += f" Dashed ellipse: {sizes_tip(sizes)}" * (flat and bool(sizes))
        self.setToolTip(tip)
        self._place()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        self.setStyleSheet(f"font-size: {theme.px(AXIS_PX)}px; background: transparent;")
        self.show_for(*self._shown)

    @property
    def _keeps(self) -> bool:
        _, carried, sizes, taken = self._shown
        return bool(carried[0] or sizes or taken)

    def _place(self) -> None:
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        self.move(self._theme.px(4), parent.height() - self.height())
        self.setVisible(self.width() < parent.width() * (_MORE if self._keeps else _SHARE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
