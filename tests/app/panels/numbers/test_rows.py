"""The Numbers panel shows every step in a row of its own, and only reads those in sight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.panels.numbers import NumbersPanel
from playground.app.table.rows_model import NOTE, RowsModel
from tests.app.panels.numbers.conftest import SQUARE, OnScreen, ViewOf, long_view

DOWN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def row_texts(panel: NumbersPanel, row: int) -> list[str]:
    model = panel.table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_row_holds_the_state_and_the_step_that_leaves_it(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE))
    header = [column.title for column in panel.table.rows.columns]
    assert header == ["k", "θ", "loss", "gradient", "update", "lr"]
    assert row_texts(panel, 0) == ["0", "1", "1", "2", "−0.4", "0.2"]
    assert row_texts(panel, 1) == ["1", "0.6", "0.36", "1.2", "−0.24", "0.2"]
    assert row_texts(panel, 20)[4:] == ["", ""]  # no step leaves the last row


def test_each_parameter_has_its_columns_up_to_forty(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(NumbersPanel, view_of(Experiment(loss="thermometer", steps=3)))
    assert [column.title for column in panel.table.rows.columns] == [
        "k", "w", "b", "loss", "∂/∂w", "∂/∂b", "Δw", "Δb", "lr",
    ]  # fmt: skip
    panel.draw(view_of(Experiment(loss="square", theta=(1.0,) * 50, steps=3)))
    kinds = [column.kind for column in panel.table.rows.columns]
    assert [kinds.count(kind) for kind in ("theta", "gradient", "update")] == [40, 40, 40]


@pytest.mark.parametrize(
    ("dtype", "text"), [("float32", "0.3333333"), ("float64", "0.333333333333")]
)
def test_a_number_has_the_digits_that_its_dtype_carries(
    view_of: ViewOf, on_screen: OnScreen, dtype: str, text: str
) -> None:
    panel = on_screen(NumbersPanel, view_of(replace(SQUARE, theta=(1 / 3,), dtype=dtype)))
    assert row_texts(panel, 0)[1] == text


def test_of_a_hundred_thousand_rows_only_those_in_sight_are_read(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[int] = set()
    text = RowsModel.text

    def noting(model: RowsModel, row: int, column: int, digits: int = 0) -> str:
        read.add(row)
        return text(model, row, column, digits)

    view = long_view(view_of(SQUARE))
    panel = on_screen(NumbersPanel, view)
    monkeypatch.setattr(RowsModel, "text", noting)
    for playhead in (0, 50_000, 100_000):
        read.clear()
        panel.draw(replace(view, playhead=playhead))
        panel.table.viewport().repaint()
        in_sight = panel.table.viewport().height() // panel.table.rowHeight(0) + 2
        assert playhead in read
        assert len(read) <= in_sight


@pytest.mark.parametrize("before", [0, 90_000])
def test_after_a_leap_the_rows_on_both_sides_of_the_playhead_are_in_sight(
    view_of: ViewOf, on_screen: OnScreen, before: int
) -> None:
    view = long_view(view_of(SQUARE), playhead=before)
    panel = on_screen(NumbersPanel, view)
    panel.draw(replace(view, playhead=50_000))
    table = panel.table
    boxes = [table.visualRect(table.model().index(row, 0)) for row in (49_998, 50_002)]
    assert all(table.viewport().rect().contains(box) for box in boxes)


def test_the_row_of_the_playhead_is_current_and_in_sight(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    view = long_view(view_of(SQUARE))
    panel = on_screen(NumbersPanel, view)
    for playhead in (70_000, 3, 100_000):
        panel.draw(replace(view, playhead=playhead))
        table = panel.table
        assert table.currentIndex().row() == playhead
        box = table.visualRect(table.model().index(playhead, 0))
        assert box.top() >= 0
        assert box.bottom() <= table.viewport().height()


def test_the_table_does_not_change_its_shape_while_a_run_grows(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE, length=2, run=1))
    assert panel.table.model().rowCount() == 21
    assert row_texts(panel, 9)[1:] == [""] * 5
    panel.draw(view_of(SQUARE, length=15, run=1))
    assert panel.table.model().rowCount() == 21
    assert row_texts(panel, 1)[1] == "0.6"


def test_a_diverged_run_has_no_rows_beyond_its_end(view_of: ViewOf, on_screen: OnScreen) -> None:
    view = view_of(replace(SQUARE, learning_rate=1.1, steps=2000))
    assert on_screen(NumbersPanel, view).table.model().rowCount() == view.length


@pytest.mark.parametrize("width", [480, 777, 1300])
def test_the_marked_row_is_as_wide_as_the_table(
    view_of: ViewOf, on_screen: OnScreen, width: int
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE))
    panel.resize(width, 320)
    assert panel.table.horizontalHeader().length() >= panel.table.viewport().width()


def test_the_header_says_which_loss_a_row_holds(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE))
    tip = panel.table.model().headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == NOTE
    assert "k − 1" in NOTE


WIDE = 566  # of the panel in a window of 1280×720


def test_all_columns_of_one_parameter_are_in_sight_in_the_smallest_window(
    view_of: ViewOf, on_screen: OnScreen, qtbot: QtBot
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE))
    panel.resize(WIDE, 205)
    qtbot.waitUntil(lambda: panel.table.viewport().width() < WIDE)
    table = panel.table
    assert table.horizontalHeader().length() == table.viewport().width()
    header = table.horizontalHeader()
    for column in range(6):
        assert header.sectionSize(column) >= header.sectionSizeHint(column)


def test_a_table_too_narrow_for_all_columns_shows_more_of_them_with_fewer_digits(
    view_of: ViewOf, on_screen: OnScreen, qtbot: QtBot
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE))
    panel.resize(WIDE // 2, 205)
    table = panel.table
    qtbot.waitUntil(lambda: table.viewport().width() < WIDE // 2)
    seen = [table.columnViewportPosition(at) + table.columnWidth(at) for at in range(6)]
    assert seen[2] <= table.viewport().width()  # k, theta and the loss, to the last digit
    assert seen[5] > table.viewport().width()
    assert table.cells.placed(1, 2, table.columnWidth(2))[0] == "0.36"
    panel.draw(view_of(replace(SQUARE, dtype="float64", theta=(1 / 3,))))
    assert table.cells.placed(0, 1, table.columnWidth(1))[0] == "0.333333333333"


@pytest.mark.parametrize("size", [1.5e-38, 1.2345678e-5, 0.0123, 1.2345, 99.99, 12345.678, 3.4e38])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_of_any_size_fits_its_narrow_column_and_moves_none(
    view_of: ViewOf, on_screen: OnScreen, qtbot: QtBot, size: float, sign: int
) -> None:
    view = view_of(SQUARE)
    panel = on_screen(NumbersPanel, view)
    panel.resize(WIDE, 205)
    table = panel.table
    widths = [table.columnWidth(column) for column in range(6)]
    numbers = np.full((21, 1), sign * size, np.float32)
    panel.draw(replace(view, theta=numbers, loss=numbers[:, 0], gradient=numbers))
    assert [table.columnWidth(column) for column in range(6)] == widths
    metrics = QFontMetricsF(table.cells.font)
    for column in range(6):
        text, begins = table.cells.placed(0, column, widths[column])
        assert begins > 0
        assert begins + metrics.horizontalAdvance(text) <= widths[column]
    shown, _ = table.cells.placed(0, 1, widths[1])
    plain = shown.replace("−", "-").replace("×10", "e").translate(DOWN)
    assert float(plain) == pytest.approx(sign * size, rel=5e-3)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_number_that_is_cut_is_whole_in_its_tool_tip(
    view_of: ViewOf, on_screen: OnScreen, qtbot: QtBot
) -> None:
    view = view_of(replace(SQUARE, theta=(1.2345678e-5,)), playhead=0)
    panel = on_screen(NumbersPanel, view)
    panel.resize(WIDE, 205)
    table = panel.table
    assert table.cells.placed(0, 1, table.columnWidth(1))[0] != "1.234568×10⁻⁵"
    place = table.visualRect(table.rows.index(0, 1)).center()
    there = table.viewport().mapToGlobal(place)
    QApplication.sendEvent(table.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, there))
    qtbot.waitUntil(lambda: QToolTip.text() == "1.234568×10⁻⁵")
    QToolTip.hideText()
