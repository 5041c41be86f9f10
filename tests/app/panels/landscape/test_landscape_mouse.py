"""The start is moved on the landscape, and the pointer reads it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.marks.stage import Stage
from playground.app.panels.landscape import Landscape
from tests.app.panels.landscape.conftest import PATIENCE_MS, at, settle, show

LEFT = Qt.MouseButton.LeftButton


def drag(stage: Stage, start: QPoint, end: QPoint) -> None:
    surface = stage.viewport()

    def send(kind: QEvent.Type, place: QPointF, button: Qt.MouseButton) -> None:
        # QTest.mouseMove moves without the button, which is no drag.
        held = LEFT if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(surface, QMouseEvent(kind, place, place, button, held, none))

    begin, along = QPointF(start), QPointF(end - start)
    send(QEvent.Type.MouseButtonPress, begin, LEFT)
    for part in (0.3, 0.6, 1.0):
        send(QEvent.Type.MouseMove, begin + along * part, Qt.MouseButton.NoButton)
    send(QEvent.Type.MouseButtonRelease, begin + along, LEFT)


def pixel_size(stage: Stage) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([abs(size) for size in stage.getViewBox().viewPixelSize()])


def test_dragging_the_start_moves_theta_there(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0))
    drag(panel.stage, at(panel.stage, 0, 0), at(panel.stage, -2.0, 3.0))
    view = settle(qtbot, panel)
    near = pixel_size(panel.stage)
    assert (np.abs(np.array(view.experiment.theta) - (-2.0, 3.0)) <= 2 * near).all()
    assert panel.stage.extents == ((-6.0, 6.0), (-6.0, 6.0))


def test_dragging_the_start_on_a_curve_moves_it_along_the_axis(
    qtbot: QtBot, panel: Landscape
) -> None:
    show(qtbot, panel, theta=(1.0,))
    drag(panel.stage, at(panel.stage, 1, 1), at(panel.stage, -1.5, 3.0))
    view = settle(qtbot, panel)
    assert view.experiment.theta[0] == pytest.approx(-1.5, abs=0.03)


def test_a_click_puts_the_start_there(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau")
    QTest.mouseMove(panel.stage.viewport(), at(panel.stage, 4.0, -4.0))
    QTest.mouseClick(panel.stage.viewport(), LEFT, pos=at(panel.stage, 4.0, -4.0))
    view = settle(qtbot, panel)
    near = pixel_size(panel.stage)
    assert (np.abs(np.array(view.experiment.theta) - (4.0, -4.0)) <= 2 * near).all()


def test_dragging_beside_the_start_moves_the_view_and_not_theta(
    qtbot: QtBot, panel: Landscape
) -> None:
    view = show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0))
    drag(panel.stage, at(panel.stage, 4, 4), at(panel.stage, 3, 4))
    after = settle(qtbot, panel)
    assert after.run == view.run
    assert panel.stage.extents[0] == pytest.approx((-5.0, 7.0), abs=0.1)
    panel.choice.fit_view.click()
    assert panel.stage.extents == ((-6.0, 6.0), (-6.0, 6.0))


def test_with_many_parameters_only_the_two_shown_are_moved(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="logistic", steps=50)
    assert "b = " in panel.held.text()
    panel.choice.up.setCurrentIndex(2)
    panel.choice.up.activated.emit(2)
    settle(qtbot, panel)
    assert panel.stage.left.title == "b"
    drag(panel.stage, at(panel.stage, 0, 0), at(panel.stage, 1.0, 1.5))
    theta = settle(qtbot, panel).experiment.theta
    assert theta[0] == pytest.approx(1.0, abs=0.05)
    assert theta[1] == 0.0
    assert theta[2] == pytest.approx(1.5, abs=0.05)


def test_the_pointer_reads_out_place_loss_and_a_near_step(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, theta=(1.0,), learning_rate=0.2)
    QTest.mouseMove(panel.stage.viewport(), at(panel.stage, -1.5, 3.5))
    qtbot.waitUntil(panel.stage.readout.isVisible, timeout=PATIENCE_MS)
    assert "step" not in panel.stage.readout.text()
    panel._read_out(0.6, 0.36)
    assert panel.stage.readout.text() == "step 1\nθ = 0.6\nloss 0.36"


def test_the_read_out_follows_when_the_run_or_the_view_changes_below_it(
    qtbot: QtBot, panel: Landscape
) -> None:
    show(qtbot, panel, theta=(1.0,), learning_rate=0.2)
    pixel = at(panel.stage, 1.0, 1.0)
    QTest.mouseMove(panel.stage.viewport(), pixel)
    qtbot.waitUntil(panel.stage.readout.isVisible, timeout=PATIENCE_MS)
    assert panel.stage.readout.text().startswith("step 0\nθ = 1\n")
    show(qtbot, panel, loss="himmelblau", theta=(5.0, 5.0))
    place = panel.stage.getViewBox().mapSceneToView(QPointF(pixel))
    x, y = (line.split(" = ")[1] for line in panel.stage.readout.text().splitlines()[:2])
    assert float(x) == pytest.approx(place.x(), abs=0.01)
    assert float(y.replace("−", "-")) == pytest.approx(place.y(), abs=0.01)
