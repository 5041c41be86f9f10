"""The plot of a landscape: field or curve below, the path on it, the mouse on top."""

from __future__ import annotations

import math

from playground.app.marks.arrow_key import ArrowKey
from playground.app.marks.curve import LossCurve
from playground.app.marks.descent import DescentMarks
from playground.app.marks.extent import NARROWEST, WIDEST, Extent
from playground.app.marks.field import Field
from playground.app.marks.layered_plot import LayeredPlot
from playground.app.marks.pinned_paths import PinnedPaths
from playground.app.marks.pointer import Pointer
from playground.app.theme import Theme


class Stage(LayeredPlot):
    """The landscape's layers, in a view that goes as far as numbers can be told apart."""

    def __init__(self, name: str) -> None:
        self.field, self.curve, self.descent = Field(), LossCurve(), DescentMarks()
        self.pinned = PinnedPaths()
        layers = (self.field, self.curve, self.pinned, self.descent)
        super().__init__(name, "θ", "loss", layers, Pointer())
        box = self.getViewBox()
        for limit in ("minXRange", "minYRange"):
            box.setLimits(**{limit: NARROWEST})
        box.setLimits(xMin=-WIDEST, xMax=WIDEST, yMin=-1e12, yMax=1e12)
        self.key = ArrowKey(self)
        self.paint_with(self.curve.theme)

    def show_extents(self, across: Extent, up: Extent) -> None:
        """Bring this part on screen; limits that are not finite change nothing."""
        if all(math.isfinite(limit) for limit in (*across, *up)):
            self.getViewBox().setRange(xRange=across, yRange=up, padding=0, disableAutoRange=True)

    def paint_with(self, theme: Theme) -> None:
        super().paint_with(theme)
        self.key.paint_with(theme)
