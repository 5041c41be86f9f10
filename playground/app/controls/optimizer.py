"""Which rule makes the step, one of torch's or one that is typed, and the rule's own settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel

from playground.app.controls.control import Control, name_label, note_label
from playground.app.controls.formula_field import FormulaField
from playground.app.controls.settings_form import SettingsForm
from playground.app.controls.slider import CalmComboBox
from playground.app.session import Session

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.studio import Catalogue

TYPED = "typed"  # no optimizer is called so
TO_TYPE, IS_TYPED = "Type a rule …", "Typed rule"
EXAMPLE = "beta = 0.9; velocity = beta*velocity + gradient; theta = theta - lr*velocity"


def understood(rule: str) -> tuple[str, str]:
    """Return the statements of a rule in lines, and what is not said in it but supposed.

    Constants are left out: they are sliders, which may stand elsewhere by now.
    """
    # Here, since it imports torch, which is there by now.
    from playground.core.optimizers.rule_words import rule_words
    from playground.core.optimizers.statements import read_rule

    read = read_rule(rule)
    return "\n".join(one.text for one in read.statements), "\n".join(rule_words(read))


class OptimizerControl(Control):
    """A list of the optimizers, what the chosen one does with the rate, and its settings.

    Its last entry opens a field for an update rule, which begins with an example.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.combo = CalmComboBox("Optimizer")
        self.combo.activated.connect(self._choose)
        self.note = note_label()
        self.note.hide()
        self.field = FormulaField("Update rule", session.check_rule, self._make, self.complaint)
        self.field.setPlaceholderText("theta = theta - lr*gradient")
        self.statements = note_label()
        self.statements.setProperty("role", "code")
        self.statements.setAccessibleName("The statements of the rule")
        self.form = SettingsForm(session.edit_setting, self.complaint)
        self.row(name_label("&Optimizer", self.combo), self.combo, stretch=1)
        self.reading = note_label()
        self.reading.setAccessibleName("How the rule is understood")
        for part in (self.note, self.field, self.complaint, self.statements, self.reading):
            self.rows.addWidget(part)
        self.rows.addWidget(self.form)
        for part in (self.field, self.statements, self.reading):
            part.hide()
        self._shown = ""
        self._rule = EXAMPLE  # that was typed last

    def fill(self, catalogue: Catalogue) -> None:
        from playground.core.optimizers.typed import HELP  # here, since it imports torch

        for name, optimizer in catalogue.optimizers.items():
            self.combo.addItem(optimizer.title, name)
            self._tip(optimizer.help)
        self.combo.addItem(TO_TYPE, TYPED)
        self._tip(HELP)
        self.field.setToolTip(HELP)
        for name, reason in catalogue.unavailable.items():
            self.combo.addItem(f"{reason.split()[0]} (not here)", name)
            self._tip(reason)
            model = self.combo.model()
            assert isinstance(model, QStandardItemModel)
            model.item(self.combo.count() - 1).setEnabled(False)

    def show_experiment(self, experiment: Experiment) -> None:
        optimizer = experiment.optimizer_entry
        typed = experiment.optimizer not in self.session.catalogue.optimizers
        if experiment.optimizer != self._shown:
            self._shown = experiment.optimizer
            self.combo.setToolTip(optimizer.help)
            self.note.setText(optimizer.rate_note)
            self.note.setVisible(bool(optimizer.rate_note))
            self._show_rule(experiment.optimizer if typed else "")
            self.form.declare(optimizer.settings)
        self.combo.show_name(TYPED if typed else experiment.optimizer)
        self.form.show_values(experiment.settings)

    def _show_rule(self, rule: str) -> None:
        """Show the field and the statements of a rule; "" for none."""
        self.combo.setItemText(self.combo.findData(TYPED), IS_TYPED if rule else TO_TYPE)
        if rule:
            self._rule = rule
        else:
            self.field.revert()
        parts = (part.strip() for part in re.split(r"[;\n]", rule))
        self.field.show_value("; ".join(filter(None, parts)))
        statements, reading = understood(rule) if rule else ("", "")
        self.statements.setText(statements)
        self.reading.setText(reading)
        for part in (self.field, self.statements):
            part.setVisible(bool(rule))
        self.reading.setVisible(bool(reading))

    def _tip(self, text: str) -> None:
        self.combo.setItemData(self.combo.count() - 1, text, Qt.ItemDataRole.ToolTipRole)

    def _choose(self, _index: int) -> None:
        chosen = self.combo.currentData()
        error = self.session.edit(optimizer=self._rule if chosen == TYPED else chosen)
        self.complaint.say(self, error)
        self.show_experiment(self.session.experiment)
        if chosen == TYPED and not error:
            self.field.setFocus()

    def _make(self, rule: str) -> str:
        return self.session.edit(optimizer=rule)
