"""The Curvature panel: how sharply does the loss curve along the run, and what can it bear?"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox

from playground.app.curvature_corners import Corners
from playground.app.curvature_curves import (
    Drawing,
    contraction_drawing,
    pinned_samples,
    sharpness_drawing,
)
from playground.app.curvature_known import Known
from playground.app.curvature_pinned import PinnedSharpness
from playground.app.curvature_plot import SampledPlot
from playground.app.curvature_scales import ScaleView
from playground.app.curvature_words import contraction_text, sharpness_text
from playground.app.outcome_bar import OneLine
from playground.app.panel import Panel
from playground.app.plots import AxisSwitch, Curve, Legend, PinnedCurve
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.app.view import Pinned, View
from playground.app.work_bar import WorkBar
from playground.core.asks import RescaleAsk, SharpnessAsk

if TYPE_CHECKING:
    from playground.core.sharpness import Sharpness
    from playground.engine.deriving import Derived

MODES = {
    "sharpness": ("Sharpness", "The largest curvature at each step, against what the rate bears"),
    "contraction": ("Contraction", "What each step multiplies the error by: theory and record"),
    "scale": ("Input scale", "The landscape for the input as it was read and as normalised"),
}
WAITING = "The curvature is worked out once the run has ended."
_FLICKER_S = 0.1  # a drag would make what is dimmed at once flicker
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
        self._corners = Corners(self.plot, self.legend, self.work, self.words)
        self._known, self._pinned = Known(), PinnedSharpness(session)
        self._stale_since: float | None = None
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
        entry = view.entry
        offered = ("input_scale" in entry.settings or entry.inputs) and len(view.parameters) == 2
        self._offer_scale(bool(offered))
        scaled = self.mode == "scale"
        self.scales.setVisible(scaled)
        self.axis_switch.setEnabled(not scaled)
        self.plot.setVisible(not scaled)
        if scaled:
            self._draw_scales(view)
        else:
            self._draw_run(view)

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more."""
        self.plot.summarize("")

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
        pinned = self._pinned.known(view, self._most) if self.mode == "sharpness" else {}
        holds = self._known.holds(view, answer)
        known: Sharpness | None = None if answer.stale or answer.failure else answer.result
        stopped = answer.failure == "stopped" or self._pinned.is_stopped
        share = self._pinned.share if answer.finished or answer.stale else answer.share
        self.work.setVisible(share is not None or stopped)
        self.work.show_work("", share, stopped)
        if known is None:
            self._draw_past(view, answer, holds)
        else:
            self._draw_known(view, known, pinned)
        self._corners.place()

    def _draw_known(self, view: View, known: Sharpness, pinned: dict[int, Sharpness]) -> None:
        self._stale_since = None
        self.plot.dim(False)
        own = tuple((one, pinned[one.key]) for one in view.pinned if one.key in pinned)
        key = (known, view.run, self.mode, self._theme, self.axis_switch.log.isChecked(), own)
        if key != self._drawn:
            self._take(view, known, own)
            self._drawn = (*key[:4], self.axis_switch.log.isChecked(), own)
        assert self._drawing is not None
        curves = [PinnedCurve(one, (0, 1), self._theme.runs[one.slot]) for one, _ in own]
        self.plot.draw(view, self._drawing.curves, (), self._drawing.levels, curves)
        names = [Curve(0, one.name, self._theme.runs[one.slot], one.slot) for one, _ in own]
        self.legend.show_curves([*self._drawing.legend, *names])
        text = _WORDS[self.mode](view, known)
        self.words.say(text)
        self.plot.summarize(f"{MODES[self.mode][0]} at {len(known.rows)} steps. {text}")

    def _draw_past(self, view: View, answer: Derived, holds: bool) -> None:
        """Nothing is known of this run yet: dim what is of the run before, drop what is not."""
        if answer.failure or not holds:
            self._drawn = self._drawing = None
            self.plot.forget()
            self.plot.dim(False)
            self.legend.show_curves(())
            self.plot.draw(view, ())
        else:
            now = time.perf_counter()
            self._stale_since = self._stale_since or now
            self.plot.dim(not view.finished or now - self._stale_since > _FLICKER_S)
        if answer.failure:
            self.words.say("" if answer.failure == "stopped" else answer.failure)
        elif not view.finished:
            self.words.say(WAITING)
        elif not holds:
            self.words.say("")

    def _take(self, view: View, known: Sharpness, own: Sequence[tuple[Pinned, Sharpness]]) -> None:
        """Take another answer, or show it in another way."""
        drawing = _DRAWINGS[self.mode](view, known, self._theme)
        self._drawing = drawing
        beside = {one.view.run: pinned_samples(each) for one, each in own}
        self.plot.log_values = self.axis_switch.suggest(drawing.log)
        self.plot.left_title = drawing.title
        self.plot.take(view, drawing.samples, beside)

    # -- the scaled input --------------------------------------------------------------------

    def _draw_scales(self, view: View) -> None:
        answer = self.session.derive(RescaleAsk())
        if answer.failure:
            self.scales.sentence.say(answer.failure)
        elif answer.result is not None:
            self.scales.show_landscapes(view, answer.result)

    # -- the window --------------------------------------------------------------------------

    def _cancel(self) -> None:
        self.session.stop_deriving(SharpnessAsk)
        self._pinned.stop()
        self._redraw()

    def _resume(self) -> None:
        # Another ask: the same one stays stopped.
        self._most = _MOST - 1 if self._most == _MOST else _MOST
        self._pinned.go_on()
        self._redraw()

    def _redraw(self) -> None:
        if self.session.view is not None and self.isVisible():
            self.draw(self.session.view)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(12, 0, 12, 4)
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.scales, 1)
        self.scales.hide()
        self.work.label.hide()


_DRAWINGS = {"sharpness": sharpness_drawing, "contraction": contraction_drawing}
_WORDS = {"sharpness": sharpness_text, "contraction": contraction_text}
