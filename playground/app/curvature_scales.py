"""Both landscapes of a loss whose input is scaled, side by side on the same axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.marks import shapes
from playground.app.marks.field import Field
from playground.app.marks.levels import band_colours, levels
from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.marks.titles import name_axes
from playground.app.outcome_bar import OneLine
from playground.app.panel import note
from playground.app.plots import Plot
from playground.app.spacing import spaced
from playground.app.theme import Theme, current_theme
from playground.core import words

if TYPE_CHECKING:
    from playground.app.view import View
    from playground.core.pictures import Picture
    from playground.core.rescaled_landscapes import RescaledLandscapes
    from playground.core.stability import Stability


_LOW = 150


class Star(Canvas):
    """Marks the minimum."""

    def __init__(self) -> None:
        super().__init__()
        self.at: Floats = np.full(2, np.nan)

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        place = pixels(self.at)
        if pixels.holds(place, shapes.STAR):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shapes.draw_star(painter, place, self.theme)


class Side(QWidget):
    """One of the two: its words above its bands."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title = OneLine("note", name)
        self.plot, self.field, self.star = Plot(name, "w", "b"), Field(), Star()
        box = self.plot.getViewBox()
        box.disableAutoRange()
        box.setMouseEnabled(False, False)
        for item in (self.field, self.star):
            box.addItem(item, ignoreBounds=True)
        rows = spaced(QVBoxLayout(self), current_theme(), 2)
        rows.addWidget(self.title)
        rows.addWidget(self.plot, 1)

    def frame(self, picture: Picture, minimum: tuple[float, ...], names: tuple[str, ...]) -> None:
        """Set the limits, the minimum and the titles."""
        across, up = picture.request.extent
        self.plot.getViewBox().setRange(xRange=across, yRange=up, padding=0)
        self.star.at = np.array(minimum)
        name_axes(self.plot, names[0], names[1])

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.plot.paint_with(theme)
        self.field.paint_with(theme)
        self.star.paint_with(theme)


class ScaleView(QWidget):
    """The raw input at the left, the scaled one at the right; bands and axes are the same."""

    def __init__(self) -> None:
        super().__init__()
        self.sides = (Side("Landscape of the raw input"), Side("Landscape of the scaled input"))
        self.sentence = note("")
        self._shown: RescaledLandscapes | None = None
        pair = spaced(QHBoxLayout(), current_theme(), 12)
        for side in self.sides:
            pair.addWidget(side, 1)
        rows = spaced(QVBoxLayout(self), current_theme(), 4)
        rows.addLayout(pair, 1)
        rows.addWidget(self.sentence)

    def show_landscapes(self, view: View, shown: RescaledLandscapes) -> None:
        """Show these two."""
        if shown is self._shown:
            return
        self._shown = shown
        compared = shown.rescaling
        titles = ("Raw", scale_text(compared.scale))
        limits = (compared.before, compared.after)
        for number, side in enumerate(self.sides):
            side.title.say(f"{titles[number]}: {side_text(limits[number])}")
            side.title.setToolTip(compared.sentence)
            side.frame(shown.pictures[number], shown.minima[number], view.parameters)
        self._paint_bands(current_theme())
        self.sentence.setText(compared.sentence)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for side in self.sides:
            side.paint_with(theme)
        self._paint_bands(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room it is the plots'; the words are in the titles' tool tips too.
        self.sentence.setVisible(self.height() >= current_theme().px(_LOW))

    def _paint_bands(self, theme: Theme) -> None:
        if self._shown is None:
            return
        pictures = self._shown.pictures
        both = np.concatenate([picture.loss for picture in pictures])
        bands = levels(both, float(both[np.isfinite(both)].min()))
        colours = band_colours(bands.bands, theme)
        for side, picture in zip(self.sides, pictures, strict=True):
            axes = (picture.axes[0], picture.axes[1])
            side.field.show_bands(axes, bands.place(picture.loss), colours)


def scale_text(scale: float) -> str:
    """Return what is done to the input."""
    return f"÷ {words.number(1 / scale)}" if scale < 1 else f"× {words.number(scale)}"


def side_text(limits: Stability) -> str:
    """Return the condition number of one side."""
    return f"condition number {words.whole(limits.highest / limits.lowest)}"
