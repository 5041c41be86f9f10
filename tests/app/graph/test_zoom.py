"""The graph is zoomed, fitted and dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from tests.app.graph.conftest import LEFT, leaf, place, press, show


def test_the_wheel_zooms_around_the_pointer(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    canvas = sheet.stage.canvas
    at = place(sheet, canvas.picture.nodes[-1])
    before, zoom = canvas.mapToScene(at), canvas.zoom
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.zoom > 1.2 * zoom
    after = canvas.mapToScene(at)
    assert (after - before).manhattanLength() < 4


def test_keys_zoom_and_fit(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    canvas = sheet.stage.canvas
    fitted = canvas.zoom
    press(sheet, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert canvas.zoom > fitted
    press(sheet, Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Minus)
    assert canvas.zoom < fitted
    press(sheet, Qt.Key.Key_0)
    assert canvas.zoom == pytest.approx(fitted)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.picture.whole)


def test_the_graph_can_be_dragged(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    surface, item = sheet.stage.canvas.viewport(), leaf(sheet)
    start, by = place(sheet, item), QPoint(60, -25)
    QTest.mousePress(surface, LEFT, pos=start)
    QTest.mouseMove(surface, start + by / 2)
    QTest.mouseMove(surface, start + by)
    QTest.mouseRelease(surface, LEFT, pos=start + by)
    assert (place(sheet, item) - start - by).manhattanLength() <= 2
    assert sheet.stage.selected == -1  # a drag is no click
