"""The Map panel on a real session, and what a person does there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.map_sight import Sight
from playground.app.panels.map import MapPanel
from playground.app.session import Session
from tests.app.live_panel import PATIENCE_MS

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[MapPanel]:
    panel = MapPanel(session)
    qtbot.addWidget(panel)
    panel.resize(420, 300)
    session.frame.connect(panel.draw)
    yield panel
    session.frame.disconnect(panel.draw)
    panel.close()


def settle(qtbot: QtBot, panel: MapPanel) -> Sight:
    """Wait until the whole map of what is on screen is there."""
    session = panel.session

    def still() -> bool:
        view, sight = panel._view, panel.sheet.sight
        return bool(
            view is not None
            and view.experiment is session.experiment
            and sight is not None
            and sight.made.whole
            and not panel.part.settling.isActive()
            and not panel._clicked.isActive()
            and not session.ticking
        )

    qtbot.waitUntil(still, timeout=PATIENCE_MS)
    assert panel.sheet.sight is not None
    return panel.sheet.sight


def show(qtbot: QtBot, panel: MapPanel, **fields: object) -> Sight:
    from playground.core.experiment import Experiment

    with qtbot.waitExposed(panel):
        panel.show()
    panel.session.restart(Experiment(**fields))
    return settle(qtbot, panel)


def at(panel: MapPanel, x: float, y: float) -> QPoint:
    """The pixel of the screen at a place of the plot."""
    return panel.plot.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()


def hover(panel: MapPanel, x: float, y: float) -> None:
    place, none = QPointF(at(panel, x, y)), Qt.MouseButton.NoButton
    kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    QTest.mouseMove(panel.plot.viewport(), at(panel, x, y))
    event = QMouseEvent(kind, place, place, none, none, keys)
    QApplication.sendEvent(panel.plot.viewport(), event)


def wheel(panel: MapPanel, x: float, y: float) -> None:
    surface, place = panel.plot.viewport(), QPointF(at(panel, x, y))
    none, no_phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        place, QPointF(surface.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 240), none,
        Qt.KeyboardModifier.NoModifier, no_phase, False,
    )  # fmt: skip
    QApplication.sendEvent(surface, event)
