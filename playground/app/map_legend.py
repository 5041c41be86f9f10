"""What the colours of a map mean: a column of samples, words and counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.map_colours import shades
from playground.app.map_words import Line
from playground.app.numbers_text import count_text
from playground.app.theme import Theme, current_theme

WIDTH = 124  # pixels of the design
_SAMPLE, _ENTRY, _TEXT_PX, _SMALL_PX = 12, 34, 12, 11
_BAR, _BAND = 120, 14  # the scale of steps: how tall, and how wide
_FAINT = 0.4  # how much of it is left of a map of the past
_ROOM = 54  # pixels for three numbers beside it


class MapLegend(QWidget):
    """Lines, below the scale of steps if there is one; what has no room is counted."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._theme = current_theme()
        self.lines: tuple[Line, ...] = ()
        self.steps: tuple[int, int] | None = None
        self._whole, self._faint = 1, False

    def show_lines(
        self,
        lines: Sequence[Line],
        whole: int,
        steps: tuple[int, int] | None = None,
        faint: bool = False,
    ) -> None:
        """Show lines, each as a share of the whole number of descents; faint if of the past."""
        self._faint = faint
        self.lines, self._whole, self.steps = tuple(lines), max(whole, 1), steps
        texts = [f"{line.text}, {self._share(line)}" for line in lines]
        if steps is not None:
            texts.insert(0, f"steps needed from {count_text(steps[0])} to {count_text(steps[1])}")
        self.setAccessibleName("Colours: " + "; ".join(texts))
        self.setToolTip("\n".join(texts))
        self.update()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH), 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            theme = self._theme
            painter.setOpacity(_FAINT if self._faint else 1.0)
            y = float(theme.px(20))
            if self.steps is not None:
                y = self._paint_steps(painter, self.steps, y)
            room = int((self.height() - y) // theme.px(_ENTRY))
            shown = self.lines if len(self.lines) <= room else self.lines[: max(room - 1, 0)]
            for line in shown:
                self._paint_line(painter, line, y)
                y += theme.px(_ENTRY)
            if len(shown) < len(self.lines):
                self._write(painter, f"and {len(self.lines) - len(shown)} more", y, theme.muted)

    def _paint_line(self, painter: QPainter, line: Line, y: float) -> None:
        theme = self._theme
        side = theme.px(_SAMPLE)
        painter.setPen(QColor(theme.muted))
        painter.setBrush(QColor(line.colour))
        painter.drawRect(QRectF(0.5, y + 2.5, side, side))
        self._write(painter, line.text, y, theme.text)
        self._write(painter, self._share(line), y + theme.px(16), theme.muted, _SMALL_PX)

    def _paint_steps(self, painter: QPainter, steps: tuple[int, int], y: float) -> float:
        theme = self._theme
        tall = min(theme.px(_BAR), max(self.height() // 2 - theme.px(20), theme.px(30)))
        self._write(painter, "steps (log)", y - theme.px(18), theme.muted, _SMALL_PX, 0)
        for row, colour in enumerate(shades(np.linspace(1.0, 0.0, tall))):
            painter.fillRect(QRectF(0, y + row, theme.px(_BAND), 1), QColor(*map(int, colour)))
        texts = (steps[1], round((max(steps[0], 1) * max(steps[1], 1)) ** 0.5), steps[0])
        for part, number in zip((0.0, 0.5, 1.0), texts, strict=True):
            if part == 0.5 and (tall < theme.px(_ROOM) or number in (steps[0], steps[1])):
                continue
            at = y + part * (tall - theme.px(16))
            self._write(painter, count_text(number), at, theme.text, _SMALL_PX, _BAND + 6)
        return y + tall + theme.px(12)

    def _write(
        self,
        painter: QPainter,
        text: str,
        y: float,
        colour: str,
        size: int = _TEXT_PX,
        indent: int = _SAMPLE + 7,
    ) -> None:
        theme = self._theme
        font = QFont(self.font())
        font.setPixelSize(theme.px(size))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        left = theme.px(indent)
        room = QRectF(left, y, self.width() - left, theme.px(17))
        elided = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, round(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)

    def _share(self, line: Line) -> str:
        percent = 100 * line.pixels / self._whole
        share = "< 0.1 %" if 0 < percent < 0.1 else f"{percent:.1f} %"
        return f"{count_text(line.pixels)} · {share}"
