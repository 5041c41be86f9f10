"""The path of a run on its landscape: start, visited points, now, the arrows, how it ends."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from playground.app.marks import shapes
from playground.app.marks.carried_marks import paint_momentum, paint_sizes
from playground.app.marks.outside import draw_outside, end_of
from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.marks.polyline import (
    MOST_POINTS,
    clipped,
    draw_line,
    draw_points,
)
from playground.app.marks.run_marks import Marks, at_rest
from playground.app.marks.thin_path import ThinPath
from playground.app.numbers_text import count_text
from playground.app.palette import mixed

_GRADIENT_PX, _GRADIENT_LEAST_PX = 56, 22  # of the arrow for the steepest slope so far, for 0
_GRADIENT_SHORT_PX = 36
_DOT_GAP = 7  # pixels between points below which their dots would be a line
_TANGENT_PX = 90
_FIRST_STEPS = 8
_AHEAD, _LONG = 0.9, 0.7  # how strong the path beyond the playhead is, and one of many rows


class DescentMarks(Canvas):
    """Paints the marks of a run."""

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        self.held = False  # the start ring is under the pointer or in the hand
        self._thin = ThinPath()

    def show_marks(self, marks: Marks) -> None:
        """Paint these from now on."""
        self.marks = marks
        self.update()

    def hold(self, held: bool) -> None:
        """Show whether the start is in reach."""
        if held != self.held:
            self.held = held
            self.update()

    def nearest(self, pixel: Floats, pixels: Pixels, reach: float) -> int | None:
        """Return the row painted nearest to a pixel, or None if none is within reach."""
        self._thin.follow(self.marks.path, self.marks.key, pixels)
        return self._thin.nearest(pixel, reach)

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        marks = self.marks
        self._thin.follow(marks.path, marks.key, pixels)
        if len(marks.path):
            self._paint_path(painter, pixels)
        for minimum in pixels(marks.minima):
            if pixels.holds(minimum, shapes.STAR):
                shapes.draw_star(painter, minimum, self.theme)
        if len(marks.path):
            self._paint_now(painter, pixels)
            self._paint_end(painter, pixels)

    def _paint_path(self, painter: QPainter, pixels: Pixels) -> None:
        marks, theme = self.marks, self.theme
        cut = int(np.searchsorted(self._thin.rows, marks.playhead, "right"))
        now = pixels(marks.path[marks.playhead])[None]
        past = np.concatenate([self._thin.points[:cut], now])
        future = np.concatenate([now, self._thin.points[cut:]])
        short = self._thin.short
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, short)
        width = theme.px(2) if short else 1
        flat = not np.isfinite(marks.tangent).all()  # contours are below, not the surface
        if short and flat:
            painter.setPen(shapes.line_pen(theme.surface, theme.px(4)))
            draw_line(painter, future, pixels)
        painter.setPen(shapes.line_pen(mixed(theme.muted, theme.surface, _AHEAD), width))
        draw_line(painter, future, pixels)
        if short and flat:
            painter.setPen(shapes.line_pen(theme.surface, theme.px(5)))
            draw_line(painter, past, pixels)
        colour = theme.text if short else mixed(theme.text, theme.surface, _LONG)
        painter.setPen(shapes.line_pen(colour, width))
        draw_line(painter, past, pixels)
        if short and self._thin.gap >= _DOT_GAP:
            self._paint_dots(painter, pixels, cut)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _paint_dots(self, painter: QPainter, pixels: Pixels, cut: int) -> None:
        painter.setOpacity(0.55)
        painter.setPen(shapes.line_pen(self.theme.muted, self.theme.px(5)))
        draw_points(painter, self._thin.points[cut:], pixels)
        painter.setOpacity(1.0)
        painter.setPen(shapes.line_pen(self.theme.text, self.theme.px(5)))
        draw_points(painter, self._thin.points[:cut], pixels)

    def _paint_now(self, painter: QPainter, pixels: Pixels) -> None:
        marks, theme = self.marks, self.theme
        start, now = pixels(marks.path[0]), pixels(marks.path[marks.playhead])
        if pixels.holds(start, shapes.RING):
            shapes.draw_ring(painter, start, theme, self.held)
        if not pixels.holds(now, shapes.HALO):
            if not marks.ended:  # else the cross says where the path went
                draw_outside(painter, now, pixels, theme, self._busy(pixels))
            return
        self._paint_tangent(painter, now, pixels)
        if not at_rest(marks, pixels):
            paint_sizes(painter, marks, now, theme)
            paint_momentum(painter, marks, now, _direction(marks.carried, pixels), theme)
        step = 0.0
        if marks.playhead + 1 < len(marks.path):
            step = self._paint_step(painter, now, pixels)
        self._paint_downhill(painter, now, pixels, step)
        shapes.draw_now(painter, now, theme)

    def _paint_downhill(self, painter: QPainter, now: Floats, pixels: Pixels, step: float) -> None:
        marks, theme = self.marks, self.theme
        downhill = _direction(marks.downhill, pixels)
        if downhill is None or at_rest(marks, pixels):
            return
        share = marks.steepness if np.isfinite(marks.steepness) else 1.0
        reach = _GRADIENT_LEAST_PX + share * (_GRADIENT_PX - _GRADIENT_LEAST_PX)
        # Downhill and the step are one direction for plain descent: their heads must not meet.
        if 0.8 < step / theme.px(reach) < 1.3:
            reach = _GRADIENT_SHORT_PX if reach > 1.3 * _GRADIENT_SHORT_PX else 1.5 * reach
        tip = now + theme.px(reach) * downhill
        shapes.draw_arrow(painter, now, tip, theme.text, theme, 1.5, rim=step < 1)

    def _paint_step(self, painter: QPainter, now: Floats, pixels: Pixels) -> float:
        """Paint the arrow to the next row; return its length, 0 if it is too short to paint."""
        following = pixels(self.marks.path[self.marks.playhead + 1])
        if not np.isfinite(following).all():
            return 0.0
        start, end = clipped(now[None], following[None], pixels, margin=40.0)
        length = float(np.hypot(*(end[0] - start[0]))) if len(end) else 0.0
        if length <= self.theme.px(shapes.DOT + shapes.HEAD):
            return 0.0
        shapes.draw_arrow(painter, start[0], end[0], self.theme.accent, self.theme, 5.0)
        return length

    def _paint_tangent(self, painter: QPainter, now: Floats, pixels: Pixels) -> None:
        theme, marks = self.theme, self.marks
        for slope, colour, style in (
            (marks.taken, theme.text, Qt.PenStyle.DotLine),
            (marks.tangent, theme.accent, Qt.PenStyle.DashLine),
        ):
            along = _direction(slope, pixels)
            if along is not None:
                painter.setPen(shapes.line_pen(colour, theme.px(2), style))
                reach = theme.px(_TANGENT_PX) * along
                draw_line(painter, np.stack([now - reach, now + reach]), pixels)

    def _paint_end(self, painter: QPainter, pixels: Pixels) -> None:
        """Put a cross where the path leaves the plot for good, or where it breaks off."""
        if not self.marks.ended:
            return
        place, row = end_of(pixels(self.marks.path[-MOST_POINTS:]), pixels)
        if place is None:
            return
        row += max(0, len(self.marks.path) - MOST_POINTS)
        text = self.marks.ended
        if row < self.marks.ended_at:
            step = f"step {count_text(row)}"
            words = (f"off the view at {step}, {text}", f"off at {step}", step)
            text = shapes.words_that_fit(painter, words, self.theme, pixels)
        shapes.draw_cross(painter, place, self.theme)
        look = (self.theme, self.theme.explodes)
        shapes.draw_label_beside(painter, place, text, look, pixels, self._busy(pixels))

    def _busy(self, pixels: Pixels) -> Floats:
        """Return pixels, (rows, 2), that a label had better leave free: start, now, first steps."""
        path = pixels(self.marks.path[: _FIRST_STEPS + 1])
        path = path[np.isfinite(path).all(axis=1)]
        begins, ends = clipped(path[:-1], path[1:], pixels)
        parts = np.linspace(0, 1, 9)[:, None, None]
        along = (begins + parts * (ends - begins)).reshape(-1, 2)
        reach = self.theme.px(shapes.HALO)
        corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1], [0, 0]]) * reach
        now = pixels(self.marks.path[self.marks.playhead])
        signs = [path[:1], now[None], pixels(self.marks.minima)]
        around = (np.concatenate(signs)[:, None] + corners).reshape(-1, 2)
        return np.concatenate([along, around])


def _direction(along: Floats, pixels: Pixels) -> Floats | None:
    """Return a direction of the data as a unit vector of pixels, None if it is none."""
    scaled = np.asarray(along, np.float64)
    largest = np.abs(scaled).max()
    if not (np.isfinite(largest) and largest > 0):
        return None
    seen = scaled / largest * pixels.scale
    length = float(np.hypot(*seen))
    return seen / length if length > 0 else None
