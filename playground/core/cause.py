"""Why a run exploded: its learning rate against the largest that is stable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core import words
from playground.core.advice import undamped
from playground.core.edits import resettings
from playground.core.mistakes import cure
from playground.core.parabola import is_parabola
from playground.core.pieces import Pieces
from playground.core.stability import stability
from playground.core.valley import Valley, seeking_valley

if TYPE_CHECKING:
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
    if cure(experiment.mistakes):
        return ""
    rates = trajectory.learning_rate
    settings = experiment.optimizer_settings
    momentum = undamped(experiment, len(rates))
    if momentum and experiment.optimizer == "sgd":
        # With nesterov, there are rates for which even such momentum dies away.
        any_rate = "" if settings.nesterov else ", whatever the learning rate"
        return f"a momentum of {words.number(momentum)} keeps every swing alive{any_rate}"
    if experiment.optimizer != "sgd" or experiment.batch_size or settings.weight_decay:
        return ""
    resets = any(step < len(rates) for step in resettings(experiment.edits))
    if not len(rates) or (rates != rates[0]).any() or resets:
        return ""
    found = yield from seeking_valley(experiment)
    if found is None:
        return ""
    limit = stability("sgd", settings, found.eigenvalues).largest
    rate = float(rates[0])
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
