"""How the learning rate changes along the run: a schedule, and edits at single steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from playground.app.controls.control import Control, name_label
from playground.app.controls.rate_edits import RateEdits
from playground.app.controls.settings_form import SettingsForm
from playground.app.controls.slider import CalmComboBox
from playground.app.session import Session

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.studio import Catalogue


class ScheduleControl(Control):
    """A list of the schedules, the settings of the chosen one, and the edits below."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.combo = CalmComboBox("Schedule")
        self.combo.activated.connect(self._choose)
        self.form = SettingsForm(session.edit_setting, self.complaint)
        self.edits = RateEdits(session, self.complaint)
        self.row(name_label("S&chedule", self.combo), self.combo, stretch=1)
        for part in (self.form, self.edits, self.complaint):
            self.rows.addWidget(part)
        self._shown = ""

    def fill(self, catalogue: Catalogue) -> None:
        for name, schedule in catalogue.schedules.items():
            self.combo.addItem(schedule.title, name)
            last = self.combo.count() - 1
            self.combo.setItemData(last, schedule.help, Qt.ItemDataRole.ToolTipRole)

    def show_experiment(self, experiment: Experiment) -> None:
        schedule = self.session.catalogue.schedules[experiment.schedule]
        self.combo.show_name(experiment.schedule)
        if experiment.schedule != self._shown:
            self._shown = experiment.schedule
            self.combo.setToolTip(schedule.help)
            self.form.declare(schedule.settings)
        self.form.show_values(experiment.settings)
        self.edits.show_experiment(experiment)

    def _choose(self, _index: int) -> None:
        error = self.session.edit(schedule=self.combo.currentData())
        self.complaint.say(self, error)
        self.combo.show_name(self.session.experiment.schedule)
