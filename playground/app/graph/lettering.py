"""Text in the graph: as large as it can be read, whatever the zoom, and no wider than its box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication

from playground.app.theme import current_theme


@dataclass(frozen=True)
class Size:
    """A size of type in pixels of the design, and how small it may become on the screen."""

    usual: float
    least: float
    largest: float  # in a graph that is drawn small: more would leave its box


SYMBOL = Size(19.0, 12.0, 24.0)
VALUE = Size(13.0, 10.0, 21.0)
LABEL = Size(12.0, 9.5, 22.0)
NAME = Size(10.0, 8.0, 11.0)


def zoom_of(painter: QPainter) -> float:
    """Return how large the graph is drawn: 1 is the size of the design at any scale of text."""
    return max(painter.worldTransform().m11(), 1e-3) / current_theme().scale


def font_for(size: Size, zoom: float, bold: bool = False) -> QFont:
    """Return the application's font in the size for this zoom."""
    font = QFont(QApplication.font())
    wanted = min(max(size.usual, size.least / zoom), size.largest)
    font.setPixelSize(max(round(wanted), 1))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def is_legible(size: Size, zoom: float) -> bool:
    """Whether text of this size is large enough on the screen to be worth drawing."""
    return min(max(size.usual, size.least / zoom), size.largest) * zoom >= 0.9 * size.least


def fitted(texts: Sequence[str], font: QFont, width: float) -> str:
    """Return the first text that fits, "" if none does."""
    metrics = QFontMetricsF(font)
    return next((text for text in texts if metrics.horizontalAdvance(text) <= width), "")


def write(
    painter: QPainter, font: QFont, texts: Sequence[str], middle: float, top: float, width: float
) -> float:
    """Write one line, centred, and return where the next begins."""
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    text = fitted(texts, font, width)
    if not text:
        text = metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, width)
    line = QRectF(middle - width / 2, top, width, metrics.height())
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
    return top + metrics.height()
