"""What is drawn over the curves: "now", the pointer's crosshair, and the end of a broken run."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from playground.app.palette import Theme
from playground.app.plots.dots import Dot, EndCross, SmallDot
from playground.app.plots.end_label import GAP, EndLabel
from playground.app.plots.scale import STEP_MARGIN
from playground.app.theme import current_theme

HALO, CROSS, PINNED = 9, 7, 4  # radii in pixels of the design
_MOST_MARGIN = 0.15  # of the steps: in next to no room a dot is cut rather


class Marks:
    """The marks on one plot, in the order in which they lie over each other."""

    def __init__(self, item: pg.PlotItem, theme: Theme) -> None:
        self._item, self._theme = item, theme
        self.pointer = [_line(90), _line(0)]
        self.now = _line(90)
        self.dots: list[Dot] = []
        self.pinned_dots: list[SmallDot] = []
        self.end = EndCross(CROSS)
        self.end_text = EndLabel(CROSS)
        for mark in (*self.pointer, self.now, self.end, self.end_text):
            self._add(mark)
        item.getViewBox().sigResized.connect(self.end_text.fit)
        self.hide_pointer()
        self.hide_end()

    def put_now(self, x: float, dots: Sequence[tuple[float, str]]) -> None:
        """Mark "now" at x, with a dot at each (y, colour)."""
        self.now.setValue(x)
        while len(self.dots) < len(dots):
            self.dots.append(Dot(HALO))
            self._add(self.dots[-1])
        for slot, dot in enumerate(self.dots):
            dot.setVisible(slot < len(dots))
        theme = self._theme
        for dot, (y, colour) in zip(self.dots, dots, strict=False):
            dot.look(HALO * theme.scale, colour, theme.surface)
            dot.setPos(x, y)

    def put_pinned(self, dots: Sequence[tuple[float, float, str]]) -> None:
        """Put a smaller dot at each (x, y, colour), where the pinned runs are now."""
        while len(self.pinned_dots) < len(dots):
            self.pinned_dots.append(SmallDot(PINNED))
            self._add(self.pinned_dots[-1])
            self.pinned_dots[-1].setZValue(19)  # below those of the run on screen
        for slot, dot in enumerate(self.pinned_dots):
            dot.setVisible(slot < len(dots))
        for dot, (x, y, colour) in zip(self.pinned_dots, dots, strict=False):
            dot.look(PINNED * self._theme.scale, colour, self._theme.surface)
            dot.setPos(x, y)

    def put_end(self, x: float, y: float, text: str, room: tuple[float, float, float]) -> None:
        """Mark the end of a broken run; room is the middle of x and the first and last y third."""
        middle, low, high = room
        self.end.setPos(x, y)
        down = 0.0 if y > high else 1.0 if y < low else 0.5
        self.end_text.put(x, y, text, (-GAP if x < middle else 1 + GAP, down))
        self.end.show()

    def hide_end(self) -> None:
        """There is no broken end."""
        self.end.hide()
        self.end_text.hide()

    def put_pointer(self, x: float, y: float | None) -> None:
        """Show the crosshair at a point, or only its upright where there is no value."""
        upright, level = self.pointer
        upright.setValue(x)
        upright.show()
        level.setVisible(y is not None)
        if y is not None:
            level.setValue(y)

    def hide_pointer(self) -> None:
        """The pointer has left."""
        for line in self.pointer:
            line.hide()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        self.now.setPen(pg.mkPen(theme.accent, width=1))
        for line in self.pointer:
            line.setPen(pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DotLine))
        self.end.look(CROSS * theme.scale, theme.explodes, theme.surface)
        font = self.end_text.textItem.font()
        font.setPixelSize(theme.px(12))
        font.setBold(True)
        self.end_text.setFont(font)
        self.end_text.clear = CROSS * theme.scale
        self.end_text.setColor(theme.explodes)
        fill = QColor(theme.surface)
        fill.setAlpha(210)
        self.end_text.fill = pg.mkBrush(fill)

    def _add(self, mark: object) -> None:
        self._item.getViewBox().addItem(mark, ignoreBounds=True)
        mark.setZValue(21 if mark is self.end else 20)  # type: ignore[attr-defined]  # a graphics item of Qt or pyqtgraph


def _line(angle: int) -> pg.InfiniteLine:
    return pg.InfiniteLine(angle=angle, movable=False)


def side_margin(pixels: int) -> float:
    """Return what part of the steps there is to be before the first and behind the last of them.

    In a plot so many pixels wide, the dot that is "now" is whole at both ends then.
    """
    halo = (HALO + 1) * current_theme().scale
    return max(STEP_MARGIN, min(halo / max(pixels - 2 * halo, 1.0), _MOST_MARGIN))
