"""An axis in our style: few ticks, readable numbers, a title that lies flat."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPicture,
    QStaticText,
    QTransform,
)

from playground.app.escape import escaped
from playground.app.palette import Theme, mixed
from playground.app.plots.ticks import linear_texts, linear_ticks

AXIS_PX = 11
GRID = 0.4  # of the line's colour
WIDEST = "−100,000"  # the width of the left axis, always: nothing moves when values change
ROOM_FOR_TICK = {"left": 34, "bottom": 56}  # pixels of the design

TickSource = Callable[[int], list[tuple[float, str]]]  # how many at most -> (place, text)


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The axis of a side. Without set ticks it finds its own for a linear range."""

    def __init__(self, side: str, title: str) -> None:
        self.title = title
        self._source: TickSource | None = None
        self._texts: list[str] = []
        self.picture: QPicture | None = None
        self._lines: list[tuple[QRectF, QColor]] = []
        self._grid, self._spine = QColor(), QColor()
        self._labels: list[tuple[QPointF, QStaticText]] = []
        self._size = float(ROOM_FOR_TICK[side])
        super().__init__(side)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=0, tickTextOffset=6, maxTextLevel=0)
        self.setGrid(255)
        if side == "left":
            self.label.setRotation(0)

    @property
    def most(self) -> int:
        """How many ticks there is room for: four to six."""
        length = self.size().height() if self.orientation == "left" else self.size().width()
        return max(3, min(6, int(length / self._size) + 1))

    def set_ticks(self, source: TickSource) -> None:
        """Take ticks from a function of how many there is room for."""
        self._source = source
        self.picture = None
        self.update()

    def set_title(self, title: str) -> None:
        """Set the title, which may be any text."""
        if title != self.title:
            self.title = title
            self.setLabel(escaped(title), **self.labelStyle)
            self.resizeEvent()  # the title is of another length

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        font = QFont(self.font())
        font.setPixelSize(theme.px(AXIS_PX))
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setTickFont(font)
        self._size = ROOM_FOR_TICK[self.orientation] * theme.scale
        self._grid = QColor(mixed(theme.line, theme.surface, GRID))
        self._spine = QColor(theme.line)
        self.setTextPen(pg.mkPen(theme.muted))
        style = {"color": theme.muted, "font-size": f"{theme.px(AXIS_PX)}px"}
        self.setLabel(escaped(self.title), **style)
        metrics = QFontMetrics(font)
        if self.orientation == "left":
            self.setWidth(metrics.horizontalAdvance(WIDEST) + theme.px(8))
        else:
            self.setHeight(2 * metrics.height() + theme.px(6))

    def paint(self, painter: QPainter, option: object, widget: object) -> None:
        """Draw grid and texts from what was laid out when the range last changed."""
        if self.picture is None:
            self._lay_out()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for line, colour in self._lines:  # filled, since a cosmetic line takes ten times as long
            painter.fillRect(line, colour)
        painter.setFont(self.style["tickFont"] or painter.font())
        painter.setPen(self.textPen())
        for place, text in self._labels:
            painter.drawStaticText(place, text)

    def _lay_out(self) -> None:
        """Let pyqtgraph find the places; its own painting would shape each text in each frame."""
        picture = QPicture()
        painter = QPainter(picture)
        try:
            specs = self.generateDrawSpecs(painter)
        finally:
            painter.end()
        self.picture = picture  # says that all is laid out; drawn is what follows
        self._lines, self._labels = [], []
        if specs is None:
            return
        self._lines = [(thin(begin, end), self._grid) for _, begin, end in specs[1]]
        if self.orientation == "bottom":
            self._lines.append((thin(*specs[0][1:]), self._spine))
        for box, _, words in specs[2]:
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(QTransform(), self.style["tickFont"] or self.font())
            size = text.size()
            corner = QPointF(size.width() / 2, size.height() / 2)
            self._labels.append((box.center() - corner, text))

    def boundingRect(self) -> QRectF:
        """Include half a tick's text beyond either end, which pyqtgraph would leave out."""
        half = 2.0 * AXIS_PX
        box: QRectF = super().boundingRect()
        return box.adjusted(-half, -half, half, half)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the ticks, as pyqtgraph asks for them."""
        if self._source is None:
            return [linear_ticks(low, high, self.most)]
        ticks = self._source(self.most)
        self._texts = [text for _, text in ticks]
        return [(1.0, [place for place, _ in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return what they say."""
        return linear_texts(values, spacing) if self._source is None else list(self._texts)

    def resizeEvent(self, event: object = None) -> None:
        """Put the title above the left axis, or at the end of the bottom one."""
        super().resizeEvent(event)
        if self.label is None:
            return
        box = self.label.boundingRect()
        if self.orientation == "left":
            self.label.setPos(QPointF(0, -box.height() - 2))
        else:
            place = QPointF(self.size().width() - box.width(), self.size().height() - box.height())
            self.label.setPos(place + QPointF(0, 3))


def thin(begin: QPointF, end: QPointF) -> QRectF:
    """Return a line along an axis as a rectangle one pixel thick."""
    x, y = min(begin.x(), end.x()), min(begin.y(), end.y())
    wide, high = abs(end.x() - begin.x()), abs(end.y() - begin.y())
    return QRectF(round(x), round(y), max(wide, 1.0), max(high, 1.0))
