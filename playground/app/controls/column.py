"""The column of controls: everything that an experiment is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.app.controls.control import Control
from playground.app.controls.data import DataControl
from playground.app.controls.fade import Fade
from playground.app.controls.learning_rate import LearningRateControl
from playground.app.controls.loss import LossControl
from playground.app.controls.mistakes import MistakesControl
from playground.app.controls.more import MoreControl
from playground.app.controls.optimizer import OptimizerControl
from playground.app.controls.schedule import ScheduleControl
from playground.app.controls.steps import StepsControl
from playground.app.controls.theta import ThetaControl
from playground.app.focus import by_tab
from playground.app.icons import icon
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import Theme, current_theme
from playground.core.lesson import CONTROLS

WIDTH_PX = 316
NARROW_PX = 236  # with nothing but the learning rate
# The groups around it, by the names that a lesson hides controls by.
ABOVE = ("loss", "data", "theta")
BELOW = ("steps", "optimizer", "schedule", "more", "mistakes")


class ControlsColumn(QWidget):
    """Follows the session's experiment and the theme; without one it is disabled and says why."""

    _presenting = False
    _hidden: frozenset[str] = frozenset()  # by a lesson

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setAccessibleName("Controls")
        self.session = session
        self.data = DataControl(session)
        self.loss = LossControl(session, self.data.choose)
        self.theta = ThetaControl(session)
        self.learning_rate = LearningRateControl(session)
        self.steps = StepsControl(session)
        self.optimizer = OptimizerControl(session)
        self.schedule = ScheduleControl(session)
        self.more = MoreControl(session)
        self.mistakes = MistakesControl(session)
        self.controls: tuple[Control, ...] = (
            self.loss, self.data, self.theta, self.learning_rate,
            self.steps, self.optimizer, self.schedule, self.more, self.mistakes,
        )  # fmt: skip
        self.fold = by_tab(QPushButton("More controls"))
        self.fold.setCheckable(True)
        self.fold.setProperty("quiet", True)
        self.fold.setProperty("role", "link")
        self.fold.toggled.connect(self._fold)
        self.fold.hide()
        self._parts: tuple[object, ...] = ()  # what decides which widgets there are
        self._lay_out()
        self.paint_with(current_theme())
        session.ready.connect(self._fill)
        session.experiment_changed.connect(self._show_experiment)
        self.body.setEnabled(False)
        self.loss.say_loading()
        if session.is_ready:
            self._fill()
            self._show_experiment()

    def _lay_out(self) -> None:
        theme = current_theme()
        self.body = _Body()
        self._rows = spaced(QVBoxLayout(self.body), theme, 12, (12, 12, 12, 12))
        self._above = _group(*(getattr(self, name) for name in ABOVE))
        self._below = _group(*(getattr(self, name) for name in BELOW))
        for part in (self._above, self.learning_rate, self.fold, self._below):
            self._rows.addWidget(part)
        self._rows.addStretch(1)
        self.scrolling = QScrollArea()
        self.scrolling.setWidgetResizable(True)
        self.scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolling.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolling.setWidget(self.body)
        self.fade = Fade(self.scrolling)
        spaced(QVBoxLayout(self), theme, 0).addWidget(self.scrolling)
        self._folded = (self.more, self.mistakes)
        for part in self._folded:
            part.fold.toggled.connect(partial(self._scroll_to, part))
        self.mistakes.made.connect(self._scroll_to)

    def present(self, presenting: bool) -> None:
        """Keep to the learning rate, with all else folded away; or show every control again."""
        self._presenting = presenting
        first = (self.learning_rate, self.fold)
        order = (*first, self._above) if presenting else (self._above, *first)
        for place, part in enumerate(order):  # from the top: each is taken from further below
            self._rows.insertWidget(place, part)
        self._fold()
        chain(self.body)

    def hide_some(self, hidden: Collection[str]) -> None:
        """Hide the controls of these names, of CONTROLS; show all others."""
        for name in CONTROLS:
            getattr(self, name).keep_hidden(name in hidden)
        self.data.choose.setVisible("data" not in hidden)
        self._hidden = frozenset(hidden)
        self.setVisible(not self._hidden >= set(CONTROLS))
        self._fold()

    def keep_quiet(self, quiet: bool) -> None:
        """Say nothing of what the theory expects, and let nothing be tried out."""
        self.body.setEnabled(not quiet and self.session.is_ready)
        self.loss.keep_quiet(quiet)
        if quiet:
            self.mistakes.fold.setChecked(False)  # it tells what each of them does

    def _fold(self) -> None:
        folded = self._presenting and not self.fold.isChecked()
        above, below = (bool(set(names) - self._hidden) for names in (ABOVE, BELOW))
        self.fold.setVisible(self._presenting and (above or below))
        self._above.setVisible(above and not folded)
        self._below.setVisible(below and not folded)
        self.learning_rate.keep_to_few(folded)
        self.fold.setText("Fewer controls" if self.fold.isChecked() else "More controls")
        self.paint_with(current_theme())

    def show_mistakes(self) -> None:
        """Bring the mistakes into sight."""
        self.fold.setChecked(self._presenting)
        self.mistakes.fold.setChecked(True)
        self._scroll_to(self.mistakes)

    def _scroll_to(self, part: QWidget, _unfolded: bool = True) -> None:
        """Bring what was just unfolded at the bottom into sight, once it has its place."""
        QTimer.singleShot(0, part, lambda: self.scrolling.ensureWidgetVisible(part))

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and the scale of a theme."""
        folded = self._presenting and not self.fold.isChecked()
        self.setFixedWidth(theme.px(NARROW_PX if folded else WIDTH_PX))
        self.fold.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.fold.setIcon(icon("collapse" if self.fold.isChecked() else "expand", theme.accent))
        for part in self._folded:
            part.paint_with(theme)

    def _fill(self) -> None:
        for control in self.controls:
            control.fill(self.session.catalogue)

    def _show_experiment(self) -> None:
        if not self.body.isEnabled() and not self.session.concealed:
            self.body.setEnabled(True)
        experiment = self.session.experiment
        for control in self.controls:
            control.show_experiment(experiment)
        parts = (
            experiment.loss_entry, len(experiment.theta), experiment.optimizer,
            experiment.schedule, len(experiment.edits), experiment.mistakes,
        )  # fmt: skip
        if parts != self._parts:
            self._parts = parts
            chain(self.body)


class _Body(QWidget):
    """Asks for the height that its width needs: wrapped text counts as in the narrowest else."""

    def minimumSizeHint(self) -> QSize:
        least, layout = super().minimumSizeHint(), self.layout()
        if layout is None:
            return least
        wide = max(self.width(), least.width())
        return QSize(least.width(), layout.totalHeightForWidth(wide))


def _group(*controls: Control) -> QWidget:
    group = QWidget()
    rows = spaced(QVBoxLayout(group), current_theme(), 12)
    for control in controls:
        rows.addWidget(control)
    return group


def chain(root: QWidget) -> None:
    """Let Tab go from widget to widget as they are laid out, also to rows that were made later."""
    for before, after in pairwise(in_order(root)):
        QWidget.setTabOrder(before, after)


def in_order(root: QWidget) -> Iterator[QWidget]:
    """Yield what can have the focus below a widget, as it is laid out."""
    layout = root.layout()
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield root
    elif layout is not None:
        yield from laid_out(layout)


def laid_out(layout: QLayout) -> Iterator[QWidget]:
    """Yield what can have the focus in a layout, item by item."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if inner is not None:
            yield from laid_out(inner)
        elif widget is not None:
            yield from in_order(widget)
