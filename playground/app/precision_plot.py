"""The loss of one run in every number format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyqtgraph as pg

from playground.app.compare_plots import RunsPlot
from playground.app.marks.shapes import faded
from playground.app.marks.titles import name_axes
from playground.app.numbers_text import short_text
from playground.app.palette import Theme, mixed
from playground.app.plots import Curve, Floats, decimate
from playground.app.plots.curves import DASHES
from playground.app.plots.dots import EndCross
from playground.app.plots.scale import StepScale, ValueScale, linear_scale, log_scale
from playground.app.precision_words import step_text
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.precision import Precise

# By format: its run colour (those that pinned runs take last), dash, and how wide: where all are
# the same, each is seen below the next.
LOOKS = {
    "float64": (7, 0, 2.6),
    "float32": (4, 0, 1.2),
    "bfloat16": (5, 1, 1.0),
    "float16": (6, 2, 1.0),
}
_WIDTH, _CROSS, _TEXT_PX = 2.0, 6, 11  # pixels of the design
_PALER, _PALE = 2.0, 0.6  # a curve so wide is so pale
_PER_POINT = 4  # pixels of a curve's width for each two of its points
_SPAN = 100  # the largest over the smallest loss that a linear axis can show


class Label(NamedTuple):
    """A step that is written beside a cross, and its place on the plot."""

    text: str
    x: float
    y: float


class FormatsPlot(RunsPlot):
    """Loss against step in every format; a cross with its step ends one that is no number."""

    def __init__(self) -> None:
        super().__init__("Loss in every number format", "step", "loss")
        self.crosses: list[EndCross] = []
        self.texts: list[pg.TextItem] = []
        self.labels: list[Label] = []

    def show_runs(self, shown: Sequence[Precise], log: bool) -> None:
        """Draw the runs."""
        theme = current_theme()
        self._take(len(shown))
        if not shown:
            self._mark_ends((), ValueScale(False, 0.0, 1.0), theme)
            return
        losses = np.concatenate([one.trajectory.loss.astype(np.float64) for one in shown])
        scale = _scale(losses, log)
        last = max(max(one.trajectory.length - 1 for one in shown), 1)
        across = StepScale(last, False)
        for one, line in zip(shown, self.lines, strict=False):
            loss = one.trajectory.loss.astype(np.float64)
            places = np.where(np.isfinite(loss), scale.place(np.nan_to_num(loss)), np.nan)
            x, y = decimate(np.arange(len(loss)), places, self.pixels // _PER_POINT)
            line.setPen(_pen(look_of(one.dtype, theme), theme))
            line.setData(x, y, antialias=True, skipFiniteCheck=True)
        self._frame(across.range, scale)
        self.bottom.set_ticks(across.ticks)
        name_axes(self, "step", "loss (log)" if log else "loss")
        self._mark_ends(shown, scale, theme)
        self.summarize(summary(shown))

    def _mark_ends(self, shown: Sequence[Precise], scale: ValueScale, theme: Theme) -> None:
        for item in (*self.crosses, *self.texts):
            item.hide()
        lost = [one for one in shown if one.epoch and len(_finite(one))]
        self.labels = []
        for slot, one in enumerate(lost):
            row = int(_finite(one)[-1])
            low, high = scale.range
            y = float(np.clip(scale.place(float(one.trajectory.loss[row])), low, high))
            cross = self._cross(slot)
            cross.look(_CROSS * theme.scale, look_of(one.dtype, theme).colour, theme.surface)
            cross.setPos(row, y)
            cross.show()
            text = f"step {step_text(one)}"
            if text not in [label.text for label in self.labels]:
                self.labels.append(Label(text, float(row), y))
        self._write(scale, theme)

    def _write(self, scale: ValueScale, theme: Theme) -> None:
        """Write the steps beside their crosses, one above the other where they would touch."""
        (left, right), (low, high) = self.getViewBox().viewRange()
        box = self.getViewBox().rect()
        across, up = (right - left) / max(box.width(), 1), (high - low) / max(box.height(), 1)
        free, level = -np.inf, low  # the right end of the label before, and its place
        for slot, label in enumerate(sorted(self.labels, key=lambda label: label.x)):
            item = self._text(slot)
            font = item.textItem.font()
            font.setPixelSize(theme.px(_TEXT_PX))
            item.setFont(font)
            item.setColor(theme.text)
            item.fill = pg.mkBrush(faded(theme.surface, 0.6))  # where it lies on its curve
            item.setText(label.text)
            size = item.boundingRect()
            beyond = label.x + size.width() * across > right
            level = max(label.y, level + 0.9 * size.height() * up) if label.x < free else label.y
            level = min(level, high - 0.6 * size.height() * up)
            free = label.x + (size.width() + _CROSS) * across
            item.setAnchor((1.08 if beyond else -0.08, 0.5))
            item.setPos(label.x, level)
            item.show()

    def _cross(self, slot: int) -> EndCross:
        while len(self.crosses) <= slot:
            self.crosses.append(EndCross(_CROSS))
            self.crosses[-1].setZValue(20)
            self.getViewBox().addItem(self.crosses[-1], ignoreBounds=True)
        return self.crosses[slot]

    def _text(self, slot: int) -> pg.TextItem:
        while len(self.texts) <= slot:
            self.texts.append(pg.TextItem(""))  # plain text, whatever it says
            self.texts[-1].setZValue(21)
            self.getViewBox().addItem(self.texts[-1], ignoreBounds=True)
        return self.texts[slot]


def look_of(dtype: str, theme: Theme) -> Curve:
    """Return the name, the colour and the dash of a format."""
    slot, dash, width = LOOKS[dtype]
    colour = theme.runs[slot]
    if width > _PALER:
        colour = mixed(colour, theme.surface, _PALE)  # so that another is seen on it
    return Curve(0, dtype, colour, dash, width)


def suits_log(shown: Sequence[Precise]) -> bool:
    """Whether losses are all above 0, or 0, and so far apart that a linear axis hides the small."""
    losses = np.concatenate([one.trajectory.loss.astype(np.float64) for one in shown])
    finite = losses[np.isfinite(losses)]
    positive = finite[finite > 0]
    if not len(positive) or finite.min() < 0:
        return False
    return bool(positive.max() / _SPAN > positive.min())


def summary(shown: Sequence[Precise]) -> str:
    """Return the final losses, for a screen reader."""
    return "; ".join(
        f"{one.dtype}: loss {short_text(float(one.trajectory.loss[-1]))}" for one in shown
    )


def _scale(losses: Floats, log: bool) -> ValueScale:
    finite = losses[np.isfinite(losses)]
    if log:
        positive = finite[finite > 0]
        if not len(positive):
            return log_scale(0.1, 1.0, True)
        return log_scale(positive.min(), positive.max(), len(positive) < len(finite))
    if not len(finite):
        return ValueScale(False, 0.0, 1.0)
    return linear_scale(finite.min(), finite.max(), finite[0])


def _finite(one: Precise) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.flatnonzero(np.isfinite(one.trajectory.loss))


def _pen(look: Curve, theme: Theme) -> object:
    pen = pg.mkPen(look.colour, width=_WIDTH * look.width * theme.scale)
    if DASHES[look.dash]:
        pen.setDashPattern(DASHES[look.dash])
    return pen
