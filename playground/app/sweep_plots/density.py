"""Many last iterates against the learning rate, as one picture made for the screen's pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.app.marks.pixels import Canvas, Floats, Pixels

if TYPE_CHECKING:
    from playground.core.attractors import Attractors

_ONE = 0.5  # how much a single value covers; many at a pixel cover it wholly
_TALL = 2.0  # pixels of the design that a value is tall


class Density(Canvas):
    """Shows the values of Attractors; the picture is kept until they or the view change."""

    def __init__(self) -> None:
        super().__init__()
        self._made: Attractors | None = None
        self._image: QImage | None = None
        self._made_for: object = None
        self.pictures = 0  # how many were made

    def show_values(self, made: Attractors | None) -> None:
        """Show these values, or nothing."""
        self._made, self._made_for = made, None
        self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if self._made is None or not self._made.done:
            return
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        if self._made_for != (pixels, ratio, self.theme):
            self._made_for = (pixels, ratio, self.theme)
            self._image = self._painted(self._made, pixels, ratio)
            self.pictures += 1
        assert self._image is not None
        painter.drawImage(pixels.rect, self._image, QRectF(self._image.rect()))

    def _painted(self, made: Attractors, pixels: Pixels, ratio: float) -> QImage:
        wide, high = (max(1, round(size * ratio)) for size in (pixels.width, pixels.height))
        across = pixels.left + (np.arange(wide) + 0.5) / ratio
        rates = np.asarray((across - pixels.shift[0]) / pixels.scale[0], np.float64)
        runs, outside = nearest_runs(made.learning_rate[: made.done], rates)
        with np.errstate(invalid="ignore", over="ignore"):
            rows = (
                made.values[: made.done] * pixels.scale[1] + pixels.shift[1] - pixels.top
            ) * ratio
        counts = counted(rows, high)
        for _ in range(round(_TALL * self.theme.scale * ratio) - 1):
            counts[1:] = np.maximum(counts[1:], counts[:-1])
        cover = (255 * (1 - (1 - _ONE) ** counts)).astype(np.uint8)[:, runs]
        cover[:, outside] = 0
        return _tinted(cover, QColor(self.theme.text))


def nearest_runs(rates: Floats, wanted: Floats) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each wanted rate the nearest of even rates, and whether it is beyond them."""
    if len(rates) < 2:
        return np.zeros(len(wanted), np.int64), np.ones(len(wanted), bool)
    places = (wanted - rates[0]) / ((rates[-1] - rates[0]) / (len(rates) - 1))
    outside = (places < -0.5) | (places > len(rates) - 0.5)
    return np.clip(np.rint(places), 0, len(rates) - 1).astype(np.int64), outside


def counted(rows: Floats, high: int) -> Floats:
    """Return how many of each run's values (R, last) lie in each row of pixels, (high, R)."""
    runs = np.arange(len(rows))[:, None]
    with np.errstate(invalid="ignore"):
        on = (rows >= 0) & (rows < high)
        cells = np.where(on, rows, 0).astype(np.int64) * len(rows) + runs
    counts = np.bincount(cells[on], minlength=high * len(rows))
    return counts.reshape(high, len(rows)).astype(np.float64)


def _tinted(cover: NDArray[np.uint8], colour: QColor) -> QImage:
    """Return a picture in one colour that covers each pixel by so much of 255."""
    part = cover.astype(np.uint32)
    argb = part << 24
    for shift, channel in ((16, colour.red()), (8, colour.green()), (0, colour.blue())):
        argb |= (part * channel // 255) << shift
    high, wide = cover.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(np.ascontiguousarray(argb).data, wide, high, 4 * wide, kind).copy()
