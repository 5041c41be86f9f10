"""In the window, the keys are the graph's while it has them, and the transport's after Escape."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from playground.app.window import Window
from tests.app.graph.conftest import click, leaf

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def press(window: Window, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


def test_the_arrows_walk_in_the_graph_until_escape_gives_them_back(
    qtbot: QtBot, window: Window
) -> None:
    panel = window.docks.panels["graph"]
    assert isinstance(panel, GraphPanel)
    assert panel.sheet is None  # behind another tab nothing is built
    window.docks.raise_panel("graph")
    qtbot.waitUntil(lambda: panel.sheet is not None and panel.sheet.stage.answer is not None)
    sheet = panel.sheet
    assert sheet is not None
    window.session.seek(5)
    click(sheet, leaf(sheet))
    sheet.stage.canvas.setFocus()  # as a click of a real mouse does
    chosen = sheet.stage.selected
    press(window, Qt.Key.Key_Right)
    assert sheet.stage.selected != chosen
    assert window.session.view is not None
    assert window.session.view.playhead == 5
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_Escape)
    assert sheet.stage.selected == -1
    press(window, Qt.Key.Key_Right)
    assert window.session.view.playhead == 6
