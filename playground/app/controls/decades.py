"""The powers of ten below a log slider: a tick and a label each, and small ticks between."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.app.controls.scales import STOPS_PER_DECADE, LogScale
from playground.app.numbers_text import power_text
from playground.app.palette import Theme

_TICK, _LABEL = 5, 5  # pixels of the design: a tick's length, and from its top to the label's
_MOST = 7  # labels: more would touch


def draw_decades(
    painter: QPainter, scale: LogScale, x_of: Callable[[float], float], room: QRectF, theme: Theme
) -> None:
    """Draw them in the room; x_of gives the pixel of a stop."""
    top, length = room.top(), theme.px(_TICK)
    decades = scale.decades()
    every = max(1, math.ceil(len(decades) / _MOST))
    for exponent, stop in decades:
        painter.setPen(QPen(QColor(theme.line), 1))
        for part in range(2, 10):
            x = x_of(stop + STOPS_PER_DECADE * math.log10(part))
            if x <= x_of(scale.last):
                painter.drawLine(QPointF(x, top), QPointF(x, top + length / 2))
        painter.setPen(QPen(QColor(theme.muted), 1))
        x = x_of(stop)
        painter.drawLine(QPointF(x, top), QPointF(x, top + length))
        if exponent % every == 0:
            _draw_label(painter, x, room.adjusted(0, theme.px(_LABEL), 0, 0), power_text(exponent))


def _draw_label(painter: QPainter, x: float, room: QRectF, text: str) -> None:
    width = painter.fontMetrics().horizontalAdvance(text)
    left = min(max(x - width / 2, room.left()), room.right() - width)
    place = QRectF(left, room.top(), width + 1, room.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)
