"""How many updates the run makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.controls.control import Control, name_label
from playground.app.controls.entry import Entry, typed_whole
from playground.app.controls.scales import WholeLogScale
from playground.app.controls.slider import ScaleSlider
from playground.app.session import Session

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

MOST_STEPS = 100_000  # as Experiment has it, which imports torch; a test holds the two together


class StepsControl(Control):
    """A log slider over whole numbers and an exact field."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.slider = ScaleSlider("Steps", WholeLogScale(1, MOST_STEPS))
        self.slider.setToolTip(f"How many updates the run makes, from 1 to {MOST_STEPS:,}.")
        self.slider.moved.connect(self._put)
        self.entry = Entry("Steps, exactly", self._take, self.complaint)
        self.entry.setProperty("column", "number")
        self.entry.setToolTip(self.slider.toolTip())
        self.row(name_label("&Steps", self.entry), self.slider, self.entry, stretch=1)
        self.rows.addWidget(self.complaint)

    def show_experiment(self, experiment: Experiment) -> None:
        self.slider.show_value(experiment.steps)
        self.entry.show_value(str(experiment.steps))

    def _take(self, text: str) -> str:
        try:
            steps = typed_whole("steps", text)
        except ValueError as error:
            return str(error)
        return self.session.edit(steps=steps)

    def _put(self, steps: float) -> None:
        self.complaint.say(self, self.session.edit(steps=int(steps)))
