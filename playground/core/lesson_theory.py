"""The numbers that a lesson can state: those of the run, and those of theory beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.core.lesson_quantities import THEORY, value_of
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test
from playground.core.rate_range import covering
from playground.core.theory import theory_at

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.lesson import Quantity
    from playground.core.trajectory import Trajectory


def stated(quantity: Quantity, experiment: Experiment, trajectory: Trajectory) -> float:
    """Return a quantity of a finished run or of THEORY; nan where there is none."""
    if quantity.name not in THEORY:
        return value_of(quantity, experiment, trajectory)
    if quantity.name == "range_suggestion":
        return _suggestion(experiment, trajectory)
    return _at_minimum(quantity.name, experiment, trajectory)


def _suggestion(experiment: Experiment, trajectory: Trajectory) -> float:
    low, high = covering(experiment.loss_entry.learning_rates, experiment.learning_rate)
    # Five times the best says nothing of losses below 0; the window's test goes on there.
    diverge = 5.0 if trajectory.loss[0] >= 0 else 0.0
    request = RangeRequest(low, high, smoothing=0.05, diverge=diverge)  # as in the window
    suggestion = range_test(experiment, request).suggestion
    return math.nan if suggestion is None else suggestion


def _at_minimum(name: str, experiment: Experiment, trajectory: Trajectory) -> float:
    theory = theory_at(experiment, trajectory, "minimum")
    found, limits = theory.curvature, theory.stability
    if found is None or limits is None:
        return math.nan
    values = {
        "curvature": float(found.eigenvalues[-1]),
        "least_curvature": float(found.eigenvalues[0]),
        "condition_number": found.condition_number,
        "largest_stable_learning_rate": limits.largest,
        "best_learning_rate": limits.best,
    }
    value = values[name]
    return math.nan if value is None else value
