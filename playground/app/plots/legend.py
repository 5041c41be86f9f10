"""Which curve is which: a line of colour samples and names above a plot."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.escape import tip
from playground.app.palette import Theme
from playground.app.plots.curves import DASHES, Curve

SAMPLE, GAP, BETWEEN, HIGH, NAME = 18, 4, 12, 18, 90  # pixels of the design


class Legend(QWidget):
    """Shows names and colours of curves on one line; all their names are in the tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._curves: tuple[Curve, ...] = ()
        self._more = ""
        self._text = QColor()
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_curves(self, curves: Sequence[Curve], more: str = "") -> None:
        """Show these curves, then a word on what else there is; nothing for a single curve."""
        wanted = tuple(curves)
        if (wanted, more) != (self._curves, self._more):
            self._curves, self._more = wanted, more
            self.setAccessibleName("Curves: " + ", ".join(curve.name for curve in wanted))
            self.setToolTip(tip(", ".join(curve.name for curve in wanted)))
            self.update()
        self.setVisible(len(wanted) > 1)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._text, self._scale = QColor(theme.muted), theme.scale
        font = QFont(self.font())
        font.setPixelSize(theme.px(12))
        self.setFont(font)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(0, round(HIGH * self._scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sample after sample until the line is full."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            metrics, x = painter.fontMetrics(), 0.0
            sample, gap, between = (size * self._scale for size in (SAMPLE, GAP, BETWEEN))
            middle = self.height() / 2
            base = middle + (metrics.ascent() - metrics.descent()) / 2
            # Few names may be long.
            share = self.width() / max(len(self._curves), 1) - sample - gap - between
            room = round(max(NAME * self._scale, share))
            for curve in self._curves:
                # Both ends matter: the optimizer, and what is special.
                name = metrics.elidedText(curve.name, Qt.TextElideMode.ElideMiddle, room)
                width = sample + gap + metrics.horizontalAdvance(name)
                painter.setPen(self._text)
                if x + width > self.width():
                    painter.drawText(QPointF(x, base), "…")
                    return
                painter.drawText(QPointF(x + sample + gap, base), name)
                pen = pg.mkPen(curve.colour, width=2.5 * curve.width)
                if curve.width > 1:
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # or it would reach into its name
                if DASHES[curve.dash]:
                    pen.setDashPattern(DASHES[curve.dash])
                painter.setPen(pen)
                painter.drawLine(QPointF(x, middle), QPointF(x + sample, middle))
                x += width + between
            painter.setPen(self._text)
            painter.drawText(QPointF(x, base), self._more)
