"""The local quadratic model on the landscape: its contours or curve, and its axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from playground.app.marks import shapes
from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.marks.polyline import draw_line
from playground.app.numbers_text import short_text
from playground.app.theme import Theme, current_theme

if TYPE_CHECKING:
    from playground.core.curvature import Curvature

_AXIS, _LEAST = (
    0.28,
    16,
)  # of the plot's smaller side, for the flattest axis; pixels of the steepest
_HEIGHTS = (0.25, 1.0, 4.0)  # of contours, in heights of the point above the model's middle
_SMALL = 24  # pixels: a contour through the point that is no larger says nothing
_FLAT = 1e-9  # of the largest curvature: below, the model has no middle
_POINTS = 121
_FARTHEST = 7.0  # of a hyperbola's parameter: a thousand times the size of its bend


class Arm(NamedTuple):
    """One axis of the model at the point: a half of it in pixels, and its curvature."""

    half: Floats  # (2,)
    curvature: float
    colour: str
    style: Qt.PenStyle


class QuadraticMarks(Canvas):
    """Paints loss + gradient·d + d·Hessian·d / 2 around a point of one or two parameters.

    An axis is as long as 1/√|λ|; one along which the loss curves downwards is dotted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown: Curvature | None = None

    def show_curvature(self, curvature: Curvature | None) -> None:
        """Paint this model from now on; nothing without one."""
        if curvature is not self.shown:
            self.shown = curvature
            self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        shown = self.shown
        if shown is None or shown.hessian is None or not np.isfinite(shown.hessian).all():
            return
        self.theme = current_theme()  # nobody tells an item that the stage does not know
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(shown.theta) == 1:
            self._paint_lines(painter, pixels, [parabola_points(shown, pixels)])
            return
        self._paint_lines(painter, pixels, contours(shown, pixels))
        now = pixels(shown.theta)
        if pixels.holds(now):
            for arm in arms(shown, pixels, self.theme):
                self._paint_arm(painter, pixels, now, arm)

    def _paint_lines(self, painter: QPainter, pixels: Pixels, lines: list[Floats]) -> None:
        style = Qt.PenStyle.DotLine if len(lines) == 1 else Qt.PenStyle.SolidLine
        wide = self.theme.px(3 if len(lines) == 1 else 1)
        for points in lines:
            painter.setPen(shapes.line_pen(self.theme.oscillates, wide, style))
            draw_line(painter, points, pixels)

    def _paint_arm(self, painter: QPainter, pixels: Pixels, now: Floats, arm: Arm) -> None:
        ends = np.stack([now - arm.half, now + arm.half])
        for colour, wide, style in (
            (self.theme.surface, 6, Qt.PenStyle.SolidLine),
            (arm.colour, 3, arm.style),
        ):
            painter.setPen(shapes.line_pen(colour, self.theme.px(wide), style))
            draw_line(painter, ends, pixels)
        text = f"λ {short_text(arm.curvature, 3)}"
        look = (self.theme, arm.colour)
        shapes.draw_label_beside(painter, ends[1], text, look, pixels, np.stack([now, *ends]))


def arms(shown: Curvature, pixels: Pixels, theme: Theme) -> list[Arm]:
    """Return the axes of a model of two parameters, the steepest last."""
    sizes = np.abs(shown.eigenvalues)
    longest = _AXIS * min(pixels.width, pixels.height)
    vectors = shown.eigenvectors.T * pixels.scale  # one a row, in pixels for a unit of data
    with np.errstate(divide="ignore"):
        halves = vectors / np.sqrt(np.maximum(sizes, _FLAT * sizes.max()))[:, None]
    lengths = np.hypot(*halves.T)
    if not (np.isfinite(lengths).all() and lengths.max() > 0):
        return []
    halves *= longest / lengths.max()
    least = theme.px(_LEAST)
    made = []
    for at in np.argsort(sizes):
        value, half = float(shown.eigenvalues[at]), halves[at]
        half = half * max(1.0, least / float(np.hypot(*half)))
        colour = theme.oscillates if at == sizes.argmax() else theme.too_slow
        style = Qt.PenStyle.SolidLine
        if value < 0:
            colour, style = theme.explodes, Qt.PenStyle.DotLine
        made.append(Arm(half, value, colour, style))
    return made


def contours(shown: Curvature, pixels: Pixels) -> list[Floats]:
    """Return lines of equal height of the model, in pixels: the one through the point, and more.

    Ellipses where both curvatures have one sign, else hyperbolas; none where one is 0.
    """
    values, vectors = shown.eigenvalues, shown.eigenvectors
    if np.abs(values).min() <= _FLAT * np.abs(values).max():
        return []
    apart = (vectors.T @ shown.gradient) / values  # of the point from the middle, along each axis
    middle = shown.theta - vectors @ apart
    height = 0.5 * float(values @ np.square(apart))
    # In pixels, how far a contour at that height reaches; at the middle itself there is none.
    reach = np.sqrt(np.abs(2 * height / values)) * np.hypot(*(vectors.T * pixels.scale).T)
    if not reach.max() >= _SMALL:  # nan too
        wanted = 0.5 * _AXIS * min(pixels.width, pixels.height)
        sizes = np.hypot(*(vectors.T * pixels.scale).T) / np.sqrt(np.abs(values))
        height = 0.5 * float((wanted / sizes.max()) ** 2)
    signs = (1.0, -1.0) if values[0] < 0 < values[1] else (float(np.sign(values[0])),)
    return [
        pixels(middle + piece @ vectors.T)
        for sign in signs
        for part in _HEIGHTS
        for piece in _pieces(sign * part * abs(height), values)
    ]


def parabola_points(shown: Curvature, pixels: Pixels) -> Floats:
    """Return the model of one parameter as a line in pixels across the plot."""
    edges = (np.array([pixels.left, pixels.left + pixels.width]) - pixels.shift[0]) / (
        pixels.scale[0]
    )
    across = np.linspace(edges[0], edges[1], _POINTS)
    return pixels(np.column_stack([across, shown.parabola(across[:, None])]))


def _pieces(height: float, values: Floats) -> list[Floats]:
    """Return the line at that height above the middle along the eigenvectors, (rows, 2) each."""
    reach = np.sqrt(np.abs(2 * height / values))
    rising = height / values > 0
    if rising.all():
        turn = np.linspace(0, 2 * np.pi, _POINTS)
        return [np.column_stack([reach[0] * np.cos(turn), reach[1] * np.sin(turn)])]
    along = np.linspace(-_FARTHEST, _FARTHEST, _POINTS)
    bend, rest = np.cosh(along), np.sinh(along)
    first, second = (bend, rest) if rising[0] else (rest, bend)
    branch = np.column_stack([reach[0] * first, reach[1] * second])
    return [branch, -branch]
