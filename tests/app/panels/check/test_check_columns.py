"""In a small panel every column and every row of the gradient check can be read."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.app.check_room import row_height
from playground.app.panels.check import CheckPanel
from tests.app.live_panel import rest
from tests.app.panels.check.conftest import show

SMALL = (567, 179)  # what a window of 1280x720 has for the panel


def type_derivative(qtbot: QtBot, panel: CheckPanel, text: str) -> None:
    panel.field.setFocus()
    qtbot.keyClicks(panel.field, text)
    panel.field.commit()
    rest(qtbot, panel.session)


def test_with_a_typed_derivative_all_columns_have_room_in_a_small_panel(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    panel.resize(*SMALL)
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    type_derivative(qtbot, panel, "2x; 10y")
    columns, header = panel.table, panel.table.horizontalHeader()
    assert columns.rows.columnCount() == 5
    assert header.length() <= columns.viewport().width()
    metrics = header.fontMetrics()
    for at, column in enumerate(columns.rows.columns, 1):
        assert columns.columnWidth(at) >= metrics.horizontalAdvance(column.title)


def test_columns_that_have_no_room_are_scrolled_to(qtbot: QtBot, panel: CheckPanel) -> None:
    panel.resize(400, 179)
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    type_derivative(qtbot, panel, "2x; 10y")
    columns, bar = panel.table, panel.table.horizontalScrollBar()
    assert not any(columns.isColumnHidden(at) for at in range(5))
    length, room = columns.horizontalHeader().length, columns.viewport().width
    qtbot.waitUntil(lambda: bar.maximum() == length() - room() > 0)
    bar.setValue(bar.maximum())
    assert columns.columnViewportPosition(4) + columns.columnWidth(4) == columns.viewport().width()


def test_in_a_small_panel_the_first_row_is_not_cut_by_the_titles(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    panel.resize(*SMALL)
    wrong = "2x*y; x^2 + cos(y); 5z"
    show(qtbot, panel, loss="x^2*y + sin(y) + 3*z^2", theta=(1.0,) * 3, learning_rate=0.01)
    type_derivative(qtbot, panel, wrong)
    table, height = panel.table, panel.table.rowHeight(0)
    cut = -table.rowViewportPosition(0) % height
    assert min(cut, height - cut) <= 2  # pixels, in which there is no text


@pytest.mark.parametrize("room", [22, 40, 60, 66, 87, 131, 199])
@pytest.mark.parametrize("rows", [1, 3, 33])
def test_rows_that_share_a_room_leave_less_than_a_pixel_each(room: int, rows: int) -> None:
    height = row_height(22, room, rows)
    assert height >= 19
    if rows * 22 > room:
        assert room % height < room // height
