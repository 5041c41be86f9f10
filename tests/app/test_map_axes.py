"""Whatever an axis of a map offers can be computed, over all that its view may show."""

from __future__ import annotations

import math

import pytest

from playground.app.map_axes import choices
from playground.core.asks import AxisAsk
from playground.core.experiment import Experiment
from playground.core.map_request import MapAxis, MapRequest
from playground.core.optimizers import OPTIMIZERS


def axis(ask: AxisAsk) -> MapAxis:
    return MapAxis(ask.name, ask.low, ask.high, ask.log)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_choice_fits_at_home_and_at_its_limits(optimizer: str) -> None:
    experiment = Experiment("himmelblau", optimizer=optimizer)
    x, *others = choices(experiment, OPTIMIZERS[optimizer].settings)
    assert len(others) >= 2
    for other in others:
        for extent in (other.home, other.limits):
            up = axis(other.ask(other.places(extent)))
            request = MapRequest(axis(x.ask(x.places(x.home))), up, 8)
            request.places(experiment)  # raises where an axis does not fit


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_run_on_screen_has_a_place_on_every_axis(optimizer: str) -> None:
    experiment = Experiment("himmelblau", learning_rate=0.02, optimizer=optimizer)
    for choice in choices(experiment, OPTIMIZERS[optimizer].settings):
        place = choice.of(experiment)
        if not (choice.log and choice.name in experiment.optimizer_settings):
            assert math.isfinite(place)
        if choice.name == "learning_rate":
            assert choice.value(place) == pytest.approx(0.02)


def test_a_start_outside_the_usual_view_is_brought_into_it() -> None:
    (x, *_) = choices(Experiment("himmelblau", theta=(40.0, 0.0)), {})
    assert x.home[0] <= -6
    assert x.home[1] > 40


def test_a_rate_outside_the_usual_view_is_brought_into_it() -> None:
    *_, rates = choices(Experiment("himmelblau", learning_rate=3.0), {})  # 1e-5 to 1
    assert rates.home == (1e-5, 10.0)
