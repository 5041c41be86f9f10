"""The Curvature panel: how sharply does the loss curve along the run, and what can it bear?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy

from playground.app.curvature_curves import Drawing, contraction_drawing, sharpness_drawing
from playground.app.curvature_plot import SampledPlot
from playground.app.curvature_scales import ScaleView
from playground.app.curvature_words import row_text
from playground.app.outcome_bar import OneLine
from playground.app.panel import Panel
from playground.app.plots import AxisSwitch, Legend
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.still import Still
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.app.work_bar import WorkBar
from playground.core.asks import RescaleAsk, SharpnessAsk

if TYPE_CHECKING:
    from playground.core.sharpness import Sharpness

MODES = {
    "sharpness": ("Sharpness", "The largest curvature at each step, against what the rate bears"),
    "contraction": ("Contraction", "What each step multiplies the error by: theory and record"),
    "scale": ("Input scale", "The landscape for the raw input and for a tenth of it"),
}
WAITING = "The curvature is worked out once the run has ended."
_MOST = 400  # rows: a curve of more cannot be told from it


class CurvaturePanel(Panel):
    """Three modes; each asks for its answer only while it is on screen."""

    name = "curvature"
    title = "Curvature"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.choice = QComboBox()
        self.choice.setAccessibleName("What to show of the curvature")
        for mode in ("sharpness", "contraction"):
            self._offer(mode)
        self.axis_switch = AxisSwitch("", "Values")
        for switch in (self.choice, self.axis_switch):
            self.switch_row.addWidget(switch)
        self.legend, self.scales = Legend(), ScaleView()
        self.plot = SampledPlot(session, "Curvature against step", "curvature")
        self.words, self.work = OneLine("note", "Curvature at the playhead"), WorkBar("Go on")
        self._drawn: object = None
        self._drawing: Drawing | None = None
        self._most = _MOST
        self._lay_out()
        self._theme = current_theme()
        self.choice.currentIndexChanged.connect(self._redraw)
        self.axis_switch.turned.connect(self._redraw)
        self.work.cancel_asked.connect(self._cancel)
        self.work.resume_asked.connect(self._resume)

    @property
    def mode(self) -> str:
        """One of MODES."""
        return str(self.choice.currentData())

    def draw(self, view: View) -> None:
        """Show the view."""
        offered = "input_scale" in view.entry.settings and len(view.parameters) == 2
        self._offer_scale(offered)
        scaled = self.mode == "scale"
        self.scales.setVisible(scaled)
        self.axis_switch.setEnabled(not scaled)
        self.plot.setVisible(not scaled)
        for part in (self.words, self.work):  # a scaled input takes no time worth a word
            part.setVisible(not scaled)
        if scaled:
            self.legend.hide()
            self._drawn = None  # the legend is to come back
            self._draw_scales(view)
        else:
            self._draw_run(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme, self._drawn = theme, None
        self.plot.paint_with(theme)
        self.scales.paint_with(theme)
        self.legend.paint_with(theme)
        self.work.paint_with(theme)
        self._redraw()

    def _offer(self, mode: str) -> None:
        text, tip = MODES[mode]
        self.choice.addItem(text, mode)
        self.choice.setItemData(self.choice.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def _offer_scale(self, offered: bool) -> None:
        place = self.choice.findData("scale")
        with QSignalBlocker(self.choice):  # who draws need not be told to
            if offered and place < 0:
                self._offer("scale")
            elif not offered and place >= 0:
                if self.choice.currentIndex() == place:
                    self.choice.setCurrentIndex(0)
                self.choice.removeItem(place)

    # -- along the run -----------------------------------------------------------------------

    def _draw_run(self, view: View) -> None:
        answer = self.session.derive(SharpnessAsk(self._most))
        known: Sharpness | None = answer.result
        stopped = answer.failure == "stopped"
        self.work.show_work("", None if answer.finished or answer.stale else answer.share, stopped)
        if answer.stale or known is None:
            if not view.finished:
                self.words.say(WAITING)
            elif answer.failure and not stopped:
                self.words.say(answer.failure)
            return  # what is on the plot stays until there is better
        key = (known, view.run, self.mode, self._theme, self.axis_switch.log.isChecked())
        if key != self._drawn:
            self._drawn = key
            self._take(view, known)
        assert self._drawing is not None
        self.plot.draw(view, self._drawing.curves, (), self._drawing.levels)
        text = row_text(view, known)
        self.words.say(text)
        self.plot.summarize(f"{MODES[self.mode][0]} at {len(known.rows)} steps. {text}")

    def _take(self, view: View, known: Sharpness) -> None:
        """Take another answer, or show it in another way."""
        drawing = _DRAWINGS[self.mode](view, known, self._theme)
        self._drawing = drawing
        self.plot.left_title = drawing.title
        self.plot.log_values = self.axis_switch.log.isChecked()
        self.plot.take(view, known.rows, drawing.samples)
        self.legend.show_curves(drawing.legend)

    # -- the scaled input --------------------------------------------------------------------

    def _draw_scales(self, view: View) -> None:
        answer = self.session.derive(RescaleAsk())
        if answer.failure:
            self.scales.sentence.setText(answer.failure)
        elif answer.result is not None:
            self.scales.show_landscapes(view, answer.result)

    # -- the window --------------------------------------------------------------------------

    def _cancel(self) -> None:
        self.session.stop_deriving(SharpnessAsk)
        self._redraw()

    def _resume(self) -> None:
        # Another ask: the same one stays stopped.
        self._most = _MOST - 1 if self._most == _MOST else _MOST
        self._redraw()

    def _redraw(self) -> None:
        if self.session.view is not None and self.isVisible():
            self.draw(self.session.view)

    def _lay_out(self) -> None:
        self.body.addWidget(self.legend)
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.scales, 1)
        self.scales.hide()
        self.work.label.hide()
        below = spaced(QHBoxLayout(), current_theme(), 8)
        still = Still(self.words)
        still.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        below.addWidget(still, 1)
        below.addWidget(self.work)
        self.body.addLayout(below)


_DRAWINGS = {"sharpness": sharpness_drawing, "contraction": contraction_drawing}
