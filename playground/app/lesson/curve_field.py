"""An empty plot on which a class draws the loss curve; then the true one stands beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.lesson.curve_picture import CurvePicture
from playground.app.lesson.drawn_curve import COLUMNS, DrawnCurve
from playground.app.numbers_text import count_text, short_text
from playground.app.plots.arrays import Floats
from playground.app.plots.columns import Decimator
from playground.app.plots.scale import ValueScale, linear_scale, log_scale
from playground.app.theme import current_theme
from playground.app.view import View
from playground.core.lesson import PredictCurve
from playground.core.lesson_curves import SMALLEST, canvas

HEIGHT_PX, LEFT_PX, ABOVE_PX, BELOW_PX, EDGE_PX = 220, 50, 22, 34, 10
HOW = "Draw with the mouse; or with the keys: Right goes on, Up and Down bend, Delete clears."


class CurveField(QWidget):
    """The drawing and, once the run may be seen, the loss of the run.

    drawn: the curve was changed by hand.
    """

    drawn = Signal()

    def __init__(self, asked: PredictCurve) -> None:
        super().__init__()
        self._asked = asked
        self._curve = DrawnCurve()
        self._start, self._steps = np.nan, 1
        self._scale = ValueScale(False, 0.0, 1.0)
        self._truth: tuple[Floats, Floats] | None = None  # places across and up
        self._decimator = Decimator()
        self._of: object = None  # what the curves are of
        self._drawing = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Loss curve to draw")
        self.setToolTip(HOW)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def points(self) -> list[tuple[float, float]]:
        """The curve as (step, loss); fewer than two if nothing was drawn."""
        places = self._curve.points(self._steps)
        return [(step, self._value(up)) for step, up in places] if self._curve.is_drawn else []

    def clear(self) -> None:
        """Begin anew."""
        if self.isEnabled():
            self._curve.begin(self._place(self._start))
            self._tell()

    def show_drawn(self, points: Sequence[tuple[float, float]]) -> None:
        """Show the curve that the class committed to."""
        if not self._curve.is_drawn and self._of is not None:
            self._curve.take([(step, self._place(loss)) for step, loss in points], self._steps)
            self.update()

    def show_run(self, view: View) -> None:
        """Take the start of the run; if it may be seen, show all of its loss."""
        whole = view.finished and not view.concealed
        key = (view.run, view.steps, whole)
        if key == self._of or not (view.concealed or whole):
            return
        self._of, drawn = key, self.points
        self._start, self._steps = float(view.loss[0]), view.steps
        self._scale = self._scale_of(view, drawn)
        self._truth = self._true_curve(view) if whole else None
        self._curve.begin(self._place(self._start))
        if len(drawn) > 1:
            self._curve.take([(step, self._place(loss)) for step, loss in drawn], self._steps)
        self.setFixedHeight(current_theme().px(HEIGHT_PX))
        self._tell()

    # -- values and places -----------------------------------------------------------------------

    def _scale_of(self, view: View, drawn: Sequence[tuple[float, float]]) -> ValueScale:
        """Return an axis that tells nothing but the start, or one that both curves are on."""
        start = self._start if np.isfinite(self._start) else 1.0
        size, empty = abs(start) or 1.0, canvas(self._start, self._asked)
        reached = np.array([start, *(loss for _, loss in drawn)])
        if not view.concealed:
            reached = np.concatenate([reached, view.loss.astype(np.float64)])
        reached = reached[np.isfinite(reached)]
        if empty.log and view.concealed:
            return ValueScale(True, math.log10(empty.low), math.log10(empty.high))
        if empty.log:
            positive = reached[reached > SMALLEST]
            return log_scale(float(positive.min()), float(positive.max()), floored=False)
        if view.concealed:
            return linear_scale(empty.low, empty.high, empty.high - empty.low)
        return linear_scale(reached.min(), reached.max(), size)

    def _true_curve(self, view: View) -> tuple[Floats, Floats]:
        loss = view.loss[:, np.newaxis]
        columns = self._decimator.columns(view.run, loss, view.steps, self.width() // 2, False)
        rows, values = columns.line(0)
        good = np.isfinite(values)
        return rows[good] / max(view.steps, 1), self._place_all(values[good])

    def _place_all(self, values: Floats) -> Floats:
        low, high = self._scale.range
        return (self._scale.place(values) - low) / (high - low)

    def _place(self, value: float) -> float:
        """Return how high a loss is drawn: 0 at the foot of the plot, 1 at its top."""
        return float(self._place_all(np.array([value]))[0])

    def _value(self, place: float) -> float:
        low, high = self._scale.low, self._scale.high
        value = low + place * (high - low)
        return float(10.0**value) if self._scale.log else float(value)

    # -- the mouse and the keys --------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._of is not None:
            self._draw_to(event.position(), begun=False)
            self._drawing = True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drawing:
            self._draw_to(event.position(), begun=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drawing = False

    def _draw_to(self, place: QPointF, begun: bool) -> None:
        plot = self._plot
        column = round((place.x() - plot.left()) / plot.width() * COLUMNS)
        height = min(max((plot.bottom() - place.y()) / plot.height(), 0.0), 1.0)
        self._curve.draw(column, height, begun)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stop = 1 / 20
        acts = {
            Qt.Key.Key_Right: lambda: self._curve.go(1),
            Qt.Key.Key_Left: lambda: self._curve.go(-1),
            Qt.Key.Key_Up: lambda: self._curve.lift(stop, 0.0, 1.0),
            Qt.Key.Key_Down: lambda: self._curve.lift(-stop, 0.0, 1.0),
            Qt.Key.Key_Delete: self.clear,
            Qt.Key.Key_Backspace: self.clear,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif self._of is not None:
            act()
            self._tell()

    def _tell(self) -> None:
        step = round(self._curve.at * self._steps / COLUMNS)
        here = short_text(self._value(self._curve.height), 3) if self._curve.heights else ""
        self.setAccessibleDescription(
            f"{HOW} At step {count_text(step)} of {count_text(self._steps)}: loss {here}."
        )
        self.update()
        self.drawn.emit()

    # -- painting ------------------------------------------------------------------------------

    @property
    def _plot(self) -> QRectF:
        px = current_theme().px
        left, above, right = px(LEFT_PX), px(ABOVE_PX), self.width() - px(EDGE_PX)
        return QRectF(left, above, right - left, self.height() - above - px(BELOW_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(current_theme().px(11))
        painter.setFont(font)
        CurvePicture(
            plot=self._plot,
            scale=self._scale,
            steps=max(self._steps, 1),
            curve=self._curve,
            truth=self._truth,
            focused=self.hasFocus(),
            taking=self.isEnabled(),
        ).paint(painter)
        painter.end()
