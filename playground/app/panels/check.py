"""The Gradient check panel: is that gradient right, and how would one know?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.app.check_both import SideBySide
from playground.app.check_field import ComplaintInstead, DerivativeField
from playground.app.check_plot import STOPS, WidthsPlot
from playground.app.check_table import CheckTable
from playground.app.check_words import LEAST_H, MOST_H, check_text
from playground.app.controls.entry import Entry, typed_number
from playground.app.controls.slider import ScaleSlider
from playground.app.escape import tip
from playground.app.focus import by_tab
from playground.app.numbers_text import exact_text
from playground.app.panel import THE_START, Panel, note
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.core.asks import CheckAsk
from playground.core.written_out.formats import other_format

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.gradient_check import GradientCheck

H = 1e-3  # at first
PRESET = "line-by-hand"
LOST = "Here theta or its loss is no number, so there is no gradient to check."
_LOW = 230  # pixels of the design: a panel of less height has room for fewer words
_NARROW = 340  # one of less width, as with large text, has its curve when it is maximised
_FEW_LINES, _MANY_LINES = 3, 5
_WRAP = Qt.TextFlag.TextWordWrap


class CheckPanel(Panel):
    """Autograd beside central differences, a typed derivative and one written by hand."""

    name = "check"
    title = "Gradient check"
    tells = THE_START

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.h, self.typed = H, ""
        self.check: GradientCheck | None = None
        self._loss: object = None  # what the typed derivative is of
        self._experiment: Experiment | None = None
        self._shown: object = None
        self._both = SideBySide(session, self)
        self.preset = by_tab(QPushButton("By hand (line)"))
        self.preset.setToolTip("A gradient that somebody wrote by hand, and got wrong")
        self.both = by_tab(QPushButton("Run both side by side"))
        self.both.setToolTip("Pin the run with autograd's gradient and show the one by hand")
        self.both.setEnabled(False)
        self.other = by_tab(QPushButton("Use float64"))
        for button in (self.preset, self.both, self.other):
            self.switch_row.addWidget(button)
        self.words = note("")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.table, self.plot, self.curve = CheckTable(), WidthsPlot(), QWidget()
        self.complaint = ComplaintInstead(self.words)
        self.field = DerivativeField(session, self._compare, self.complaint)
        self.slider = ScaleSlider("h, the width of the central difference", STOPS)
        self.slider.setToolTip("h: how far to either side of theta the loss is looked at")
        self.entry = Entry("h, exactly", self._take_h, self.complaint)
        self.entry.setProperty("column", "number")
        self._text = ""
        self._lay_out()
        self._listen()
        self._show_h()

    def draw(self, view: View) -> None:
        """Show the view."""
        session = self.session
        if not session.is_ready or view.run != session.run_number:
            return  # a frame of the new run follows
        self._suit(view)
        theta = view.theta[view.playhead]
        if not np.isfinite(theta).all():
            self._show(None, LOST, view)
            return
        step = view.playhead if view.experiment.batch_size else 0
        ask = CheckAsk(tuple(map(float, theta)), self.h, self.typed, step)
        answer = session.derive(ask)
        check: GradientCheck | None = answer.result
        if check is not None and (
            len(check.theta) != len(theta) or (answer.stale and view.concealed)
        ):
            check = None  # of an earlier run: of other parameters, or as the one to be predicted
        if check is None and not answer.failure:
            return  # what is shown stays until there is more
        if check is None or not np.isfinite([check.loss, *check.autograd]).all():
            self._show(None, answer.failure or LOST, view)
        else:
            self._show(check, answer.failure or check_text(check, view), view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.table.paint_with(theme)
        self.plot.paint_with(theme)
        self._fit_words()

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more."""
        self._shown = self.check = None
        self._text = ""
        self._fit_words()
        self.table.show_check((), None)
        self.plot.show_check(None, self.h, self.session.experiment.dtype)

    def _fit_words(self) -> None:
        """Give the words their lines, and cut what has no room there; the tool tip says it all."""
        metrics = self.words.fontMetrics()
        low = self.height() < current_theme().px(_LOW)
        lines = _FEW_LINES if low else _MANY_LINES
        height = lines * metrics.lineSpacing() + 4
        width, whole = self.words.width(), self._text
        room, words = QRect(0, 0, width, height), whole
        while " " in words and metrics.boundingRect(room, _WRAP, words).height() > height:
            words = words.removesuffix(" …").rpartition(" ")[0] + " …"
        self.words.setFixedHeight(height)
        self.complaint.setFixedHeight(height)
        if words != self.words.text():
            self.words.setText(words)
            self.words.setToolTip(tip(whole))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.curve.setVisible(self.width() >= current_theme().px(_NARROW))
        self._fit_words()

    def _suit(self, view: View) -> None:
        """Take the loss of a view: what was typed for another one is dropped."""
        experiment = view.experiment
        # Here, since it imports torch, which is there by now.
        from playground.core.typed_derivative import HELP

        loss = (experiment.loss, experiment.dataset, experiment.model, experiment.target)
        if (loss, view.parameters) != self._loss:
            self._loss, self.typed = (loss, view.parameters), ""
            self.field.drop()
            self.field.ask_for(view.parameters, view.entry.table is not None, HELP)
            self.both.setEnabled(view.entry.hand_gradient is not None)
        if experiment is not self._experiment:
            self._experiment = experiment
            if self.entry.is_wrong:  # typed for a check that is no longer there
                self.entry.revert()
        other = other_format(experiment.dtype)
        self.other.setText(f"Use {other}")
        rounds = "less" if other == "float64" else "more"
        self.other.setToolTip(f"The same run and check in {other}, which rounds {rounds}")

    def _show(self, check: GradientCheck | None, text: str, view: View) -> None:
        unread = self.field.is_wrong
        if (check, text, self.h, unread) == self._shown:
            return
        self._shown, self.check = (check, text, self.h, unread), check
        if text != self._text:
            self._text = text
            self._fit_words()
        self.table.show_check(view.parameters, check, unread)
        self.plot.show_check(check, self.h, view.experiment.dtype)

    def _show_h(self) -> None:
        self.slider.show_value(self.h)
        self.entry.show_value(exact_text(self.h))

    def _move_h(self, h: float) -> None:
        self.h = h
        self._show_h()
        if self.check is not None:
            self.plot.show_check(self.check, h, self.session.experiment.dtype)
        self._redraw()

    def _take_h(self, text: str) -> str:
        try:
            h = typed_number("h", text)
        except ValueError as error:
            return str(error)
        if not LEAST_H <= h <= MOST_H:
            return (
                f"h must be from {exact_text(LEAST_H)} to {exact_text(MOST_H)}, not {exact_text(h)}"
            )
        self._move_h(h)
        return ""

    def _compare(self, text: str) -> None:
        self.typed = text
        self._redraw()

    def _open_preset(self) -> None:
        presets = {preset.name: preset for preset in self.session.catalogue.presets}
        if not self.session.show(presets[PRESET].experiment):
            return
        self.session.seek(0)  # at the end both gradients are 0
        self.session.message.emit(presets[PRESET].note)

    def _use_other(self) -> None:
        error = self.session.edit(dtype=other_format(self.session.experiment.dtype))
        if error:
            self.session.refused.emit(error)

    def _redraw(self) -> None:
        if self.session.view is not None:
            self.draw(self.session.view)

    def _lay_out(self) -> None:
        theme = current_theme()
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        left, right = spaced(QVBoxLayout(), theme, 4), spaced(QVBoxLayout(), theme, 4)
        left.addWidget(self.table, 1)
        left.addWidget(self.field)
        left.addWidget(self.complaint)
        left.addWidget(self.words)
        width = spaced(QHBoxLayout(), theme, 8)
        name = QLabel("h")
        name.setBuddy(self.slider)
        for widget, stretch in ((name, 0), (self.slider, 1), (self.entry, 0)):
            width.addWidget(widget, stretch)
        right.addWidget(self.plot, 1)
        right.addLayout(width)
        self.curve.setLayout(right)
        sides = spaced(QHBoxLayout(), theme, 12)
        sides.addLayout(left, 7)
        sides.addWidget(self.curve, 5)
        self.body.addLayout(sides, 1)

    def _listen(self) -> None:
        self.preset.clicked.connect(self._open_preset)
        self.both.clicked.connect(self._both.begin)
        self.other.clicked.connect(self._use_other)
        self.field.turned.connect(self._redraw)
        self.slider.moved.connect(self._move_h)
        self.plot.chosen.connect(self._move_h)
