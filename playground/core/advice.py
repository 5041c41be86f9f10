"""What to change in a run that swings or explodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core import phrases
from playground.core.evidence import minimum_is_known
from playground.core.fading import fades
from playground.core.kink import around_a_kink
from playground.core.pieces import Pieces
from playground.core.remedy import endless, remedy, restless

if TYPE_CHECKING:
    from playground.core.end import End
    from playground.core.experiment import Experiment


def undamped(experiment: Experiment, step: int) -> float:
    """Return the momentum of the update that led to the step if it is 1 or more, else 0.

    Such momentum keeps every swing alive: the two factors of a heavy ball multiply to it.
    """
    if "momentum" not in experiment.optimizer_entry.settings:
        return 0.0
    momentum = float(experiment.settings_at(max(step - 1, 0)).momentum)
    return momentum if momentum >= 1 else 0.0


def calming(experiment: Experiment, step: int, otherwise: str) -> str:
    """Return what brings a run to rest: a mistake mended, less momentum where that comes first."""
    mended = remedy(experiment)
    if mended:
        return mended
    if not undamped(experiment, step):
        instead = restless(experiment) or experiment.optimizer_entry.calmed_by
        return (otherwise and instead) or otherwise
    # With nesterov, a momentum below 1 may still need a smaller rate.
    if experiment.optimizer == "sgd" and experiment.optimizer_settings.nesterov:
        return "Lower the momentum below 1, and the learning rate."
    return "Lower the momentum below 1."


def going_on(end: End) -> str:
    """Return what takes a run further down that has not yet come to rest."""
    more = unfaded(end) if fades(end) else "Try more steps."
    return endless(end.experiment) or more


def unfaded(end: End) -> str:
    """Return what takes a run further down of whose learning rate little is left."""
    if phrases.higher(end):  # it was too large before it faded
        return calming(end.experiment, end.updates, "Try a smaller learning rate.")
    what = "learning rate" if end.experiment.schedule == "constant" else "schedule"
    return f"A {what} that falls less would go on."


def after_a_cycle(end: End, period: int) -> Pieces[str]:
    """Work out what a smaller learning rate does to a cycle."""
    experiment = end.experiment
    if remedy(experiment) or undamped(experiment, end.updates):
        return calming(experiment, end.updates, "")
    if experiment.optimizer != "sgd":
        # Many scale their steps, and never come to rest.
        return calming(experiment, end.updates, "Try a smaller learning rate.")
    cycle = end.trajectory.theta[-period:].astype(float)
    if (yield from around_a_kink(end.loss, cycle)):
        return "A smaller learning rate cycles in a smaller range."
    if (yield from minimum_is_known(end, period)):
        return "A smaller learning rate would settle."
    return "No minimum is known here, so a smaller learning rate may not settle either."
