"""The Curvature panel on a real session."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.panels.curvature import CurvaturePanel
from playground.app.session import Session
from tests.app.live_panel import rest

THERMOMETER = {"loss": "thermometer", "theta": (1.0, 0.0), "learning_rate": 1e-2, "steps": 50}


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[CurvaturePanel]:
    panel = CurvaturePanel(session)
    qtbot.addWidget(panel)
    for part in (panel, panel.switches):
        part.show()
    qtbot.addWidget(panel.switches)
    panel.resize(560, 320)
    session.frame.connect(panel.draw)
    yield panel
    session.frame.disconnect(panel.draw)


def choose(qtbot: QtBot, panel: CurvaturePanel, mode: str) -> None:
    """Go down the list of modes with the keys until it is there."""
    panel.choice.setFocus()
    qtbot.keyClick(panel.choice, Qt.Key.Key_Home)
    while panel.mode != mode:
        before = panel.mode
        qtbot.keyClick(panel.choice, Qt.Key.Key_Down)
        assert panel.mode != before, f"{mode} is not offered"
    rest(qtbot, panel.session)


def curve(panel: CurvaturePanel, slot: int) -> tuple[np.ndarray, np.ndarray]:
    """The steps of a curve and its values, read off a logarithmic axis."""
    assert panel.plot.log_values
    x, y = panel.plot.curves.lines[slot].getData()
    return x, 10**y
