"""Text in the graph: as large as it can be read, whatever the zoom, and no wider than its box."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, eq=False)
class Letters:
    """A font with its measures."""

    font: QFont
    metrics: QFontMetricsF

    @property
    def height(self) -> float:
        """The height of a line."""
        return self.metrics.height()


def zoom_of(painter: QPainter) -> float:
    """Return how large the graph is drawn: 1 is the size of the design at any scale of text."""
    return round(max(painter.worldTransform().m11(), 1e-3) / current_theme().scale, 3)


def letters(size: Size, zoom: float, bold: bool = False) -> Letters:
    """Return the application's font in the size for this zoom."""
    wanted = min(max(size.usual, size.least / zoom), size.largest)
    return _letters(QApplication.font().family(), max(round(wanted), 1), bold)


def is_legible(size: Size, zoom: float) -> bool:
    """Whether text of this size is large enough on the screen to be worth drawing."""
    return min(max(size.usual, size.least / zoom), size.largest) * zoom >= 0.9 * size.least


@lru_cache(maxsize=4096)  # the same boxes are painted again and again
def fitted(texts: tuple[str, ...], written: Letters, width: float) -> str:
    """Return the first text that fits, "" if none does."""
    measure = written.metrics.horizontalAdvance
    return next((text for text in texts if measure(text) <= width), "")


def write(
    painter: QPainter,
    written: Letters,
    texts: tuple[str, ...],
    middle: float,
    top: float,
    width: float,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
) -> float:
    """Write one line, centred or at a side, and return where the next begins."""
    painter.setFont(written.font)
    text = fitted(texts, written, width)
    if not text:
        text = written.metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, width)
    line = QRectF(middle - width / 2, top, width, written.height)
    painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, text)
    return top + written.height


@lru_cache(maxsize=128)
def _letters(family: str, pixels: int, bold: bool) -> Letters:
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return Letters(font, QFontMetricsF(font))
