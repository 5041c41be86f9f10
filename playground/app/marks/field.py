"""A field of bands over two axes, as crisp as the screen at any zoom."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.app.marks.pixels import Canvas, Floats, Pixels

_HATCH = 8  # pixels from one line of the hatching to the next
MOST_PIXELS = 2_000_000  # blended; a larger plot is blended coarser and scaled up


class Field(Canvas):
    """Values on a grid, painted as flat bands; hatched where a value is no number.

    The picture is made for the pixels of the screen from the values, so that borders stay
    sharp; it is kept until the values or the view change.
    """

    def __init__(self) -> None:
        super().__init__()
        self._axes: tuple[Floats, Floats] | None = None
        self._places: NDArray[np.float32] = np.empty((0, 0), np.float32)
        self._colours: NDArray[np.uint8] = np.empty((0, 3), np.uint8)
        self._border: float | None = None
        self._image: QImage | None = None
        self._made_for: object = None

    def show_bands(
        self,
        axes: tuple[Floats, Floats],
        places: Floats,
        colours: NDArray[np.uint8],
        border: float | None = None,
    ) -> None:
        """Show places (rows up, columns across) in bands: 0 to 1 is the first colour, and so on.

        A line is drawn where the place is `border`.
        """
        self._axes, self._places = axes, places.astype(np.float32)
        self._colours, self._border = colours, border
        self._made_for = None
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._axes = None
        self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if self._axes is None or not len(self._colours):
            return
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        if self._made_for != (pixels, ratio, self.theme):
            self._image = self._made(self._axes, pixels, ratio)
            self._made_for = (pixels, ratio, self.theme)
        assert self._image is not None
        if self._image.width() < round(pixels.width * ratio):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(pixels.rect, self._image, QRectF(self._image.rect()))

    def _made(self, axes: tuple[Floats, Floats], pixels: Pixels, ratio: float) -> QImage:
        ratio *= min(1.0, math.sqrt(MOST_PIXELS / (pixels.width * pixels.height * ratio**2)))
        wide = max(1, round(pixels.width * ratio))
        high = max(1, round(pixels.height * ratio))
        x = pixels.left + (np.arange(wide) + 0.5) * pixels.width / wide
        y = pixels.top + (np.arange(high) + 0.5) * pixels.height / high
        across, off_x = _between(axes[0], (x - pixels.shift[0]) / pixels.scale[0])
        up, off_y = _between(axes[1], (y - pixels.shift[1]) / pixels.scale[1])
        places = _blend(self._places, up, across)
        rgb = self._painted(places)
        rgb[off_y, :] = rgb[:, off_x] = QColor(self.theme.surface).rgb()
        image = QImage(rgb.data, wide, high, 4 * wide, QImage.Format.Format_RGB32)
        return image.copy()  # the array goes, the image stays

    def _painted(self, places: NDArray[np.float32]) -> NDArray[np.uint32]:
        red, green, blue = self._colours.astype(np.uint32).T
        table = (0xFF << 24) | (red << 16) | (green << 8) | blue
        undefined = np.isnan(places)
        none = undefined.any()
        bands = (np.where(undefined, 0, places) if none else places).astype(np.int16)
        painted: NDArray[np.uint32] = np.take(table.astype(np.uint32), bands, mode="clip")
        if self._border is not None:
            painted[_crossing(places > self._border)] = QColor(self.theme.text).rgb()
        if none:
            rows, columns = np.ogrid[: places.shape[0], : places.shape[1]]
            lines = (rows + columns) % _HATCH == 0
            painted[undefined] = QColor(self.theme.surface).rgb()
            painted[undefined & lines] = QColor(self.theme.line).rgb()
        return painted


class _Between:
    """Between which grid points each pixel lies, and how far along."""

    def __init__(self, place: Floats, count: int) -> None:
        self.first = np.clip(place.astype(np.intp), 0, max(count - 2, 0))
        self.part = (place - self.first).astype(np.float32)


def _between(axis: Floats, values: Floats) -> tuple[_Between, NDArray[np.bool_]]:
    gap = (axis[-1] - axis[0]) / (len(axis) - 1)
    place = (values - axis[0]) / gap
    outside = (place < -1e-6) | (place > len(axis) - 1 + 1e-6)
    return _Between(np.clip(place, 0, len(axis) - 1), len(axis)), outside


def _blend(values: NDArray[np.float32], up: _Between, across: _Between) -> NDArray[np.float32]:
    """Return the values between the grid points, rows first: linear in each direction."""
    left, right = values[:, across.first], values[:, across.first + 1]
    rows = left + across.part * (right - left)
    low, high = rows[up.first], rows[up.first + 1]
    blended: NDArray[np.float32] = low + up.part[:, None] * (high - low)
    return blended


def _crossing(above: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels at which the truth changes, two pixels wide."""
    edge = np.zeros_like(above)
    sideways, upright = above[:, 1:] != above[:, :-1], above[1:] != above[:-1]
    edge[:, 1:] |= sideways
    edge[:, :-1] |= sideways
    edge[1:] |= upright
    edge[:-1] |= upright
    return edge
