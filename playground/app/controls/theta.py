"""Where the descent starts: each parameter by itself, or all of them drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.controls.control import Control
from playground.app.controls.drawn_theta import DrawnTheta
from playground.app.controls.parameter import ParameterRow
from playground.app.icons import IconButton
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.losses import LossEntry

MOST_ROWS = 6  # beyond, sliders would fill the column: theta is drawn instead


class ThetaControl(Control):
    """One row for each of up to six parameters; a seed and a scale for more."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.parameters: list[ParameterRow] = []
        self._made: list[ParameterRow] = []  # those first; the others are hidden
        self._entry: LossEntry | None = None
        self.rows.addWidget(self._header())
        self._list = spaced(QVBoxLayout(), current_theme(), 4)
        self.rows.addLayout(self._list)
        self.drawn = DrawnTheta(session, self.complaint)
        self.rows.addWidget(self.drawn)
        self.rows.addWidget(self.complaint)
        self._name_rows(("θ",))
        self.drawn.hide()

    def _header(self) -> QWidget:
        header = QWidget()
        line = spaced(QHBoxLayout(header), current_theme(), 4)
        title = QLabel("Initial theta θ₀")
        title.setProperty("role", "title")
        self.remove = IconButton("remove", "Start with one parameter less")
        self.remove.clicked.connect(self._shorten)
        self.add = IconButton("add", "Start with one parameter more")
        self.add.clicked.connect(self._lengthen)
        line.addWidget(title, 1)
        line.addWidget(self.remove)
        line.addWidget(self.add)
        return header

    def show_experiment(self, experiment: Experiment) -> None:
        entry, names = experiment.loss_entry, experiment.parameters
        few = len(names) <= MOST_ROWS
        listed = tuple(row.name for row in self.parameters)
        if entry is not self._entry or (few and listed != names):
            self._entry = entry
            self._name_rows(names if few else ())
            self._set_ranges(entry)
        for row, value in zip(self.parameters, experiment.theta, strict=bool(few)):
            row.show_value(value)
        self.drawn.setVisible(not few)
        if not few:
            self.drawn.show_experiment(experiment)
        self._offer_count(entry, len(names))

    def _offer_count(self, entry: LossEntry, count: int) -> None:
        free = not entry.parameters
        self.add.setVisible(free)
        self.remove.setVisible(free)
        self.remove.setEnabled(count > 1)

    def _name_rows(self, names: tuple[str, ...]) -> None:
        if tuple(row.name for row in self.parameters) == names:
            return
        self.complaint.clear()
        for number in range(len(self._made), len(names)):
            row = ParameterRow(partial(self._put, number), self.complaint)
            self._made.append(row)
            self._list.addWidget(row)
        self.parameters = self._made[: len(names)]
        for row, name in zip(self.parameters, names, strict=True):
            row.stand_for(name)
            row.show()
        for row in self._made[len(names) :]:
            row.forget()
            row.hide()

    def _set_ranges(self, entry: LossEntry) -> None:
        for number, row in enumerate(self.parameters):
            row.set_range(*entry.extent[min(number, len(entry.extent) - 1)])

    def _put(self, number: int, value: float) -> str:
        theta = self.session.experiment.theta
        return self.session.edit(theta=(*theta[:number], value, *theta[number + 1 :]))

    def _lengthen(self) -> None:
        theta = self.session.experiment.theta
        self.complaint.say(self, self.session.edit(theta=(*theta, theta[-1])))

    def _shorten(self) -> None:
        theta = self.session.experiment.theta
        if len(theta) > 1:
            self.complaint.say(self, self.session.edit(theta=theta[:-1]))
