"""Both landscapes of a loss whose input is normalised, side by side on the same axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.marks import shapes
from playground.app.marks.field import Field
from playground.app.marks.levels import Levels, band_colours, levels
from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.marks.titles import name_axes
from playground.app.outcome_bar import OneLine
from playground.app.plots import Plot
from playground.app.spacing import spaced
from playground.app.still import Still
from playground.app.theme import Theme, current_theme
from playground.app.whole_words import whole_words
from playground.core import words

if TYPE_CHECKING:
    from playground.app.view import View
    from playground.core.pictures import Picture
    from playground.core.rescaled import Rescaling
    from playground.core.rescaled_landscapes import RescaledLandscapes
    from playground.core.stability import Stability

_FEWEST_SEEN = 3  # bands that a side must reach for both to be painted by the same


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


class SideTitle(OneLine):
    """Says how it is conditioned; in fewer words where there is no room for the number."""

    def _cut(self, width: int) -> str:
        brief = self.whole.replace("condition number", "condition")
        wide = self.fontMetrics().horizontalAdvance(self.whole)
        text = self.whole if wide <= width else brief
        return whole_words(text, self.fontMetrics(), width)


class Side(QWidget):
    """One of the two: its words above its bands."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title = SideTitle("note", name)
        self.plot, self.field, self.star = Plot(name, "w", "b"), Field(), Star()
        box = self.plot.getViewBox()
        box.disableAutoRange()
        box.setMouseEnabled(False, False)
        for item in (self.field, self.star):
            box.addItem(item, ignoreBounds=True)
        rows = spaced(QVBoxLayout(self), current_theme(), 0)
        rows.addWidget(self.plot, 1)
        self.title.setParent(self.plot)  # beside that of the axis: the height is the bands'
        self.plot.installEventFilter(self)

    def frame(self, picture: Picture, minimum: tuple[float, ...], names: tuple[str, ...]) -> None:
        """Set the limits, the minimum and the titles."""
        across, up = picture.request.extent
        self.plot.getViewBox().setRange(xRange=across, yRange=up, padding=0)
        self.star.at = np.array(minimum)
        name_axes(self.plot, names[0], names[1])
        self._place()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.plot.paint_with(theme)
        self.field.paint_with(theme)
        self.star.paint_with(theme)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        """Put the title above the bands."""
        left = round(self.plot.left.width())
        high = self.title.sizeHint().height()
        self.title.setGeometry(left, 0, max(self.plot.width() - left, 1), high)


class ScaleView(QWidget):
    """The raw input at the left, the normalised one at the right, on the same axes.

    So are the bands, unless one side would then be of one colour.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sides = (Side("Landscape of the raw input"), Side("Landscape of the normalised input"))
        self.sentence = OneLine("note", "What the scale does")
        self._shown: RescaledLandscapes | None = None
        pair = spaced(QHBoxLayout(), current_theme(), 12)
        for side in self.sides:
            pair.addWidget(side, 1)
        still = Still(self.sentence)
        still.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        rows = spaced(QVBoxLayout(self), current_theme(), 0)
        rows.addLayout(pair, 1)
        rows.addWidget(still)

    def show_landscapes(self, view: View, shown: RescaledLandscapes) -> None:
        """Show these two."""
        if shown is self._shown:
            return
        self._shown = shown
        compared = shown.rescaling
        titles = ("Raw", compared.made)
        limits = (compared.before, compared.after)
        for number, side in enumerate(self.sides):
            side.title.say(f"{titles[number]}: {side_text(limits[number])}")
            side.title.setToolTip(compared.sentence)
            side.frame(shown.pictures[number], shown.minima[number], view.parameters)
        self._paint_bands(current_theme())
        self.sentence.say(limits_text(compared))
        self.sentence.setToolTip(compared.sentence)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for side in self.sides:
            side.paint_with(theme)
        self._paint_bands(theme)

    def _paint_bands(self, theme: Theme) -> None:
        if self._shown is None:
            return
        pictures = self._shown.pictures
        losses = [picture.loss for picture in pictures]
        shared = _bands(np.concatenate(losses))
        alike = all(np.nanmax(shared.place(loss)) >= _FEWEST_SEEN for loss in losses)
        for side, picture in zip(self.sides, pictures, strict=True):
            axes = (picture.axes[0], picture.axes[1])
            bands = shared if alike else _bands(picture.loss)
            colours = band_colours(bands.bands, theme)
            side.field.show_bands(axes, bands.place(picture.loss), colours)


def _bands(loss: Floats) -> Levels:
    return levels(loss, float(loss[np.isfinite(loss)].min()))


def limits_text(compared: Rescaling) -> str:
    """Return by how much the learning rate may grow, in a line."""
    before, after = compared.before.largest, compared.after.largest
    assert before is not None  # else there is nothing to compare
    assert after is not None
    times = words.whole(compared.ratio) if compared.ratio >= 10 else words.number(compared.ratio)
    return (
        f"{compared.made}: stable below {words.limit(after)}, not "
        f"{words.limit(before)}: a learning rate {times} times as large."
    )


def side_text(limits: Stability) -> str:
    """Return the condition number of one side."""
    return f"condition number {words.whole(limits.highest / limits.lowest)}"
