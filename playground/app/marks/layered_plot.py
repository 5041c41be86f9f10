"""A plot made of layers, with the mouse on top and a line that reads out where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint

from playground.app.marks.extent import Extent
from playground.app.marks.pointer import Pointer
from playground.app.plots import Plot
from playground.app.plots.readout import Readout
from playground.app.theme import Theme


class Layer(Protocol):
    """What can be put on a plot."""

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""


class LayeredPlot(Plot):
    """A plot whose view only moves when it is told to, or by hand."""

    def __init__(
        self, name: str, bottom: str, left: str, layers: Sequence[Layer], pointer: Pointer
    ) -> None:
        super().__init__(name, bottom, left)
        box = self.getViewBox()
        box.disableAutoRange()
        box.setDefaultPadding(0)
        self.pointer = pointer
        self.layers = (*layers, pointer)
        for item in self.layers:
            box.addItem(item, ignoreBounds=True)
        self.readout = Readout(self)
        pointer.away.connect(self.readout.hide)

    @property
    def extents(self) -> tuple[Extent, Extent]:
        """What is on screen, in the units of the plot: across and up."""
        (left, right), (bottom, top) = self.getViewBox().viewRange()
        return (left, right), (bottom, top)

    def read_out(self, at: Sequence[float], text: str) -> None:
        """Show text beside a place."""
        x, y = self.pointer.pixels(at)
        self.readout.show_at(QPoint(int(x), int(y)), text)

    def paint_with(self, theme: Theme) -> None:
        super().paint_with(theme)
        for item in self.layers:
            item.paint_with(theme)
        self.readout.paint_with(theme)
