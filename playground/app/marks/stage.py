"""The plot of a landscape: field or curve below, the path on it, the mouse on top."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint

from playground.app.marks.arrow_key import ArrowKey
from playground.app.marks.curve import LossCurve
from playground.app.marks.descent import DescentMarks
from playground.app.marks.extent import NARROWEST, WIDEST, Extent
from playground.app.marks.field import Field
from playground.app.marks.pinned_paths import PinnedPaths
from playground.app.marks.pointer import Pointer
from playground.app.plots import Plot
from playground.app.plots.readout import Readout
from playground.app.theme import Theme


class Stage(Plot):
    """A plot whose view only moves when it is told to, or by hand."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "θ", "loss")
        self.field, self.curve, self.descent = Field(), LossCurve(), DescentMarks()
        self.pinned, self.pointer = PinnedPaths(), Pointer()
        box = self.getViewBox()
        box.disableAutoRange()
        box.setDefaultPadding(0)
        for limit in ("minXRange", "minYRange"):
            box.setLimits(**{limit: NARROWEST})
        box.setLimits(xMin=-WIDEST, xMax=WIDEST, yMin=-1e12, yMax=1e12)
        self.layers = (self.field, self.curve, self.pinned, self.descent, self.pointer)
        for item in self.layers:
            box.addItem(item, ignoreBounds=True)
        self.readout = Readout(self)
        self.pointer.away.connect(self.readout.hide)
        self.key = ArrowKey(self)
        self.paint_with(self.curve.theme)

    @property
    def extents(self) -> list[Extent]:
        """What is on screen, in data: across and up."""
        (left, right), (bottom, top) = self.getViewBox().viewRange()
        return [(left, right), (bottom, top)]

    def show_extents(self, across: Extent, up: Extent) -> None:
        """Bring this part on screen; limits that are not finite change nothing."""
        if all(math.isfinite(limit) for limit in (*across, *up)):
            self.getViewBox().setRange(xRange=across, yRange=up, padding=0, disableAutoRange=True)

    def read_out(self, at: Sequence[float], text: str) -> None:
        """Show text beside a place of the data."""
        x, y = self.pointer.pixels(at)
        self.readout.show_at(QPoint(int(x), int(y)), text)

    def paint_with(self, theme: Theme) -> None:
        super().paint_with(theme)
        for item in getattr(self, "layers", ()):  # the base paints before there are any
            item.paint_with(theme)
        if hasattr(self, "readout"):
            self.readout.paint_with(theme)
        if hasattr(self, "key"):
            self.key.paint_with(theme)
