"""A panel's header never reaches into its neighbour: what has no room is left out."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.app.docks import Docks
from playground.app.panel import Panel
from playground.app.session import Session


def switches(count: int) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    for _ in range(count):
        button = QToolButton()
        button.setText("a switch")
        row.addWidget(button)
    return made


@pytest.fixture
def docks(qtbot: QtBot) -> Docks:
    names = ("landscape", "surface", "sweep", "map", "compare", "numbers", "fit", "curvature")
    docks = Docks({name: name for name in (*names, "loss", "parameters", "rate", "runs")})
    qtbot.addWidget(docks)
    return docks


def test_switches_make_way_for_the_buttons_and_come_back(docks: Docks, qtbot: QtBot) -> None:
    panel = type("Plain", (Panel,), {"name": "landscape", "title": "Landscape"})(Session())
    panel.switch_row.addWidget(switches(6))
    panel.body.addWidget(QLabel())
    docks.take(panel)
    docks.resize(1600, 600)
    with qtbot.waitExposed(docks):
        docks.show()
    dock = panel.parentWidget()
    assert dock is not None
    qtbot.waitUntil(panel.switches.isVisible)
    docks.resize(500, 600)
    qtbot.waitUntil(lambda: not panel.switches.isVisible())
    bar = dock.titleBarWidget()
    assert bar.width() <= dock.width() <= 300
    docks.resize(1600, 600)
    qtbot.waitUntil(panel.switches.isVisible)
