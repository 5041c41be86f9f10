"""What is rarely wanted: number format, seed, batch size, and whose gradient is used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from playground.app.controls.control import Control, name_label
from playground.app.controls.entry import Entry, typed_whole
from playground.app.controls.slider import CalmComboBox
from playground.app.focus import by_tab
from playground.app.icons import icon
from playground.app.session import Session
from playground.app.theme import Theme, current_theme

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.studio import Catalogue

GRADIENTS = {"autograd": "autograd", "by-hand": "by hand"}


class MoreControl(Control):
    """Folded away until its title is clicked."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.fold = by_tab(QPushButton("More"))
        self.fold.setCheckable(True)
        self.fold.setProperty("quiet", True)
        self.fold.setProperty("role", "link")
        self.fold.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.fold.toggled.connect(self._unfold)
        self.dtype = CalmComboBox("Precision")
        self.dtype.setToolTip("In which the whole descent is computed; float32 is torch's own.")
        self.dtype.activated.connect(self._choose_dtype)
        self.seed = Entry("Seed", partial(self._take, "seed"), self.complaint)
        self.seed.setToolTip("Of everything that is drawn: minibatches, and a drawn start.")
        take_batch = partial(self._take, "batch_size")
        self.batch = Entry("Batch size", take_batch, self.complaint)
        self.batch.setToolTip("How many rows of the data each step looks at; 0 is all of them.")
        self.gradient = CalmComboBox("Gradient")
        self.gradient.setToolTip("Autograd's, or the one that the source text wrote by hand.")
        self.gradient.activated.connect(self._choose_gradient)
        for name, words in GRADIENTS.items():
            self.gradient.addItem(words, name)
        self._lay_out()

    def _lay_out(self) -> None:
        self.rows.addWidget(self.fold)
        names = ("Precision", "Seed", "Batch size", "Gradient")
        editors: tuple[QWidget, ...] = (self.dtype, self.seed, self.batch, self.gradient)
        self._lines = [
            (name_label(name, editor), editor) for name, editor in zip(names, editors, strict=True)
        ]
        for label, editor in self._lines:
            self.row(label, editor, stretch=1)
        self.rows.addWidget(self.complaint)
        self._with_data = self._by_hand = False
        self._show_lines()

    def fill(self, catalogue: Catalogue) -> None:
        for name in catalogue.dtypes:
            self.dtype.addItem(name, name)

    def show_experiment(self, experiment: Experiment) -> None:
        entry = experiment.loss_entry
        self.dtype.show_name(experiment.dtype)
        self.seed.show_value(str(experiment.seed))
        self.batch.show_value(str(experiment.batch_size))
        self.gradient.show_name(experiment.gradient)
        with_data, by_hand = entry.table is not None, entry.hand_gradient is not None
        if (with_data, by_hand) != (self._with_data, self._by_hand):
            self._with_data, self._by_hand = with_data, by_hand
            self.complaint.clear()
            self._show_lines()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.fold.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.fold.setIcon(icon("collapse" if self.fold.isChecked() else "expand", theme.accent))

    def _show_lines(self) -> None:
        wanted = (True, True, self._with_data, self._by_hand)
        for (label, editor), suits in zip(self._lines, wanted, strict=True):
            label.setVisible(suits and self.fold.isChecked())
            editor.setVisible(suits and self.fold.isChecked())

    def _unfold(self, _open: bool) -> None:
        self.fold.setText("Less" if self.fold.isChecked() else "More")
        self._show_lines()
        self.paint_with(current_theme())

    def _take(self, name: str, text: str) -> str:
        try:
            return self.session.edit(**{name: typed_whole(name, text)})
        except ValueError as error:
            return str(error)

    def _choose_dtype(self, _index: int) -> None:
        self.complaint.say(self.dtype, self.session.edit(dtype=self.dtype.currentData()))
        self.dtype.show_name(self.session.experiment.dtype)

    def _choose_gradient(self, _index: int) -> None:
        self.complaint.say(self.gradient, self.session.edit(gradient=self.gradient.currentData()))
        self.gradient.show_name(self.session.experiment.gradient)
