"""What shapes and lines mean: one row of samples and words, outside the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
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
    """Shows samples on one line; what has no room is left out, and the tool tip names all."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Kind | Sample, ...] = ()
        self._theme = current_theme()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: Sequence[Kind | Sample]) -> None:
        """Show these."""
        wanted = tuple(entries)
        if wanted != self.entries:
            self.entries = wanted
            names = ", ".join(entry.name for entry in wanted)
            self.setAccessibleName(f"Key: {names}" if names else "")
            self.setToolTip(names)
            self.update()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        font = QFont(self.font())
        font.setPixelSize(theme.px(_TEXT_PX))
        self.setFont(font)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.px(_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        sample, gap, between = (theme.px(size) for size in (_SAMPLE, _GAP, _BETWEEN))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            metrics, middle, x = painter.fontMetrics(), self.height() / 2, 0.0
            base = middle + (metrics.ascent() - metrics.descent()) / 2
            for entry in self.entries:
                wide = sample + gap + metrics.horizontalAdvance(entry.name)
                painter.setPen(QColor(theme.muted))
                if x + wide > self.width():
                    painter.drawText(QPointF(x, base), "…")
                    return
                painter.drawText(QPointF(x + sample + gap, base), entry.name)
                if isinstance(entry, Kind):
                    draw_shape(painter, entry, QPointF(x + sample / 2, middle), theme)
                else:
                    painter.setPen(QPen(QColor(entry.colour), entry.width, entry.style))
                    painter.drawLine(QPointF(x, middle), QPointF(x + sample, middle))
                x += wide + between
