"""The loss over one parameter, as a curve; hatched where there is no loss."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from playground.app.marks import shapes
from playground.app.marks.pixels import Canvas, Floats, Pixels
from playground.app.marks.polyline import draw_line
from playground.app.plots import plot_arrays


class LossCurve(Canvas):
    """A function of one number."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[Floats] = []  # (rows, 2) each, finite
        self._gaps: list[tuple[float, float]] = []

    def show_curve(self, axis: Floats, loss: Floats) -> None:
        """Show loss over axis, (rows,) each; infinite is beyond the plot, nan is nowhere."""
        self._pieces = [
            np.column_stack(plot_arrays(axis[piece], np.nan_to_num(loss[piece], posinf=1e300)))
            for piece in _runs(~np.isnan(loss) & ~np.isneginf(loss))
        ]
        self._gaps = [(float(axis[gap][0]), float(axis[gap][-1])) for gap in _runs(np.isnan(loss))]
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._pieces, self._gaps = [], []
        self.update()

    def paint_pixels(self, painter: QPainter, pixels: Pixels) -> None:
        for low, high in self._gaps:
            left, right = pixels([[low, 0.0], [high, 0.0]])[:, 0]
            left, right = max(left, pixels.left), min(right, pixels.left + pixels.width)
            if right > left:
                gap = QRectF(left, pixels.top, right - left, pixels.height)
                hatching = QBrush(QColor(self.theme.line), Qt.BrushStyle.BDiagPattern)
                painter.fillRect(gap, hatching)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(shapes.line_pen(self.theme.muted, self.theme.px(2.5)))
        for piece in self._pieces:
            draw_line(painter, pixels(piece), pixels)


def _runs(true: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[slice]:
    """Return where the truth holds without a break."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]]).astype(np.int8)))
    return [slice(int(low), int(high)) for low, high in edges.reshape(-1, 2)]
