"""The Landscape panel on a real session, and where the mouse goes on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from playground.app.marks.stage import Stage
from playground.app.panels.landscape import Landscape
from playground.app.session import Session
from playground.app.view import View
from tests.app.live_panel import PATIENCE_MS


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[Landscape]:
    panel = Landscape(session)
    qtbot.addWidget(panel)
    panel.resize(620, 420)
    panel.show()
    session.frame.connect(panel.draw)
    settle(qtbot, panel)
    yield panel
    session.frame.disconnect(panel.draw)


def settle(qtbot: QtBot, panel: Landscape) -> View:
    """Wait until the run on screen is that of the session, with its whole picture."""
    session = panel.session

    def still() -> bool:
        view, picture = panel._view, panel.ground.picture
        return bool(
            view is not None
            and view.experiment is session.experiment
            and view.finished
            and picture is not None
            and picture.whole
            and not session.ticking
        )

    qtbot.waitUntil(still, timeout=PATIENCE_MS)
    assert panel._view is not None
    return panel._view


def show(qtbot: QtBot, panel: Landscape, **fields: object) -> View:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment(**fields))
    return settle(qtbot, panel)


def at(stage: Stage, x: float, y: float) -> QPoint:
    """The pixel of a place of the data."""
    return stage.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()
