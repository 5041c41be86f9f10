"""The slider of the learning rate, drawn large, with its powers of ten below."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from playground.app.controls.scales import STOPS_PER_DECADE, LogScale
from playground.app.controls.slider import ScaleSlider
from playground.app.numbers_text import power_text, short_text
from playground.app.theme import Theme, current_theme

# In pixels of the design, from the top.
_HANDLE = 20
_GROOVE_MIDDLE = 14
_GROOVE = 8
_TICKS = 26
_LABELS = 31
_HEIGHT = 46


class RateSlider(ScaleSlider):
    """40 stops a decade; arrows go one stop, Page Up and Page Down ask for a factor of 10.

    A value beyond the ends keeps the handle at the end, drawn hollow.
    """

    factor_asked = Signal(str)
    handle_px = _HANDLE

    def __init__(self, scale: LogScale) -> None:
        self._log = scale
        self._limits = (0.0, 0.0)
        self._beyond = False
        super().__init__("Learning rate", scale)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_limits(self, low: float, high: float) -> None:
        """Cover the learning rates from low to high."""
        if (low, high) != self._limits:
            self._limits = (low, high)
            self._log = LogScale(low, high)
            self.set_scale(self._log)
            self.update()

    def show_value(self, value: float) -> None:
        super().show_value(value)
        self.setAccessibleDescription(short_text(value))
        ends = self._log.value(0), self._log.value(self._log.last)
        beyond = not ends[0] * 0.97 <= value <= ends[1] * 1.03
        if beyond != self._beyond:
            self._beyond = beyond
            self.update()

    def _x(self, stop: float) -> float:
        handle = current_theme().px(_HANDLE)
        return handle / 2 + (self.width() - handle) * stop / self._log.last

    # -- Qt --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(200), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        factors = {Qt.Key.Key_PageUp: "10", Qt.Key.Key_PageDown: "0.1"}
        factor = factors.get(Qt.Key(event.key()))
        if factor is not None:
            self.factor_asked.emit(factor)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_groove(painter, theme)
        self._draw_decades(painter, theme)
        self._draw_handle(painter, theme)
        painter.end()

    def _draw_groove(self, painter: QPainter, theme: Theme) -> None:
        middle, thick = theme.px(_GROOVE_MIDDLE), theme.px(_GROOVE)
        left, right = self._x(0) - thick / 2, self._x(self._log.last) + thick / 2
        groove = QRectF(left, middle - thick / 2, right - left, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        if self.isEnabled():
            painter.setBrush(QColor(theme.accent))
            groove.setRight(self._x(self.value()))
            painter.drawRoundedRect(groove, thick / 2, thick / 2)

    def _draw_decades(self, painter: QPainter, theme: Theme) -> None:
        font = self.font()
        font.setPixelSize(theme.px(11))
        painter.setFont(font)
        top, length = theme.px(_TICKS), theme.px(5)
        decades = self._log.decades()
        every = max(1, math.ceil(len(decades) / 7))  # more labels than seven would touch
        for exponent, stop in decades:
            painter.setPen(QPen(QColor(theme.line), 1))
            for part in range(2, 10):
                x = self._x(stop + STOPS_PER_DECADE * math.log10(part))
                if x <= self._x(self._log.last):
                    painter.drawLine(QPointF(x, top), QPointF(x, top + length / 2))
            painter.setPen(QPen(QColor(theme.muted), 1))
            x = self._x(stop)
            painter.drawLine(QPointF(x, top), QPointF(x, top + length))
            if exponent % every == 0:
                self._draw_label(painter, x, theme.px(_LABELS), power_text(exponent))

    def _draw_label(self, painter: QPainter, x: float, top: float, text: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(text)
        left = min(max(x - width / 2, 0.0), self.width() - width)
        painter.drawText(
            QRectF(left, top, width + 1, self.height() - top), Qt.AlignmentFlag.AlignLeft, text
        )

    def _draw_handle(self, painter: QPainter, theme: Theme) -> None:
        middle = QPointF(self._x(self.value()), theme.px(_GROOVE_MIDDLE))
        radius = theme.px(_HANDLE) / 2 - 3
        colour = QColor(theme.accent if self.isEnabled() else theme.line)
        if self.hasFocus():
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius + 2.2, radius + 2.2)
        painter.setPen(QPen(colour if self._beyond else QColor(theme.surface), 2))
        painter.setBrush(QColor(theme.surface) if self._beyond else colour)
        painter.drawEllipse(middle, radius, radius)
