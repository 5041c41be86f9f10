"""The Runs panel on a real session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from playground.app.panels.runs import RunsPanel
from playground.app.session import Session
from playground.app.theme import ThemeKeeper

Go = Callable[..., None]


@pytest.fixture
def panel(session: Session, keeper: ThemeKeeper, qtbot: QtBot) -> Iterator[RunsPanel]:
    """The panel on screen, drawn with every frame, without any pin."""
    made = RunsPanel(session)
    keeper.dress(made)
    qtbot.addWidget(made)
    made.resize(420, 300)
    session.frame.connect(made.draw)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    session.frame.disconnect(made.draw)


def cells(panel: RunsPanel, row: int) -> list[str]:
    runs = panel.table.runs
    return [str(runs.data(runs.index(row, column)) or "") for column in range(6)]


def three_pinned(session: Session, go: Go) -> list[int]:
    for rate in (0.3, 0.4, 0.9):
        go(learning_rate=rate)
        session.pins.pin()
    return [pin.key for pin in session.pins.listed]
