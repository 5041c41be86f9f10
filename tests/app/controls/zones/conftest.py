"""The zones of the learning rate's slider, for the usual run."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.zones import Zones
from playground.app.session import Session
from tests.app.live_panel import rest

# What the platform without a screen says of a window that pops up.
popping_up = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def zones(column: ControlsColumn, session: Session, qtbot: QtBot) -> Zones:
    rest(qtbot, session)
    return column.learning_rate.zones


def x_of(column: ControlsColumn, rate: float) -> int:
    slider = column.learning_rate.slider
    return round(slider._x_of(rate))
