"""Where the playhead stands can always be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.transport import Transport


@pytest.mark.parametrize("row", [0, 7, 822, 1411, 5000])
def test_the_position_is_never_cut(
    qtbot: QtBot, keeper: ThemeKeeper, loaded_session: Session, row: int
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    transport = Transport(loaded_session)
    QHBoxLayout(window).addWidget(transport)
    window.resize(1280, 60)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: loaded_session.view is not None and loaded_session.view.finished)
    loaded_session.edit(steps=5000)
    qtbot.waitUntil(lambda: loaded_session.view is not None and loaded_session.view.length == 5001)
    assert loaded_session.view is not None
    transport.draw(replace(loaded_session.view, playhead=row))
    label = transport.position
    needed = label.fontMetrics().horizontalAdvance(label.text())
    qtbot.waitUntil(lambda: label.width() >= needed)
    assert label.text().endswith("of 5,000")
