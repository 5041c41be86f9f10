"""The numbers of a run that a lesson can ask for, by name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.core import words
from playground.core.lesson import ENDS, Quantity

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.trajectory import Trajectory

# What each is called in a sentence. A row is read as recorded: row k is after k updates.
QUANTITIES = {
    "theta": "the parameter",
    "loss": "the loss",
    "gradient": "the gradient",
    "learning_rate": "the learning rate",
    "settled_step": "the step from which theta stays within a thousandth of its way to the end",
    "steps_to_tolerance": "the steps until the loss stays within a thousandth of its way down",
    "factor": "the factor of each step at the end",
    "period": "the steps in a cycle",
}
# Of no run, so for questions and expectations, whose answers are in the lesson: of the curvature
# at the minimum, and of a range test of 100 steps over the learning rates of the slider.
THEORY = (
    "curvature",
    "least_curvature",
    "condition_number",
    "largest_stable_learning_rate",
    "best_learning_rate",
    "range_suggestion",
)
BY_ROW = ("theta", "loss", "gradient", "learning_rate")
_BY_PARAMETER = ("theta", "gradient")
_TOLERANCE = 1e-3


def fault(quantity: Quantity, experiment: Experiment) -> tuple[str, str] | None:
    """Return the field of a quantity that no run of the experiment has, and the rule; or None."""
    last = experiment.steps - (quantity.name == "learning_rate")
    if quantity.step is not None:
        if quantity.name not in BY_ROW:
            return "step", f"{quantity.name} is read at no step"
        if quantity.step > last:
            return "step", f"must be at most {last}, the last of the run, not {quantity.step}"
    if quantity.name not in _BY_PARAMETER:
        if quantity.parameter > 1:
            return "parameter", f"{quantity.name} is of all parameters together"
    elif quantity.parameter > len(experiment.theta):
        count = words.count(len(experiment.theta), "parameter")
        return "parameter", f"must be at most {len(experiment.theta)}: theta has {count}"
    return None


def value_of(quantity: Quantity, experiment: Experiment, trajectory: Trajectory) -> float:
    """Return a quantity of a finished run; nan if it has none, as a step after it diverged."""
    if quantity.name in BY_ROW:
        return _in_row(quantity, trajectory)
    if quantity.name == "steps_to_tolerance":
        return _steps(experiment, trajectory)
    outcome = trajectory.outcome
    assert outcome is not None  # a finished run has one
    settled = outcome.step if outcome.kind == "settled" else None
    found = {"factor": outcome.rate, "period": outcome.period, "settled_step": settled}
    value = found[quantity.name]
    return math.nan if value is None else float(value)


def ending(trajectory: Trajectory) -> str:
    """Return which of ENDS a finished run came to; "" for one that is stuck or has no number."""
    kind = kind_of(trajectory)
    return next((end for end, kinds in ENDS.items() if kind in kinds), "")


def kind_of(trajectory: Trajectory) -> str:
    """Return the kind of the run's outcome, "" while it has none."""
    return "" if trajectory.outcome is None else trajectory.outcome.kind


def _in_row(quantity: Quantity, trajectory: Trajectory) -> float:
    rows = getattr(trajectory, quantity.name)
    row = len(rows) - 1 if quantity.step is None else quantity.step
    if not 0 <= row < len(rows):
        return math.nan
    column = rows[:, quantity.parameter - 1] if rows.ndim == 2 else rows
    return float(column[row])


def _steps(experiment: Experiment, trajectory: Trajectory) -> float:
    # Here, since they import torch, which the window does without until it is loaded.
    from playground.core.tolerance import lowest_known_loss, lowest_loss, steps_to_tolerance

    target = lowest_known_loss(experiment)
    if math.isnan(target):
        target = lowest_loss(trajectory.loss)
    losses, kinds = trajectory.loss[:, None], [kind_of(trajectory)]
    return float(steps_to_tolerance(losses, kinds, _TOLERANCE, target)[0])
