"""The slider of the learning rate, drawn large, with its powers of ten below."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip

from playground.app.controls.decades import draw_decades
from playground.app.controls.scales import STOPS_PER_DECADE, LogScale
from playground.app.controls.slider import ScaleSlider
from playground.app.controls.zone_band import WORD_PX, Span, draw_band, draw_words
from playground.app.controls.zone_words import zone_text, zone_word
from playground.app.numbers_text import short_text
from playground.app.theme import Theme, current_theme

if TYPE_CHECKING:
    from playground.core.zones import Zone

# In pixels of the design, from the top.
_HANDLE = 20
_GROOVE_MIDDLE = 10
_GROOVE = 8
_BAND = 17
_TICKS = 21
_RING = 3
_HEIGHT = 39


class RateSlider(ScaleSlider):
    """40 stops a decade; arrows go one stop, Page Up and Page Down ask for a factor of 10.

    A value beyond the ends keeps the handle at the end, drawn hollow. Where zones are known they
    take the place of the groove.
    """

    factor_asked = Signal(str)
    handle_px = _HANDLE

    def __init__(self, scale: LogScale) -> None:
        self._log = scale
        self._beyond = False
        self._rate = 0.0
        self._later: tuple[float, ...] = ()
        self._later_text = ""
        self.zones: tuple[Zone, ...] = ()
        self._picture = QPixmap()
        self._picture_of: object = None
        super().__init__("Learning rate", scale)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def cover(self, scale: LogScale) -> None:
        """Cover the learning rates of this scale."""
        if scale is not self._log:
            self._log = scale
            self.set_scale(scale)
            self.update()

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest learning rate that it covers."""
        return self._log.ends

    def show_zones(self, zones: tuple[Zone, ...]) -> None:
        """Paint these zones of the learning rate on the slider, or none."""
        if zones != self.zones:
            self.zones = zones
            self._describe()
            self.update()

    def show_later(self, rates: tuple[float, ...], text: str) -> None:
        """Mark the learning rates that take over in the middle of the run; the text says them."""
        if (rates, text) != (self._later, self._later_text):
            self._later, self._later_text = rates, text
            self._describe()
            self.update()

    def zone_at(self, x: float) -> Zone | None:
        """Return the zone painted at a pixel."""
        spans = zip(self.zones, self._spans(), strict=True)
        return next((zone for zone, span in spans if span.left <= x < span.right), None)

    def show_value(self, value: float) -> None:
        super().show_value(value)
        self._rate = value
        self._describe()
        ends = self._log.value(0), self._log.value(self._log.last)
        beyond = not ends[0] * 0.97 <= value <= ends[1] * 1.03
        if beyond != self._beyond:
            self._beyond = beyond
            self.update()

    def _describe(self) -> None:
        """Tell a screen reader the value and its zone."""
        words = [zone_word(zone) for zone in self.zones if zone.low <= self._rate < zone.high]
        later = [f"then {self._later_text}"] if self._later_text else []
        self.setAccessibleDescription(", ".join([short_text(self._rate), *words, *later]))

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

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            zone = self.zone_at(event.pos().x())
            said = [zone_text(zone, self.zones)] if zone is not None else []
            if self._beyond:
                said.append(f"Beyond the end of the slider: {short_text(self._rate)}.")
            QToolTip.showText(event.globalPos(), "\n".join([*said, self.toolTip()]), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        self._keep_picture(theme)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._banded:
            self._draw_words(painter, theme)
        elif self.isEnabled():
            self._draw_groove(painter, theme, theme.accent, self._x(self.value()))
        self._draw_later(painter, theme)
        self._draw_handle(painter, theme)
        painter.end()

    def _keep_picture(self, theme: Theme) -> None:
        """Paint all that does not move with the handle, if any of it is another."""
        ratio = self.devicePixelRatioF()
        wanted = (self.size(), ratio, theme, self.limits, self.zones, self.font())
        if wanted == self._picture_of:
            return
        self._picture_of = wanted
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(theme.px(WORD_PX))
        painter.setFont(font)
        if self._banded:
            self._draw_zones(painter, theme)
        else:
            groove_end = self._x(self._log.last) + theme.px(_GROOVE) / 2
            self._draw_groove(painter, theme, theme.line, groove_end)
        room = QRectF(0, theme.px(_TICKS), self.width(), self.height() - theme.px(_TICKS))
        draw_decades(painter, self._log, self._x, room, theme)
        painter.end()

    def _draw_zones(self, painter: QPainter, theme: Theme) -> None:
        band = self._band(theme)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(band, theme.px(4), theme.px(4))
        draw_band(painter, band, [span for span in self._spans() if span.left < span.right], theme)

    def _draw_words(self, painter: QPainter, theme: Theme) -> None:
        font = self.font()
        font.setPixelSize(theme.px(WORD_PX))
        painter.setFont(font)
        handle, reach = self._x(self.value()), theme.px(_HANDLE) / 2
        taken = (handle - reach, handle + reach)
        draw_words(painter, self._band(theme), self._spans(), taken, theme)

    def _band(self, theme: Theme) -> QRectF:
        middle, thick = theme.px(_GROOVE_MIDDLE), theme.px(_BAND)
        left, right = self._ends()
        return QRectF(left, middle - thick / 2, right - left, thick)

    @property
    def _banded(self) -> bool:
        """Whether any zone is on the slider."""
        return any(span.left < span.right for span in self._spans())

    def _ends(self) -> tuple[float, float]:
        beyond = current_theme().px(_GROOVE) / 2
        return self._x(0) - beyond, self._x(self._log.last) + beyond

    def _spans(self) -> list[Span]:
        left, right = self._ends()
        spans = []
        for zone in self.zones:
            ends = (left if zone.low <= 0 else self._x_of(zone.low), self._x_of(zone.high))
            low, high = (min(max(end, left), right) for end in ends)
            spans.append(Span(zone.kind, zone_word(zone), low, high))
        return spans

    def _x_of(self, rate: float) -> float:
        if math.isinf(rate):
            return math.inf
        return self._x(STOPS_PER_DECADE * math.log10(rate) - self._log.first)

    def _draw_groove(self, painter: QPainter, theme: Theme, colour: str, end: float) -> None:
        middle, thick = theme.px(_GROOVE_MIDDLE), theme.px(_GROOVE)
        left = self._ends()[0]
        groove = QRectF(left, middle - thick / 2, end - left, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)

    def _draw_later(self, painter: QPainter, theme: Theme) -> None:
        """A ring for each rate that takes over later, where the slider reaches it."""
        left, right = self._ends()
        painter.setPen(QPen(QColor(theme.accent), theme.px(2)))
        painter.setBrush(QColor(theme.surface))
        for x in map(self._x_of, self._later):
            if left <= x <= right:
                # Below the zone's word, which is to be read.
                middle = QPointF(x, theme.px(_GROOVE_MIDDLE) + theme.px(_BAND) / 2)
                painter.drawEllipse(middle, theme.px(_RING), theme.px(_RING))

    def _draw_handle(self, painter: QPainter, theme: Theme) -> None:
        middle = QPointF(self._x(self.value()), theme.px(_GROOVE_MIDDLE))
        radius = theme.px(_HANDLE) / 2 - 3
        colour = QColor(theme.accent if self.isEnabled() else theme.line)
        if self.hasFocus():
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius + 2.2, radius + 2.2)
        painter.setPen(QPen(colour if self._beyond else QColor(theme.surface), theme.px(2)))
        painter.setBrush(QColor(theme.surface) if self._beyond else colour)
        painter.drawEllipse(middle, radius, radius)
