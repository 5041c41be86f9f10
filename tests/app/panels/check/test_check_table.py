"""The gradient check on screen: its numbers at the playhead, component by component."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.app.panels.check import LOST, CheckPanel
from playground.app.theme import DARK, LIGHT
from tests.app.live_panel import rest
from tests.app.panels.check.conftest import put_h, show, table, wrong_rows


def test_autograd_and_central_difference_stand_beside_each_other_with_their_difference(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # ((1+h)³ − (1−h)³) / 2h = 3 + h²
    show(qtbot, panel, loss="x^3", theta=(1.0,), learning_rate=0.01, dtype="float64")
    put_h(qtbot, panel, "0.1")
    found = table(panel)
    assert list(found) == ["component", "autograd", "central", "difference"]
    assert found["component"] == ["∂/∂x"]
    assert float(found["autograd"][0]) == 3.0
    assert float(found["central"][0]) == pytest.approx(3.01)
    assert found["difference"] == ["0.01"]


def test_a_difference_that_is_a_power_of_ten_has_a_digit_to_stand_below_the_others(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # 3 + h² at h = 0.001
    show(qtbot, panel, loss="x^3", theta=(1.0,), learning_rate=0.01, dtype="float64")
    put_h(qtbot, panel, "0.001")
    assert table(panel)["difference"] == ["1×10⁻⁶"]


def test_the_check_is_that_of_the_playhead(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2, steps=3)
    for row, theta in enumerate((1.0, 0.6, 0.36)):
        panel.session.seek(row)
        rest(qtbot, panel.session)
        assert float(table(panel)["autograd"][0]) == pytest.approx(2 * theta, rel=1e-5)


def test_where_theta_is_no_number_it_says_so(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, row=5000, loss="square", theta=(1.0,), learning_rate=50.0, steps=5000)
    assert panel.words.toolTip() == LOST
    assert len(panel.plot.curve.getData()[0]) == 0
    assert panel.table.rows.rowCount() == 0


def test_thirty_three_components_scroll_to_the_first_wrong_one(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="moons", steps=5)
    assert panel.table.rows.rowCount() == 33
    put_h(qtbot, panel, "1e-12")  # far below the gap of float32: all differences are 0
    (row,) = wrong_rows(panel, "central")
    assert panel.table.visualRect(panel.table.rows.index(row, 0)).intersects(
        panel.table.viewport().rect()
    )


def test_the_panel_takes_the_colours_of_a_theme(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    panel.paint_with(DARK)
    assert panel.plot.curve.opts["pen"].color().name().upper() == DARK.text
    panel.paint_with(LIGHT)
