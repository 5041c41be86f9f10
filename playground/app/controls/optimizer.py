"""Which rule makes the step, and the rule's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel

from playground.app.controls.control import Control, name_label, note_label
from playground.app.controls.settings_form import SettingsForm
from playground.app.controls.slider import CalmComboBox
from playground.app.session import Session

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.studio import Catalogue


class OptimizerControl(Control):
    """A list of the optimizers, what the chosen one does with the rate, and its settings."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.combo = CalmComboBox("Optimizer")
        self.combo.activated.connect(self._choose)
        self.note = note_label()
        self.note.hide()
        self.form = SettingsForm(session.edit_setting, self.complaint)
        self.row(name_label("&Optimizer", self.combo), self.combo, stretch=1)
        for part in (self.note, self.form, self.complaint):
            self.rows.addWidget(part)
        self._shown = ""

    def fill(self, catalogue: Catalogue) -> None:
        for name, optimizer in catalogue.optimizers.items():
            self.combo.addItem(optimizer.title, name)
            self._tip(optimizer.help)
        for name, reason in catalogue.unavailable.items():
            self.combo.addItem(f"{reason.split()[0]} (not here)", name)
            self._tip(reason)
            model = self.combo.model()
            assert isinstance(model, QStandardItemModel)
            model.item(self.combo.count() - 1).setEnabled(False)

    def show_experiment(self, experiment: Experiment) -> None:
        optimizer = self.session.catalogue.optimizers[experiment.optimizer]
        self.combo.show_name(experiment.optimizer)
        if experiment.optimizer != self._shown:
            self._shown = experiment.optimizer
            self.combo.setToolTip(optimizer.help)
            self.note.setText(optimizer.rate_note)
            self.note.setVisible(bool(optimizer.rate_note))
            self.form.declare(optimizer.settings)
        self.form.show_values(experiment.settings)

    def _tip(self, text: str) -> None:
        self.combo.setItemData(self.combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)

    def _choose(self, _index: int) -> None:
        error = self.session.edit(optimizer=self.combo.currentData())
        self.complaint.say(self, error)
        self.combo.show_name(self.session.experiment.optimizer)
