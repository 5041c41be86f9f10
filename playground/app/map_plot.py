"""The plot of a map: its picture, the marks on it, the mouse."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from playground.app.map_axes import Choice
from playground.app.map_colours import Pixels as Colours
from playground.app.marks import shapes
from playground.app.marks.extent import NARROWEST, Extent
from playground.app.marks.layered_plot import LayeredPlot
from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.marks.pointer import Pointer
from playground.app.marks.titles import name_axes
from playground.app.plots.ticks import linear_texts, linear_ticks, log_ticks
from playground.app.theme import Theme, current_theme

_NARROW = 0.6  # decades below which the ticks of a logarithmic axis are evenly spaced values
_HIGH, _WITH_STAR, _NAME = 20, 42, 26  # pixels of the design that marks take
_FAINT = 0.3  # how much of its colours a map of the past keeps
_NOWHERE = (math.nan, math.nan)


class MapPicture(Canvas):
    """The pixels of a map at their places; more of them are put there as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.faint = False
        self._corners = np.zeros((2, 2))

    def show_pixels(
        self, colours: Colours, across: Extent, up: Extent, faint: bool = False
    ) -> None:
        """Show colours (rows from the low end up, columns, 3) over these places."""
        rows, columns, _ = colours.shape
        data = np.ascontiguousarray(colours[::-1])
        made = QImage(data.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        self.image = made.convertToFormat(QImage.Format.Format_RGB32)  # a copy: the array goes
        self.faint = faint
        self._corners = np.array([[across[0], up[1]], [across[1], up[0]]])
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.image = None
        self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        if self.image is None:
            return
        (left, top), (right, bottom) = pixels(self._corners)
        painter.setClipRect(pixels.rect)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setOpacity(_FAINT if self.faint else 1.0)
        target = QRectF(left, top, right - left, bottom - top)
        painter.drawImage(target, self.image, QRectF(self.image.rect()))


class Mark(NamedTuple):
    """A name at a place of the plot; with a star it is a minimum's."""

    at: tuple[float, float]
    text: str
    star: bool = False


class MapMarks(Canvas):
    """Stars and names over the picture, and the ring of the run on screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(50)
        self.marks: tuple[Mark, ...] = ()
        self.notice = ""
        self.start = _NOWHERE

    def show_marks(self, marks: tuple[Mark, ...], notice: str = "") -> None:
        """Paint these, and a notice at the top if there is any."""
        self.marks, self.notice = marks, notice
        self.update()

    def show_start(self, start: tuple[float, float]) -> None:
        """Put the ring there; nan is nowhere."""
        if start != self.start:
            self.start = start
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken: list[QRectF] = []
        for mark in self.marks:
            at = pixels([mark.at])[0]
            room = self._room(at, mark.star)
            # Of more than there is room for, the first ones; a zoom shows the others.
            if not pixels.holds(at) or any(room.intersects(other) for other in taken):
                continue
            taken.append(room)
            if mark.star:
                shapes.draw_star(painter, at, self.theme)
                look = (self.theme, self.theme.text)
                shapes.draw_label_beside(painter, at, mark.text, look, pixels, np.empty((0, 2)))
            else:
                _draw_plate(painter, at, mark.text, self.theme)
        if self.notice:
            top = np.array([pixels.rect.center().x(), pixels.top + self.theme.px(_HIGH)])
            _draw_plate(painter, top, self.notice, self.theme)
        start = pixels([self.start])[0]
        if np.isfinite(start).all() and pixels.holds(start, shapes.RING):
            shapes.draw_ring(painter, start, self.theme)

    def _room(self, at: Floats, star: bool) -> QRectF:
        """What a mark takes: a star has its number beside it, a name its middle there."""
        theme, high = self.theme, self.theme.px(_HIGH)
        wide = theme.px(_WITH_STAR if star else _NAME)
        left = at[0] - (theme.px(shapes.STAR) if star else wide / 2)
        return QRectF(left, at[1] - high / 2, wide, high)


class MapPointer(Pointer):
    """The mouse on a map.

    doubled: a double click, whose first one was told as a click too.
    """

    doubled = Signal()

    def mouseClickEvent(self, event: pg.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.double():
            event.accept()
            self.doubled.emit()
            return
        super().mouseClickEvent(event)


class MapPlot(LayeredPlot):
    """A plot of two axes that vary; wheel and drag move the view within their limits."""

    pointer: MapPointer

    def __init__(self) -> None:
        self.picture, self.marks = MapPicture(), MapMarks()
        super().__init__("Map", "", "", (self.picture, self.marks), MapPointer())
        self.paint_with(current_theme())

    def take_axes(self, across: Choice, up: Choice) -> None:
        """Show all that is usually seen of two axes, and let the view move within limits."""
        box = self.getViewBox()
        (left, right), (low, high) = across.places(across.limits), up.places(up.limits)
        box.setLimits(
            xMin=left, xMax=right, yMin=low, yMax=high, minXRange=NARROWEST, minYRange=NARROWEST
        )
        self.bottom.set_ticks(_ticks(across.log, lambda: self.extents[0]))
        self.left.set_ticks(_ticks(up.log, lambda: self.extents[1]))
        name_axes(self, across.axis_title, up.axis_title)
        self.go_home(across, up)

    def go_home(self, across: Choice, up: Choice) -> None:
        """Show what is usually seen."""
        self.getViewBox().setRange(
            xRange=across.places(across.home),
            yRange=up.places(up.home),
            padding=0,
            disableAutoRange=True,
        )

    def is_home(self, across: Choice, up: Choice) -> bool:
        """Whether just that is shown."""
        ends = (*across.places(across.home), *up.places(up.home))
        shown = [end for extent in self.extents for end in extent]
        return all(math.isclose(*pair, abs_tol=1e-9) for pair in zip(shown, ends, strict=True))


def _ticks(log: bool, extent: Callable[[], Extent]) -> Callable[[int], list[tuple[float, str]]]:
    def ticks(most: int) -> list[tuple[float, str]]:
        low, high = extent()
        if log and high - low >= _NARROW:
            return log_ticks(low, high)
        if log:
            low, high = 10.0**low, 10.0**high
        step, values = linear_ticks(low, high, most)
        places = [math.log10(value) if log else value for value in values]
        return list(zip(places, linear_texts(values, step), strict=True))

    return ticks


def _draw_plate(painter: QPainter, at: Floats, text: str, theme: Theme) -> None:
    """Write text on a plate with its middle there."""
    font = QFont(painter.font())
    font.setPixelSize(theme.px(shapes.TEXT_PX))
    painter.setFont(font)
    size = painter.fontMetrics().size(0, text)
    wide, high = size.width() + theme.px(8), size.height() + theme.px(2)
    plate = QRectF(at[0] - wide / 2, at[1] - high / 2, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shapes.faded(theme.surface, 0.88))
    painter.drawRoundedRect(plate, 3, 3)
    painter.setPen(QColor(theme.text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
