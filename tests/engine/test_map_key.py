"""A map is kept for every descent that lies on it, and made anew for any other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.core.asks import AxisAsk, MapAsk
from playground.core.experiment import Experiment
from playground.engine.derivations import DERIVATIONS
from playground.engine.run import Run

EXPERIMENT = Experiment("himmelblau", (1.0, 2.0), 0.01, settings={"momentum": 0.5})


def key(ask: MapAsk, experiment: Experiment) -> object:
    return DERIVATIONS[MapAsk].key(Run(experiment), ask)


def asked(x: str, y: str) -> MapAsk:
    return MapAsk(AxisAsk(x, 0.1, 0.9), AxisAsk(y, 0.1, 0.9))


@pytest.mark.parametrize(
    ("axes", "changes", "same"),
    [
        (("x", "y"), {"theta": (0.3, 0.7)}, True),
        (("x", "y"), {"learning_rate": 0.02}, False),
        (("x", "y"), {"settings": {"momentum": 0.6}}, False),
        (("x", "learning_rate"), {"theta": (0.3, 2.0), "learning_rate": 0.02}, True),
        (("x", "learning_rate"), {"theta": (1.0, 0.7)}, False),
        (("momentum", "learning_rate"), {"settings": {"momentum": 0.6}}, True),
        (("momentum", "learning_rate"), {"settings": {"momentum": 0.6, "dampening": 0.1}}, False),
        (("momentum", "learning_rate"), {"steps": 21}, False),
    ],
)
def test_only_what_no_axis_varies_makes_another_map(
    axes: tuple[str, str], changes: dict[str, object], same: bool
) -> None:
    ask = asked(*axes)
    # Any field: the test's own table names them.
    other = replace(EXPERIMENT, **changes)  # type: ignore[arg-type]
    assert (key(ask, EXPERIMENT) == key(ask, other)) is same
