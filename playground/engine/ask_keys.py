"""What the answer to each ask depends on: with another key there is another answer."""

from __future__ import annotations

from dataclasses import replace

from playground.core.asks import AxisAsk, FitAsk, GraphAsk, MapAsk, PinnedSharpnessAsk
from playground.core.fair_runs import fair_key
from playground.core.map_request import MapAxis
from playground.engine.fitting import fitting_key
from playground.engine.run import Run


def but_rate(run: Run, _ask: object) -> object:
    """All but the learning rate, which is varied."""
    return replace(run.experiment, learning_rate=1.0)


def but_dtype(run: Run, _ask: object) -> object:
    """All but the number format, which is varied."""
    return replace(run.experiment, dtype="float64")


def but_axes(run: Run, ask: MapAsk) -> object:
    """All but what the axes vary: opening a pixel as the run needs no other map."""
    experiment = run.experiment
    theta, rate = list(experiment.theta), experiment.learning_rate
    settings = dict(experiment.settings)
    for axis in (ask.x, ask.y):
        try:
            place = map_axis(axis).place(experiment)
        except ValueError:
            return experiment  # which the map then says in words
        if place.kind == "theta":
            theta[place.component] = 0.0
        elif place.kind == "learning_rate":
            rate = 1.0
        else:
            settings.pop(place.name, None)
    plain = replace(experiment, theta=tuple(theta), learning_rate=rate, settings={})
    return plain, settings


def the_experiment(run: Run, _ask: object) -> object:
    """All of the experiment."""
    return run.experiment


def fair(run: Run, _ask: object) -> object:
    """What a fair comparison depends on: it varies the rest."""
    return fair_key(run.experiment)


def the_run(run: Run, _ask: object) -> object:
    """This very run."""
    return run


def the_pinned_run(_run: Run, ask: PinnedSharpnessAsk) -> object:
    """The very run that is asked about, whichever is on screen."""
    return ask.trajectory


def data(run: Run, _ask: FitAsk) -> object:
    """The data and the model."""
    return fitting_key(run.experiment)


def recorded_loss(run: Run, ask: GraphAsk) -> object:
    """The loss as the check has it; a preset and a typed function need no run."""
    return None if ask.preset or ask.function else checked_loss(run, ask)


def checked_loss(run: Run, _ask: object) -> object:
    """The loss, its data with their minibatches, and its number format."""
    return replace(fitting_key(run.experiment), dtype=run.experiment.dtype)


def map_axis(ask: AxisAsk) -> MapAxis:
    """Return the axis of a map that is asked for."""
    return MapAxis(ask.name, ask.low, ask.high, ask.log)
