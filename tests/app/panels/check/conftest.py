"""The Check panel on a real session, and what a person types into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.panels.check import CheckPanel
from playground.app.session import Session
from playground.app.theme import LIGHT
from tests.app.live_panel import descend, live_panel, rest

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[CheckPanel]:
    for panel in live_panel(CheckPanel, qtbot, session, 640, 260):
        panel.paint_with(LIGHT)
        yield panel


def show(qtbot: QtBot, panel: CheckPanel, row: int = 0, **fields: object) -> None:
    """Show an experiment with the playhead on this row."""
    descend(qtbot, panel.session, **fields)
    panel.session.seek(row)
    rest(qtbot, panel.session)


def put_h(qtbot: QtBot, panel: CheckPanel, text: str) -> None:
    panel.entry.setFocus()
    panel.entry.selectAll()
    qtbot.keyClicks(panel.entry, text)
    qtbot.keyClick(panel.entry, Qt.Key.Key_Return)
    rest(qtbot, panel.session)


def table(panel: CheckPanel) -> dict[str, list[str]]:
    """The texts of the table by column."""
    model = panel.table.rows
    titles = ["component", *(column.title for column in model.columns)]
    rows = range(model.rowCount())
    return {
        title: [str(model.index(row, at).data()) for row in rows] for at, title in enumerate(titles)
    }


def wrong_rows(panel: CheckPanel, title: str) -> list[int]:
    model = panel.table.rows
    at = 1 + [column.title for column in model.columns].index(title)
    return [row for row in range(model.rowCount()) if model.is_wrong(row, at)]
