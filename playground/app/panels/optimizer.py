"""The Optimizer panel: what the rule remembers, and the update term by term."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.app.controls.slider import CalmComboBox
from playground.app.equation_lines import broken
from playground.app.numbers_text import count_text, short_text
from playground.app.plots import Curve, StepsPlot, free_colours
from playground.app.session import Session
from playground.app.steps_panel import StepsPanel
from playground.app.theme import Theme
from playground.app.view import Array, View
from playground.core.buffers import UPDATE, Quantity, quantities, wants_log
from playground.core.written_out import update_at, update_lines

NAMED = 8  # curves with a colour and a name
DRAWN = 50  # curves at all
WRITTEN = 4  # parameters whose update is written out
SUMMED = "g = .grad, the sum of all gradients so far: it is not zeroed."
_WIDE = 1.5  # times as wide as high: from there on the lines stand beside the plot


class OptimizerPanel(StepsPanel):
    """One quantity of the optimizer against step, and at the playhead its update written out."""

    name = "optimizer"
    title = "Optimizer"
    patient = True

    def __init__(self, session: Session) -> None:
        super().__init__(session, StepsPlot(session, "Optimizer against step", "", self.values_of))
        self.plot.first_row = 1  # before the first update there is nothing to remember
        self.chooser = CalmComboBox("What is drawn of the optimizer")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.chooser.setMinimumContentsLength(14)
        self.chooser.activated.connect(self._choose)
        self.switch_row.addWidget(self.chooser)
        self.values_switch = self.switch_values("", "Values")
        self.written = QLabel()
        self.written.setTextFormat(Qt.TextFormat.PlainText)
        self.written.setWordWrap(True)
        self.written.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.written.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.written.setAccessibleName("The update written out")
        self._quantities: tuple[Quantity, ...] = ()
        self._wanted = ""  # what a person chose last, where the optimizer has it
        self._now: Quantity = UPDATE
        self._made: tuple[object, Array] = (None, np.empty((0, 0)))
        self._said: object = None
        self._lay_out()

    def draw(self, view: View) -> None:
        """Show the view."""
        self._offer(view)
        values = self.values_of(view)
        if self.values_switch.suggest(wants_log(values)) != self.plot.log_values:
            self.plot.log_values = not self.plot.log_values
        curves, rest = self._curves(view, values.shape[1])
        hidden = values.shape[1] - len(curves)
        self.plot.left_title = self._now.title
        self.legend.show_curves(curves, f"and {hidden} more" if hidden else "")
        self.plot.draw(view, curves, rest)
        self.plot.summarize(self._summary(view, values))
        self._write(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        super().paint_with(theme)
        self._said = None

    # -- what is drawn -----------------------------------------------------------------------

    def _offer(self, view: View) -> None:
        """Offer what this optimizer has; what a person chose stays where it has that too."""
        offered = quantities(view.experiment, view.memory)
        if [one.name for one in offered] != [one.name for one in self._quantities]:
            self._quantities = offered
            with QSignalBlocker(self.chooser):
                self.chooser.clear()
                for one in offered:
                    self.chooser.addItem(one.title, one.name)
                    last = self.chooser.count() - 1
                    self.chooser.setItemData(last, one.help, Qt.ItemDataRole.ToolTipRole)
        names = [one.name for one in offered]
        self._show(offered[names.index(self._wanted) if self._wanted in names else 0])

    def _show(self, quantity: Quantity) -> None:
        self.chooser.show_name(quantity.name)
        self.chooser.setToolTip(quantity.help)
        if quantity.name != self._now.name or quantity.title != self._now.title:
            self.plot.forget()
        self._now = quantity

    def _choose(self, _index: int) -> None:
        self._wanted = self.chooser.currentData()
        self.values_switch.chosen = False
        self._redraw()

    def values_of(self, view: View) -> Array:
        """Return what is drawn, found once for each length of each run."""
        key = (view.run, view.length, self._now.name, view.experiment)
        if self._made[0] != key:
            self._made = key, self._now.of(view)
        return self._made[1]

    def _curves(self, view: View, count: int) -> tuple[list[Curve], list[int]]:
        if count == 1:
            name = view.parameters[0] if len(view.parameters) == 1 else "all parameters"
            return [Curve(0, name, self._theme.text)], []
        colours = zip(range(min(count, NAMED)), free_colours(view, self._theme), strict=False)
        curves = [Curve(at, view.parameters[at], colour) for at, colour in colours]
        return curves, list(range(NAMED, min(count, DRAWN)))

    def _summary(self, view: View, values: Array) -> str:
        row = min(view.playhead, len(values) - 1)
        shown = ", ".join(short_text(value) for value in values[row, :WRITTEN])
        return f"{self._now.title} at step {count_text(view.playhead)}: {shown}."

    # -- what is written ---------------------------------------------------------------------

    def _write(self, view: View) -> None:
        metrics, width = self.written.fontMetrics(), self._scroll.viewport().width()
        said = (view.run, view.length > 1, view.playhead, width)
        if said == self._said:
            return
        self._said = said
        lines = [part for text in lines_of(view) for part in broken(text, metrics, width)]
        self.written.setText("\n".join(lines))

    # -- where -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.written)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.legend, self.plot):
            self.body.removeWidget(part)
            column.addWidget(part)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(12)
        self._parts.addWidget(drawn, 1)
        self._parts.addWidget(self._scroll, 1)
        self.body.addLayout(self._parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() > _WIDE * self.height()
        direction = QBoxLayout.Direction
        self._parts.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        for place, share in enumerate((1, 1) if wide else (3, 2)):
            self._parts.setStretch(place, share)
        if self.session.view is not None:
            self.draw(self.session.view)


def lines_of(view: View) -> list[str]:
    """Return the update that led to the playhead's row, or the first one at the start."""
    if view.length < 2:
        return ["No step has been made yet."]
    row = max(view.playhead, 1)
    update = update_at(
        view.experiment, view.theta, view.gradient, view.learning_rate, view.memory, row
    )
    head = "Next is" if not view.playhead else "Here is"
    lines = [f"{head} update {count_text(row)}, at learning rate {short_text(update.rates[-1])}:"]
    summed = "not-zeroed" in view.experiment.mistakes
    name = "sum g" if summed else "gradient g"
    lines += [SUMMED] if summed else []
    count = len(view.parameters)
    for at in range(min(count, WRITTEN)):
        slope = short_text(float(update.gradient[at]), 6)
        lines += ["", f"{view.parameters[at]}: {name} = {slope}", *update_lines(update, at)]
    if count > WRITTEN:
        lines += ["", f"{count_text(count - WRITTEN)} more parameters are updated likewise."]
    return lines
