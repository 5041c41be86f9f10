"""The mouse opens, reads and enlarges what the map shows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.map_sight import Sight
from playground.app.panels.map import MapPanel
from tests.app.panels.map.conftest import LEFT, at, hover, settle, show, wheel


def click(panel: MapPanel, x: float, y: float) -> None:
    QTest.mouseMove(panel.plot.viewport(), at(panel, x, y))
    QTest.mouseClick(panel.plot.viewport(), LEFT, pos=at(panel, x, y))


def click_again(panel: MapPanel, x: float, y: float) -> None:
    """The second click of a double one, as a window system sends it."""
    place, none = QPointF(at(panel, x, y)), Qt.KeyboardModifier.NoModifier
    for kind, held in (
        (QEvent.Type.MouseButtonDblClick, LEFT),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, place, place, LEFT, held, none)
        QApplication.sendEvent(panel.plot.viewport(), event)


def test_a_click_opens_the_very_descent_of_the_pixel_and_asks_for_no_other_map(
    qtbot: QtBot, panel: MapPanel
) -> None:
    sight = show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0), steps=60)
    click(panel, -3.0, 2.0)
    after = settle(qtbot, panel)
    theta = panel.session.experiment.theta
    assert theta == pytest.approx((-3.0, 2.0), abs=0.1)
    assert theta[0] in sight.made.x
    assert theta[1] in sight.made.y
    assert after.made is sight.made
    assert panel.plot.marks.start == theta
    assert panel._view is not None
    minimum = sight.made.minima[_minimum_at(sight, theta)]
    assert panel._view.theta[-1] == pytest.approx(minimum, abs=0.05)


def _minimum_at(sight: Sight, theta: tuple[float, ...]) -> int:
    place = sight.pixel(*theta)
    assert place is not None
    return int(sight.made.minimum[place[1], place[0]])


def test_the_wheel_maps_what_is_then_on_screen_and_reset_returns(
    qtbot: QtBot, panel: MapPanel
) -> None:
    first = show(qtbot, panel, loss="himmelblau", steps=20)
    home = panel.plot.extents
    wheel(panel, 1.0, 1.0)
    assert panel.sheet.sight is first  # the old picture stays, where it belongs, until …
    zoomed = settle(qtbot, panel).made
    (left, right), (low, high) = panel.plot.extents
    assert right - left < home[0][1] - home[0][0]
    assert (zoomed.x[0], zoomed.x[-1]) == pytest.approx((left, right))
    assert (zoomed.y[0], zoomed.y[-1]) == pytest.approx((low, high))
    panel.pickers.reset.click()
    back = settle(qtbot, panel).made
    assert panel.plot.extents == home
    np.testing.assert_array_equal(back.minimum, first.made.minimum)


def test_a_double_click_returns_from_a_zoom_and_opens_nothing(
    qtbot: QtBot, panel: MapPanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    home, experiment = panel.plot.extents, panel.session.experiment
    wheel(panel, 1.0, 1.0)
    settle(qtbot, panel)
    click(panel, 2.0, 2.0)
    click_again(panel, 2.0, 2.0)
    settle(qtbot, panel)
    assert panel.plot.extents == home
    assert panel.session.experiment is experiment


def test_the_pointer_reads_out_how_the_descent_of_a_pixel_ends(
    qtbot: QtBot, panel: MapPanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=60)
    hover(panel, 3.0, 2.0)
    lines = panel.plot.readout.text().split("\n")
    assert lines[0].startswith("x = ")
    assert lines[1].startswith("y = ")
    assert lines[2].startswith("reaches minimum 1 (3, 2) by step ")
