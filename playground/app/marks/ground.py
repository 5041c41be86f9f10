"""The loss below the path: a curve or contours, asked for as the view moves."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.app.marks.colour_bar import ColourBar
from playground.app.marks.extent import height_of, snapped
from playground.app.marks.levels import band_colours, levels
from playground.app.marks.slice import Slice
from playground.app.marks.stage import Stage
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.core.pictures import Picture

CURVE_SIZE = 501  # points of a curve, and …
FIELD_SIZE = 257  # … along each side of a field: a cell is about 3 pixels


class Ground(QObject):
    """Shows the newest picture of what is on screen; an older one stays until it is there.

    fitted: the stage's height was fitted to a curve, as `height_due` asked.
    """

    fitted = Signal()

    def __init__(self, session: Session, stage: Stage, bar: ColourBar) -> None:
        super().__init__(stage)
        self._session, self._stage, self._bar = session, stage, bar
        self._theme = current_theme()
        self._lowest = math.inf  # loss of all pictures since the last one that was cleared
        self.picture: Picture | None = None
        self.height_due = False

    def clear(self) -> None:
        """Show nothing, and forget what was shown."""
        self.picture, self._lowest = None, math.inf
        self._stage.field.clear()
        self._stage.curve.clear()

    def ask(self, shown: Slice) -> None:
        """Show the picture of the part of a slice that is on screen, if it is there already."""
        flat = len(shown.directions) == 2
        extents = [snapped(extent) for extent in self._stage.extents[: 1 + flat]]
        request = shown.request(extents, FIELD_SIZE if flat else CURVE_SIZE)
        picture = self._session.picture(request)
        if picture is not None and picture is not self.picture:
            self.picture = picture
            self._show(picture)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self.picture is not None:
            self._show(self.picture)

    def _show(self, picture: Picture) -> None:
        if len(picture.axes) == 1:
            self._stage.curve.show_curve(picture.axes[0], picture.loss)
            if self.height_due and picture.whole:
                self.height_due = False
                self._fit_height(picture)
            return
        finite = picture.loss[np.isfinite(picture.loss)]
        self._lowest = min(self._lowest, float(finite.min()) if len(finite) else math.inf)
        bands = levels(picture.loss, self._lowest)
        colours = band_colours(bands.bands, self._theme)
        axes = (picture.axes[0], picture.axes[1])
        self._stage.field.show_bands(axes, bands.place(picture.loss), colours)
        self._bar.show_levels(bands, colours)

    def _fit_height(self, picture: Picture) -> None:
        across = self._stage.extents[0]
        seen = (picture.axes[0] >= across[0]) & (picture.axes[0] <= across[1])
        self._stage.show_extents(across, height_of(picture.loss[seen]))
        self.fitted.emit()
