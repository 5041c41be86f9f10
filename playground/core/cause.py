"""Why a run exploded, cycles or swings: its learning rate against the largest that is stable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core import words
from playground.core.advice import undamped
from playground.core.edits import resettings
from playground.core.evidence import circled
from playground.core.parabola import is_parabola
from playground.core.phrases import sentence
from playground.core.pieces import Pieces
from playground.core.remedy import remedy
from playground.core.stability import stability
from playground.core.valley import Valley, seeking_valley

if TYPE_CHECKING:
    from playground.core.end import End
    from playground.core.experiment import Experiment
    from playground.core.trajectory import Trajectory

_ABOVE = 1e-9  # relative: a rate above its limit by less may only be rounded


def cause(experiment: Experiment, trajectory: Trajectory) -> Pieces[str]:
    """Work out "the learning rate 1.1 is above 1.0, the largest that is stable where …".

    Empty where that is not what theory says: for an optimizer other than sgd, minibatches, a
    weight decay, a rate or settings that changed, mistakes that leave no limit, and where no
    minimum with a positive definite Hessian is known. The limit is that of the minimum nearest to
    the start. A momentum of 1 or more is named instead of a limit.
    """
    if remedy(experiment):
        return ""
    settings = experiment.optimizer_settings
    momentum = undamped(experiment, len(trajectory.learning_rate))
    if momentum and experiment.optimizer == "sgd":
        # With nesterov, there are rates for which even such momentum dies away.
        any_rate = "" if settings.nesterov else ", whatever the learning rate"
        return f"a momentum of {words.number(momentum)} keeps every swing alive{any_rate}"
    if not has_one_limit(experiment, trajectory):
        return ""
    found = yield from seeking_valley(experiment)
    return "" if found is None else _above(experiment, trajectory, found)


def swings_because(end: End, rows: int) -> Pieces[str]:
    """Work out why a run cycles or swings: the same, of the minimum among its last rows.

    " The learning rate 1.1 is above …", to follow a sentence; empty as for `cause`.
    """
    experiment = end.experiment
    if remedy(experiment) or undamped(experiment, end.updates):
        return ""
    if not has_one_limit(experiment, end.trajectory):
        return ""
    found = yield from circled(end, rows)
    why = "" if found is None else _above(experiment, end.trajectory, found)
    return f" {sentence(why)}." if why else ""


def has_one_limit(experiment: Experiment, trajectory: Trajectory) -> bool:
    """Whether one rule with one learning rate was in force for the whole run."""
    rates, settings = trajectory.learning_rate, experiment.optimizer_settings
    if experiment.optimizer != "sgd" or experiment.batch_size or settings.weight_decay:
        return False
    resets = any(step < len(rates) for step in resettings(experiment.edits))
    return bool(len(rates)) and not resets and bool((rates == rates[0]).all())


def _above(experiment: Experiment, trajectory: Trajectory, found: Valley) -> str:
    """What the learning rate is above, if it is above the limit of that minimum."""
    settings = experiment.optimizer_settings
    limit = stability("sgd", settings, found.eigenvalues).largest
    rate = float(trajectory.learning_rate[0])
    if limit is None or rate <= limit * (1 + _ABOVE):
        return ""
    used, most = words.apart(rate, limit)
    with_momentum = ""
    if settings.momentum:
        with_momentum = f" with momentum {words.number(settings.momentum)}"
    return (
        f"the learning rate {used} is above {most}, the largest that is stable{with_momentum} "
        f"{_where(experiment, found)}"
    )


def _where(experiment: Experiment, found: Valley) -> str:
    largest = "largest " if found.eigenvalues[0] < found.eigenvalues[-1] else ""
    curvature = f"where the {largest}curvature is {words.number(found.eigenvalues[-1], 4)}"
    if is_parabola(experiment):
        return curvature
    place = words.place(experiment.parameters, found.theta)
    return f"at the minimum{' ' + place if place else ''}, {curvature}"
