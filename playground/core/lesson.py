"""A lesson: steps that each show an experiment, ask, and let a class predict before it sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.core.graph_presets import GRAPH_PRESETS

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

LEVELS = ("beginner", "intermediate", "advanced")
# The panels and the controls of the window, by the names that they have there.
PANELS = (
    "landscape", "surface", "map", "compare", "numbers", "fit", "sweep", "curvature", "loss",
    "parameters", "rate", "runs", "graph", "check", "optimizer", "precision", "code", "lesson",
)  # fmt: skip
# The pages that a panel has; it is opened at the first.
PAGES = {
    "sweep": ("outcome", "final-values", "range-test"),
    "graph": ("loss", *GRAPH_PRESETS),
}
CONTROLS = (
    "loss", "data", "theta", "learning_rate", "steps", "optimizer", "schedule", "mistakes", "more",
)  # fmt: skip
# What a step can hide: a control, the row that adds a rate from a step on, the row below that
# plays the run, the buttons that pin and fork it, the menu of panels, the switches of panels.
HIDEABLE = (*CONTROLS, "another_rate", "transport", "pin", "fork", "panels", "switches")
# What a class may say that a run will do, and the kinds of outcomes that this names.
ENDS = {
    "settles": ("settled",),
    "oscillates": ("oscillating", "cycling"),
    "explodes": ("diverged",),
    "too slow": ("slow",),
}


@dataclass(frozen=True)
class Quantity:
    """A number of the run, or of theory where the lesson itself has the answer.

    `name` is one of QUANTITIES or of THEORY, `step` the row it is read at (None: the last),
    `parameter` the place in theta, from 1.
    """

    name: str
    step: int | None = None
    parameter: int = 1


@dataclass(frozen=True)
class PredictOutcome:
    """Which of ENDS, of those offered, the run will come to."""

    ask: str
    choices: tuple[str, ...] = tuple(ENDS)
    explain: str = ""


@dataclass(frozen=True)
class PredictNumber:
    """What a quantity of the run will be, give or take the tolerance."""

    ask: str
    quantity: Quantity
    tolerance: float
    explain: str = ""


@dataclass(frozen=True)
class PredictCurve:
    """The loss curve, drawn before it is seen; `log`: on an axis of powers of ten.

    `extent` is from where to where it can be drawn; without one that follows from the start.
    """

    ask: str
    log: bool = False
    explain: str = ""
    extent: tuple[float, float] | None = None


Prediction = PredictOutcome | PredictNumber | PredictCurve


@dataclass(frozen=True)
class ChoiceQuestion:
    """A question with choices, of which `answer` is the right one."""

    ask: str
    choices: tuple[str, ...]
    answer: str
    explain: str = ""


@dataclass(frozen=True)
class NumberQuestion:
    """A question whose answer is a number, give or take the tolerance.

    With a quantity, `answer` is what the run makes of it; a check of the lesson compares them.
    """

    ask: str
    answer: float
    tolerance: float
    explain: str = ""
    quantity: Quantity | None = None


Question = ChoiceQuestion | NumberQuestion


@dataclass(frozen=True)
class Expectation:
    """What a text says of a run: a number as it is written there, an outcome, torch's refusal.

    A number holds if the quantity rounds to it with as many digits.
    """

    quantity: Quantity
    value: str


@dataclass(frozen=True)
class PinnedRun:
    """A run to put beside the step's own, under a name ("" for the automatic one)."""

    name: str
    experiment: Experiment
    expects: tuple[Expectation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What the window shows of a run: the panels, the row to stand at, the pinned runs beside it.

    `panels` are those to be seen (none: as they are), the first of them in front; `pages` are
    (panel, page) where another than the first of PAGES is shown. `playhead` is None for the newest
    row.
    """

    experiment: Experiment
    panels: tuple[str, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    playhead: int | None = None
    pinned: tuple[PinnedRun, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LessonStep(Scene):
    """One idea: its text (Markdown), the scene that shows it, and what is asked about it.

    `hidden` are names of HIDEABLE. `after` is what the text goes on with once the prediction is
    made; without one, at once.
    """

    title: str
    text: str
    after: str = ""
    hidden: tuple[str, ...] = ()
    predict: Prediction | None = None
    questions: tuple[Question, ...] = ()
    expects: tuple[Expectation, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A lesson as read from its file; `level` is one of LEVELS, `text` is Markdown."""

    title: str
    level: str
    minutes: int
    text: str
    steps: tuple[LessonStep, ...]
