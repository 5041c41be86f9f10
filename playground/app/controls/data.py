"""The table that a model is fitted to, and the model."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from playground.app.controls.control import Control, name_label, note_label
from playground.app.controls.formula_field import FormulaField
from playground.app.controls.paste_dialog import PasteDialog
from playground.app.controls.slider import CalmComboBox
from playground.app.focus import by_tab
from playground.app.session import Session

if TYPE_CHECKING:
    from playground.core.datasets import Table
    from playground.core.experiment import Experiment
    from playground.engine.studio import Catalogue

CRITERIA = {
    "mse": "Mean squared error",
    "mae": "Mean absolute error",
    "logistic": "Logistic (target 0 or 1)",
}
WAYS = {
    "none": "As they were read",
    "scale": "Divided by the largest",
    "standardise": "Mean 0, deviation 1",
}


class DataControl(Control):
    """What is in the table, and the model that is typed; hidden without data.

    `choose` is the button that opens, pastes or chooses a table: it stands with the loss.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.choose = by_tab(QPushButton("&Data"))
        self.choose.setToolTip("Fit a model that you type to a table of numbers.")
        self.choose.setAutoDefault(False)
        self.menu = QMenu(self)
        self.choose.setMenu(self.menu)
        self.table = note_label()
        self.row(name_label("Data"), self.table, stretch=1)
        self.model = FormulaField("Model", session.check_model, self._take_model, self.complaint)
        self.model.setToolTip("Names that are columns are data, the others are parameters.")
        self.target = CalmComboBox("Target column")
        self.target.setToolTip("The column that the model is to predict.")
        self.target.activated.connect(self._aim)
        self.criterion = CalmComboBox("Loss of the model")
        self.criterion.setToolTip("How far the predictions are from the target.")
        self.criterion.activated.connect(self._score)
        for name, words in CRITERIA.items():
            self.criterion.addItem(words, name)
        self.inputs = CalmComboBox("Inputs of the model")
        self.inputs.setToolTip(
            "What is done to the columns that the model reads before it reads them: nothing; each "
            "over its largest absolute value; or each minus its mean, over its standard deviation."
        )
        self.inputs.activated.connect(self._normalise)
        for name, words in WAYS.items():
            self.inputs.addItem(words, name)
        self._typed = self._typed_rows()
        self._table: Table | None = None
        self.paste_dialog: PasteDialog | None = None
        self.hide()

    def _typed_rows(self) -> list[QWidget]:
        parts: list[QWidget] = []
        named = (
            ("&Model", self.model),
            ("Inputs", self.inputs),
            ("Target", self.target),
            ("Error", self.criterion),
        )
        for name, editor in named:
            label = name_label(name, editor)
            self.row(label, editor, stretch=1)
            parts += [label, editor]
            if editor is self.model:
                self.rows.addWidget(self.complaint)
        for part in parts:
            part.hide()
        return parts

    def fill(self, catalogue: Catalogue) -> None:
        self.menu.addAction("Open a CSV file …", self._ask_for_file)
        self.menu.addAction("Paste a table …", self._paste)
        self.menu.addSeparator()
        for name, table in catalogue.datasets.items():
            action = self.menu.addAction(f"{name} ({summary(table)})")
            action.triggered.connect(partial(self._use_built_in, name))

    def show_experiment(self, experiment: Experiment) -> None:
        entry = experiment.loss_entry
        if entry.table is not self._table:
            self._table = entry.table
            self._show_table(entry.table)
        for part in self._typed:
            part.setVisible(bool(experiment.model))
        self.model.show_value(experiment.model)
        self.target.show_name(experiment.target)
        self.criterion.show_name(experiment.loss)
        self.inputs.show_name(experiment.normalise)

    def _show_table(self, table: Table | None) -> None:
        self.complaint.clear()
        self.target.clear()
        if table is None:
            self.hide()
            return
        self.show()
        name = table.name if len(table.name) <= 40 else table.name[:39] + "…"
        self.table.setText(f"{name}, {summary(table)}")
        for column in table.names[:1000]:
            self.target.addItem(column, column)

    def _use_built_in(self, name: str) -> None:
        self.complaint.say(self, self.session.use_table(name))

    def _ask_for_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a table", "", "Tables (*.csv *.tsv *.txt);;All files (*)"
        )
        if name:
            self.session.open(Path(name))

    def _paste(self) -> None:
        if self.paste_dialog is None:
            self.paste_dialog = PasteDialog(self.session, self)
        self.paste_dialog.ask()

    def _take_model(self, text: str) -> str:
        return self._edit(model=text)

    def _aim(self, _index: int) -> None:
        self.complaint.say(self.target, self._edit(target=self.target.currentData()))
        self.target.show_name(self.session.experiment.target)

    def _score(self, _index: int) -> None:
        self.complaint.say(self.criterion, self._edit(loss=self.criterion.currentData()))
        self.criterion.show_name(self.session.experiment.loss)

    def _normalise(self, _index: int) -> None:
        self.complaint.say(self.inputs, self.session.edit(normalise=self.inputs.currentData()))
        self.inputs.show_name(self.session.experiment.normalise)

    def _edit(self, **changes: object) -> str:
        # All of them, since another one is another loss, which would forget the rest.
        now = self.session.experiment
        whole = {
            "loss": now.loss, "dataset": now.dataset, "model": now.model, "target": now.target,
            "normalise": now.normalise,
        }  # fmt: skip
        return self.session.edit(**{**whole, **changes})


def summary(table: Table) -> str:
    """Return what is in a table, in a few words."""
    names = ", ".join(table.names[:4]) + (", …" if len(table.names) > 4 else "")
    return f"{table.rows} rows: {names}"
