"""How a run ended whose last row holds something that is no finite number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.core import phrases, words
from playground.core.advice import calming
from playground.core.cause import cause
from playground.core.edits import resettings
from playground.core.optimizers import is_typed
from playground.core.outcome import Outcome
from playground.core.pieces import Pieces
from playground.core.stretch import rate_at, stretch
from playground.core.tensors import DTYPES, fits, gradient_of
from playground.core.told import holds

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.trajectory import Trajectory

_CANNOT_TELL = "cannot tell the numbers of the column"
_CALLED = {
    "theta": "θ",
    "loss": "the loss",
    "gradient": "the gradient (the slope of the loss)",
}


def is_finite(trajectory: Trajectory) -> bool:
    """Whether the last row holds finite numbers only; all rows before it always do."""
    return _bad_quantity(trajectory) == ""


def overflow_kind(experiment: Experiment, trajectory: Trajectory) -> str:
    """Return the kind that `overflow` tells of: diverged or undefined."""
    reason = _reason(experiment, trajectory, _bad_quantity(trajectory))
    return "undefined" if reason else "diverged"


def overflow(experiment: Experiment, trajectory: Trajectory) -> Pieces[Outcome]:
    """Work out the outcome of a run whose last row is not finite: diverged or undefined."""
    row = trajectory.length - 1
    quantity = _bad_quantity(trajectory)
    reason = _reason(experiment, trajectory, quantity)
    yield
    if reason:
        message = _undefined(experiment, trajectory, quantity, reason)
        return Outcome("undefined", row, message, quantity=quantity, reason=reason)
    # Up to the row before, since the last holds no number to read a factor from.
    rates = trajectory.learning_rate[: max(row - 1, 0)]
    also = resettings(experiment.edits)
    rate = rate_at(trajectory.theta[:row], rates, row - 1, 0.0, also) if row > 3 else None
    grown, when = None, ""
    if rate is not None and rate.swing is None and abs(rate.value) > 1:
        part = stretch(rates, row - 1, also)
        if holds(trajectory.theta[:row], part, rate, row - 1, 0.0):
            grown, when = rate.value, part.when(row)
    message = yield from _explodes(experiment, trajectory, quantity, grown, when)
    return Outcome("diverged", row, message, grown, quantity=quantity, how="overflow")


def _bad_quantity(trajectory: Trajectory) -> str:
    last = trajectory.length - 1
    if not np.isfinite(trajectory.theta[last]).all():
        return "theta"
    if not math.isfinite(trajectory.loss[last]):
        return "loss"
    return "" if np.isfinite(trajectory.gradient[last]).all() else "gradient"


def _explodes(
    experiment: Experiment, trajectory: Trajectory, quantity: str, rate: float | None, when: str
) -> Pieces[str]:
    row = trajectory.length - 1
    before = trajectory.loss[max(row - 1, 0)]
    steady = rate is not None and rate > 1 and before < trajectory.loss[0]
    downhill = steady or trajectory.loss[row] == -math.inf
    what = "update" if downhill else "error"
    by = f"{when} multiplied the {what} by {words.factor(rate)}, and " if rate else ""
    grew = "is" if row == 0 else "grew"
    limit = words.number(torch.finfo(DTYPES[experiment.dtype]).max)
    beyond = f"{grew} beyond what {experiment.dtype} can hold ({limit})"
    advice = "Start closer to the minimum." if row == 0 else "Try a smaller learning rate."
    if downhill:
        by = "θ ran away downhill: " + by
        advice = "No minimum lies in that direction."
        if quantity == "loss":
            beyond = f"fell below the lowest number that {experiment.dtype} can hold, −{limit}"
    how = f"{by}at step {row:,} {_CALLED[quantity]} {beyond}."
    why = "" if downhill else (yield from cause(experiment, trajectory))
    if not downhill and row:
        advice = calming(experiment, row, "" if why else advice)
    because = f"{why}. {phrases.sentence(how)}" if why else how
    return f"Explodes: {because} {advice}".rstrip()


def _undefined(experiment: Experiment, trajectory: Trajectory, quantity: str, reason: str) -> str:
    row = trajectory.length - 1
    where = trajectory.theta[row if quantity != "theta" else row - 1]
    place = words.place(experiment.parameters, where.tolist())
    at = f", where {place}" if place else ""
    advice = calming(experiment, row, "Try a smaller learning rate.")
    if row == 0:
        advice = "Start elsewhere."
    if quantity == "theta" or _CANNOT_TELL in reason:
        advice = "Try a dtype with more digits."
    return f"Undefined: no result at step {row:,}{at}: {reason.rstrip('.')}. {advice}"


def _reason(experiment: Experiment, trajectory: Trajectory, quantity: str) -> str:
    """Why there is no number; empty where it is only too large for the format."""
    last = trajectory.length - 1
    if quantity == "theta":
        return _update_reason(experiment, trajectory)
    alike = _alike(experiment)
    if alike:
        return alike
    entry = experiment.loss_entry
    theta = torch.from_numpy(trajectory.theta[last].astype(np.float64))
    said = entry.explain(theta) if entry.explain is not None else ""
    if said:
        return said
    if quantity == "loss" and entry.explain is not None:
        return ""
    if _finite_in_float64(experiment, theta) or _was_large(trajectory, 0.25):
        return ""
    if quantity == "gradient":
        return "the loss has a value there, but no slope"
    return "the loss has no value there"


def _alike(experiment: Experiment) -> str:
    """Which column was divided by a deviation of 0, as its numbers are one in this format."""
    if experiment.normalised != "standardise":
        return ""
    read = experiment.bound_loss().columns
    lost = (name for name in experiment.loss_entry.inputs if bool(read[name].isnan().all()))
    column = next(lost, "")
    return f"{experiment.dtype} {_CANNOT_TELL} {column} apart" if column else ""


def _update_reason(experiment: Experiment, trajectory: Trajectory) -> str:
    last = trajectory.length - 1
    parts = [trajectory.theta[last], *(kept[last] for kept in trajectory.memory.values())]
    if any(np.isinf(part).any() for part in parts) or _was_large(trajectory, 0.5):
        return ""
    if _used_infinity(experiment, float(trajectory.learning_rate[-1]), last - 1):
        return ""
    rule = "typed" if is_typed(experiment.optimizer) else experiment.optimizer
    return (
        f"the {rule} update divided zero by zero, because {experiment.dtype} "
        "rounded a small number to 0"
    )


def _used_infinity(experiment: Experiment, rate: float, step: int) -> bool:
    """Whether the update had a number beyond the format, where 0 times infinity is no number."""
    numbers = (rate, *experiment.settings_at(step).values())
    dtype = DTYPES[experiment.dtype]
    return not all(fits(number, dtype) for number in numbers if isinstance(number, int | float))


def _finite_in_float64(experiment: Experiment, theta: torch.Tensor) -> bool:
    loss = experiment.bound_loss("float64")
    leaf = theta.clone().requires_grad_()
    value = loss(leaf)
    return math.isfinite(value.item()) and bool(gradient_of(value, leaf).isfinite().all())


def _was_large(trajectory: Trajectory, power: float) -> bool:
    """Whether a number at the end was so large that its 1/power-th power overflows."""
    rows = slice(max(trajectory.length - 2, 0), trajectory.length)
    numbers = (trajectory.theta[rows], trajectory.gradient[rows], trajectory.loss[rows])
    limit = float(np.finfo(trajectory.loss.dtype).max) ** power
    return any(float(np.abs(part[np.isfinite(part)]).max(initial=0.0)) > limit for part in numbers)
