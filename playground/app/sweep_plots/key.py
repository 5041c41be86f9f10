"""What shapes and lines mean: samples and words in rows, outside the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.sweep_plots.kinds import Kind
from playground.app.sweep_plots.shapes import draw_shape
from playground.app.theme import Theme, current_theme

_SAMPLE, _GAP, _BETWEEN, _HIGH, _TEXT_PX = 16, 4, 12, 18, 12


class Sample(NamedTuple):
    """A line of a colour and what it is."""

    name: str
    colour: str
    width: float = 2.0
    style: Qt.PenStyle = Qt.PenStyle.SolidLine


class Key(QWidget):
    """Shows samples on as many lines as they take; the tool tip names all."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Kind | Sample, ...] = ()
        self._theme = current_theme()
        self._high = self._theme.px(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Sequence[Kind | Sample]) -> None:
        """Show these."""
        wanted = tuple(entries)
        if wanted != self.entries:
            self.entries = wanted
            names = ", ".join(entry.name for entry in wanted)
            self.setAccessibleName(f"Key: {names}" if names else "")
            self.setToolTip(names)
            self._arrange()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        font = QFont(self.font())
        font.setPixelSize(theme.px(_TEXT_PX))
        self.setFont(font)
        self._arrange()

    def places(self) -> list[QPointF]:
        """Return where each entry begins: how far from the left, and the middle of its line."""
        sample, gap, between = (self._theme.px(size) for size in (_SAMPLE, _GAP, _BETWEEN))
        wide, high, x, line = self.fontMetrics().horizontalAdvance, self._theme.px(_HIGH), 0.0, 0
        found = []
        for entry in self.entries:
            width = sample + gap + wide(entry.name)
            if x and x + width > self.width():
                x, line = 0.0, line + 1
            found.append(QPointF(x, (line + 0.5) * high))
            x += width + between
        return found

    def _arrange(self) -> None:
        places, high = self.places(), self._theme.px(_HIGH)
        lines = round(places[-1].y() / high + 0.5) if places else 1
        if lines * high != self._high:
            self._high = lines * high
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        sample, gap = theme.px(_SAMPLE), theme.px(_GAP)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            metrics = painter.fontMetrics()
            below = (metrics.ascent() - metrics.descent()) / 2
            for entry, begin in zip(self.entries, self.places(), strict=True):
                painter.setPen(QColor(theme.muted))
                painter.drawText(begin + QPointF(sample + gap, below), entry.name)
                if isinstance(entry, Kind):
                    draw_shape(painter, entry, begin + QPointF(sample / 2, 0), theme)
                else:
                    painter.setPen(QPen(QColor(entry.colour), entry.width, entry.style))
                    painter.drawLine(begin, begin + QPointF(sample, 0))
