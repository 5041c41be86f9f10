"""Which loss is descended: picked from the list, typed as a formula, or a model on data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground.app.controls.control import Control, name_label, note_label
from playground.app.controls.formula_field import FormulaField
from playground.app.controls.loss_list import Choice, LossList
from playground.app.controls.settings_form import SettingsForm
from playground.app.focus import by_tab
from playground.app.icons import tinted
from playground.app.mathematics import FormulaLabel
from playground.app.session import Session
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.losses import LossEntry

GROUPS = ("One parameter", "Two parameters", "More", "With data", "Your own")
_SCALING = frozenset({"summed", "averaged"})  # mistakes that make another curvature of the loss
MOST_OWN = 10  # typed losses that are remembered while the window is open


class LossControl(Control):
    """The picker, the formula and what it teaches, a field for one's own, and its settings."""

    def __init__(self, session: Session, choose_data: QWidget) -> None:
        super().__init__(session)
        self.own: list[str] = []
        self.picker = PickerButton()
        self.picker.clicked.connect(self._open)
        self.list = LossList(self.picker, session.has_typeset)
        self.list.picked.connect(self._pick)
        self.formula = FormulaLabel(13, session.has_typeset)
        self.teaches = note_label()
        self.field = FormulaField(
            "Formula of the loss", session.check_formula, self._make, self.complaint
        )
        self.field.setPlaceholderText("or type one: x^2 + 10*y^2")
        self.field.setToolTip("Type any loss, such as x^2 + 10*y^2; its names are its parameters.")
        self.field.settled.connect(self._remember)
        self.form = SettingsForm(session.edit_setting, self.complaint)
        self.row(name_label("&Loss", self.picker), self.picker, stretch=1)
        self.rows.addWidget(self.formula)
        self.rows.addWidget(self.teaches)
        self.row(self.field, choose_data, stretch=0, gap=4)
        self.rows.addWidget(self.complaint)
        self.rows.addWidget(self.form)
        self._entry: LossEntry | None = None
        self._teaches = ""

    def say_loading(self) -> None:
        """Say what the window waits for, where the loss will be explained."""
        self.teaches.setText("Loading PyTorch …\n")

    def show_experiment(self, experiment: Experiment) -> None:
        entry = experiment.loss_entry
        own = bool(entry.typed) and not experiment.model
        if (teaches := lesson_of(experiment)) != self._teaches:
            self._teaches = teaches
            self.teaches.setText(teaches)
        if entry is not self._entry:
            self._entry = entry
            self.picker.setText(entry.title)
            self.formula.show_formula(entry.formula, entry.title)
            self.form.declare(entry.settings)
        self.keep_quiet(self.session.concealed)
        self.field.show_value(experiment.loss if own else "")
        self.form.show_values(experiment.settings)

    def keep_quiet(self, quiet: bool) -> None:
        """Leave out what the loss teaches, which may be what is asked."""
        entry = self._entry
        if entry is not None:
            self.teaches.setVisible(not quiet and not entry.typed)
            self.picker.setToolTip("" if quiet else self._teaches)

    def _remember(self, formula: str) -> None:
        if formula and formula not in self.session.catalogue.losses:
            self.own = [formula, *(own for own in self.own if own != formula)][:MOST_OWN]

    def _open(self) -> None:
        groups: dict[str, list[Choice]] = {group: [] for group in GROUPS}
        for name, entry in self.session.catalogue.losses.items():
            offered = Choice(name, entry.title, entry.teaches, entry.formula)
            groups[group_of(entry)].append(offered)
        groups["Your own"] = [Choice(text, text, "As you typed it.") for text in self.own]
        self.list.offer(groups, self.session.experiment.loss)
        self.list.open_below(self.picker)

    def _pick(self, name: str) -> None:
        self.field.revert()
        self.complaint.say(self, self.session.edit(loss=name))
        self.window().setFocus()  # done here: the keys play and step again

    def _make(self, formula: str) -> str:
        return self.session.edit(loss=formula)


def lesson_of(experiment: Experiment) -> str:
    """Return what the loss teaches, with the gradient that the experiment takes."""
    entry = experiment.loss_entry
    if experiment.gradient == "by-hand":
        return entry.hand_teaches
    scaled = _SCALING.intersection(experiment.mistakes)
    return f"{entry.teaches} This is without the mistake." if scaled else entry.teaches


def group_of(entry: LossEntry) -> str:
    """Return the heading under which a built-in loss stands."""
    if entry.table is not None:
        return "With data"
    return {1: "One parameter", 2: "Two parameters"}.get(len(entry.start), "More")


class PickerButton(QPushButton):
    """A button that looks like a list of choices: its text is the choice."""

    def __init__(self) -> None:
        super().__init__()
        by_tab(self)
        self.setProperty("role", "picker")
        self.setAccessibleName("Loss")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        size = theme.px(12)
        place = QRect(self.width() - size - theme.px(6), (self.height() - size) // 2, size, size)
        painter = QPainter(self)
        painter.drawPixmap(place, tinted("collapse", theme.muted, size))
        painter.end()

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]  # Qt hands a QKeyEvent
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]  # as above
