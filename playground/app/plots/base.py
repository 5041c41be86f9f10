"""The plot that every panel draws on."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame

from playground.app.palette import Theme
from playground.app.plots.axis import AXIS_PX, Axis
from playground.app.theme import current_theme


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot in our style: titled axes with units, quiet grid, no menu, no auto-range button.

    Screen readers get `name`, and what `summarize` was told last.
    """

    def __init__(self, name: str, bottom: str, left: str) -> None:
        self.bottom, self.left = Axis("bottom", bottom), Axis("left", left)
        axes = {"bottom": self.bottom, "left": self.left}
        super().__init__(axisItems=axes, enableMenu=False)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Space, arrows, Home and End belong to the transport: a plot would swallow them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        item.hideButtons()
        for axis in (self.bottom, self.left):
            axis.setZValue(-1)
        Plot.paint_with(self, current_theme())  # a subclass is not ready yet

    @property
    def pixels(self) -> int:
        """The width of the drawing area."""
        return max(int(self.getViewBox().width()), 100)

    def summarize(self, text: str) -> None:
        """Say in words what the plot shows, for a screen reader."""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.setBackground(QColor(theme.surface))
        title = theme.px(AXIS_PX + 8)
        self.getPlotItem().layout.setContentsMargins(0, title, theme.px(18), 0)
        self.bottom.paint_with(theme)
        self.left.paint_with(theme)
