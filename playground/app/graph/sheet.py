"""All of the Graph panel below its header, laid out for the room that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.controls.formula_field import Check
from playground.app.graph.curve_plot import CurvePlot
from playground.app.graph.function_bar import FunctionBar
from playground.app.graph.remark import Remark
from playground.app.graph.remedies import Remedies
from playground.app.graph.stage import Stage
from playground.app.palette import Theme
from playground.app.spacing import spaced
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.graph_asked import GraphAnswer

_SOURCE, _LITTLE = 0.24, 0.18  # of the height, at most; the smaller where there is little of it
_HIGH_PX = 400  # from here on there is room for the plot below the graph, and for long remarks
_LOW_PX = 240  # in less height every part is as low as it can be, so that none is scrolled to
_SHARES = (3, 2)  # of the width, for the graph and for the plot beside it
_WIDE_PX = 340  # from here on fields and buttons stand in one row
_LEAST_PX, _LEAST_LOW_PX = 90, (56, 44)  # of the graph and of the plot
_ALL = 20  # lines, more than any remark has; the rest is scrolled to


class Sheet(QWidget):
    """Function, remark and remedies above; graph and plot; source and steps below."""

    def __init__(self, check: Check) -> None:
        super().__init__()
        self.function, self.remark, self.remedies = FunctionBar(check), Remark(), Remedies()
        self.stage, self.plot = Stage(), CurvePlot()
        self.curves = QWidget()
        below = QVBoxLayout(self.curves)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.plot.legend)
        below.addWidget(self.plot, 1)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(8)
        self._middle.addWidget(self.stage.canvas)
        self._middle.addWidget(self.curves)
        self._said = spaced(QBoxLayout(QBoxLayout.Direction.TopToBottom), current_theme(), 4)
        self._said.addWidget(self.remark, 1)
        self._said.addWidget(self.remedies)
        column = spaced(QVBoxLayout(self), current_theme(), 4)
        column.addWidget(self.function)
        column.addLayout(self._said)
        column.addLayout(self._middle, 1)
        column.addWidget(self.stage.source)
        column.addWidget(self.stage.steps)
        for hidden in (self.remark, self.curves, self.function, self.remedies):
            hidden.setVisible(False)
        self.stage.changed.connect(self._show_curve)

    def show_answer(self, answer: GraphAnswer) -> None:
        """Show a graph, what can be done where torch refuses, and the curve of a function."""
        self.curves.setVisible(answer.curve is not None)
        graph = answer.graph
        refused = graph.output.value.size > 1 and graph.refusal
        self.remedies.setVisible(bool(refused) or graph.remedy != "none")
        self.remedies.show_remedy(graph.remedy)
        self.stage.show_answer(answer)
        self._share_out()

    def forget(self) -> None:
        """Show no graph."""
        self.remark.tell("")
        self.curves.hide()
        self.remedies.hide()
        self.stage.forget()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.stage.paint_with(theme)
        self.plot.paint_with(theme)
        self.function.paint_with(theme)
        self._share_out()

    def _show_curve(self) -> None:
        sight = self.stage.sight
        if sight is not None and sight.answer.curve is not None:
            name = sight.graph.nodes[sight.graph.leaf].symbol
            self.plot.show_points(sight.answer.curve, name, sight.seen.grad)

    def _share_out(self) -> None:
        scale = current_theme().scale
        # what is scrolled is as high as it wants to be
        room = (self.parentWidget() or self).height()
        tall, narrow = room >= _HIGH_PX * scale, self.width() < _WIDE_PX * scale
        more = self.curves.isVisibleTo(self) or self.remedies.isVisibleTo(self)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        stacked, low = tall or narrow, scale <= 1 and room < _LOW_PX and not (narrow and more)
        self._middle.setDirection(down if stacked else across)
        beside = not stacked and scale <= 1
        self._said.setDirection(QBoxLayout.Direction.RightToLeft if beside else down)
        for place, share in enumerate((1, 1) if stacked else _SHARES):
            self._middle.setStretch(place, share)
        parts: tuple[QWidget, ...] = (self.stage.canvas, self.plot)
        for part, lowest in zip(parts, _LEAST_LOW_PX, strict=True):
            least = current_theme().px(lowest if low else _LEAST_PX)
            part.setMinimumSize(current_theme().px(_LEAST_PX), least)
        self.stage.source.limit(0 if low else round((_SOURCE if tall else _LITTLE) * room))
        # the field of a function says the same
        self.stage.source.setHidden(low and self.function.isVisibleTo(self))
        self.function.be_narrow(narrow)
        self.remedies.be_narrow(narrow)
        self.remark.allow(1 if low else _ALL if tall or scale > 1 else 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
