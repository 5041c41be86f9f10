"""The Numbers panel shows every step, follows the playhead and moves it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.panels.numbers import NumbersPanel, step_lines
from playground.app.session import Session
from playground.app.table.columns import columns_of, exact_rows
from playground.app.table.rows_model import NOTE, RowsModel
from playground.app.view import View

ViewOf = Callable[..., View]
OnScreen = Callable[..., NumbersPanel]

DOWN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
SQUARE = Experiment(loss="square", theta=(1.0,), learning_rate=0.2, steps=20)


def row_texts(panel: NumbersPanel, row: int) -> list[str]:
    model = panel.table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def long_view(view: View, rows: int = 100_001, playhead: int = 0) -> View:
    """The view stretched to so many rows."""
    theta = np.linspace(1, 0, rows, dtype=np.float32)[:, np.newaxis]
    experiment = replace(view.experiment, steps=rows - 1)
    return replace(
        view, experiment=experiment, theta=theta, loss=theta[:, 0] ** 2, gradient=2 * theta,
        learning_rate=np.full(rows - 1, 0.2), playhead=playhead,
    )  # fmt: skip


@pytest.fixture
def sought(still: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    rows: list[int] = []
    monkeypatch.setattr(still, "seek", rows.append)
    return rows


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

    def noting(model: RowsModel, row: int, column: int) -> str:
        read.add(row)
        return text(model, row, column)

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


def test_clicking_a_row_seeks(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, sought: list[int]
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE, playhead=0))
    table = panel.table
    place = table.visualRect(table.model().index(5, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sought == [5]


def test_arrows_and_page_keys_move_the_playhead(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, sought: list[int]
) -> None:
    view = long_view(view_of(SQUARE))
    panel = on_screen(NumbersPanel, view)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    assert sought[-1] == 1
    qtbot.keyClick(panel.table, Qt.Key.Key_Up)
    assert sought[-1] == 0
    qtbot.keyClick(panel.table, Qt.Key.Key_PageDown)
    page = sought[-1]
    assert 3 <= page <= 30
    qtbot.keyClick(panel.table, Qt.Key.Key_PageUp)
    assert sought[-1] == 0


def test_following_the_playhead_does_not_seek(
    view_of: ViewOf, on_screen: OnScreen, sought: list[int]
) -> None:
    view = long_view(view_of(SQUARE))
    panel = on_screen(NumbersPanel, view)
    for playhead in (5, 9_000, 2):
        panel.draw(replace(view, playhead=playhead))
    panel.draw(view_of(SQUARE))
    assert sought == []


def click(qtbot: QtBot, panel: NumbersPanel, row: int, shift: bool = False) -> None:
    table = panel.table
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    place = table.visualRect(table.model().index(row, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, place)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_copied_rows_read_back_as_the_very_numbers(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, dtype: str
) -> None:
    view = view_of(replace(SQUARE, theta=(1 / 3,), dtype=dtype), playhead=0)
    panel = on_screen(NumbersPanel, view)
    click(qtbot, panel, 5)
    click(qtbot, panel, 3, shift=True)
    with qtbot.waitSignal(panel.session.message) as said:
        qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["Copied 3 rows."]
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["3", "4", "5"]
    for line, row in zip(lines, (3, 4, 5), strict=True):
        _, theta, loss, gradient, update, rate = line.split("\t")
        exactly = np.dtype(dtype).type
        assert exactly(theta) == view.theta[row, 0]
        assert exactly(loss) == view.loss[row]
        assert exactly(gradient) == view.gradient[row, 0]
        assert float(update) == float(view.theta[row + 1, 0]) - float(view.theta[row, 0])
        assert float(rate) == 0.2


def test_no_step_leaves_the_last_row_that_is_copied(view_of: ViewOf) -> None:
    view = view_of(replace(SQUARE, steps=300, learning_rate=1e-3))
    columns = columns_of(view)
    lines = "\n".join(exact_rows(view, columns, range(301))).split("\n")
    assert [line.split("\t")[0] for line in lines] == [str(row) for row in range(301)]
    assert all(len(line.split("\t")) == 6 for line in lines)
    assert lines[-1].split("\t")[4:] == ["", ""]
    assert "" not in lines[-2].split("\t")


def test_all_rows_of_a_long_run_are_selected_and_copied_without_delay(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.engine.gathering import Gathering
    from playground.engine.worker import Worker

    view = long_view(view_of(SQUARE))
    panel = on_screen(NumbersPanel, view)
    worker, table = Worker("copies"), panel.table

    def gather(blocks: Iterator[str]) -> Gathering:
        job = Gathering(blocks)
        worker.start(job)
        return job

    monkeypatch.setattr(panel.session, "gather", gather)
    begun = time.process_time()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for playhead in (5, 50_000, 7):
        panel.draw(replace(view, playhead=playhead))
        table.viewport().repaint()
    assert time.process_time() - begun < 0.5  # 3 s and more with Qt's own selection
    assert table.accessibleDescription().startswith("Rows 0 to 100,000 are selected.")
    with qtbot.waitSignals([panel.session.message] * 2, timeout=30_000):
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 100_001
    assert [float(lines[k].split("\t")[1]) for k in (0, 100_000)] == [1.0, 0.0]
    assert worker.close()


def test_selected_rows_stay_selected_while_the_playhead_moves_but_not_in_another_run(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen
) -> None:
    view = view_of(SQUARE, playhead=0, run=1)
    panel = on_screen(NumbersPanel, view)
    table = panel.table
    click(qtbot, panel, 2)
    click(qtbot, panel, 4, shift=True)
    panel.draw(replace(view, playhead=9))
    assert table.chosen.rows == table.cells.chosen == range(2, 5)
    panel.draw(replace(view, playhead=9, run=2))
    assert table.chosen.rows == table.cells.chosen == range(9, 10)


def test_shift_selects_with_keys_and_the_mouse_drawn_across(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, sought: list[int]
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE, playhead=0))
    table, shift = panel.table, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_Down, shift)
    qtbot.keyClick(table, Qt.Key.Key_Down, shift)
    assert table.chosen.rows == range(3)
    assert sought == [1, 2]
    qtbot.keyClick(table, Qt.Key.Key_Up, shift)
    assert table.chosen.rows == range(2)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.chosen.rows == range(2, 3)
    places = [table.visualRect(table.model().index(row, 1)).center() for row in (1, 3)]
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=places[0])
    qtbot.mouseMove(table.viewport(), places[1])
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, places[1], table.viewport().mapToGlobal(places[1]),
        Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    table.mouseMoveEvent(event)
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=places[1])
    assert table.chosen.rows == range(1, 4)


def test_the_current_step_is_written_out_above(view_of: ViewOf, on_screen: OnScreen) -> None:
    view = view_of(SQUARE, playhead=0)
    panel = on_screen(NumbersPanel, view)
    panel.resize(900, 320)
    first = "θ₁ = θ₀ − lr · g = 1 − 0.2 · 2 = 0.6"
    assert panel.written.text() == f"start: θ₀ = 1, loss 1, gradient 2\nnext: {first}"
    high = panel.written.height()
    panel.draw(replace(view, playhead=1))
    assert panel.written.text() == f"{first}\nnow: loss 0.36, gradient 1.2"
    assert panel.written.height() == high  # the table does not move
    panel.draw(replace(view, playhead=2))
    assert panel.written.text().startswith("θ₂ = θ₁ − lr · g = 0.6 − 0.2 · 1.2 = 0.36\n")


def test_before_the_first_step_there_is_a_start(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE, length=1))
    panel.resize(900, 320)
    assert panel.written.text().split("\n") == [
        "start: θ₀ = 1, loss 1, gradient 2",
        "No step has been made yet.",
    ]


def test_the_step_is_broken_into_lines_where_it_would_not_fit(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE, playhead=1))
    panel.resize(400, 320)
    assert panel.written.text().split("\n") == [
        "θ₁ = θ₀ − lr · g",
        "      = 1 − 0.2 · 2 = 0.6",
        "now: loss 0.36, gradient 1.2",
    ]
    panel.resize(260, 320)
    assert panel.written.text().split("\n") == [
        "θ₁ = θ₀ − lr · g",
        "      = 1 − 0.2 · 2",
        "      = 0.6",
        "now: loss 0.36, gradient 1.2",
    ]


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop"])
@pytest.mark.parametrize("width", [300, 420, 575])
def test_no_line_of_the_written_step_ends_in_the_middle_of_a_number(
    view_of: ViewOf, on_screen: OnScreen, optimizer: str, width: int
) -> None:
    view = view_of(Experiment("moons", steps=12, optimizer=optimizer), playhead=12)
    panel = on_screen(NumbersPanel, view)
    panel.resize(width, 205)
    metrics = panel.written.fontMetrics()
    whole = [line for breaks in range(3) for line in step_lines(view, breaks, 99)]
    whole += [line for room in range(20) for line in step_lines(view, 2, room)]
    for line in panel.written.text().split("\n"):
        assert metrics.horizontalAdvance(line) <= panel.written.width()
        kept = line.removesuffix(" …")
        assert any(full == kept or full.startswith(f"{kept} ") for full in whole)


def test_a_gradient_in_some_of_the_parameters_says_in_which(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(Experiment("moons", steps=3), playhead=3))
    panel.resize(575, 205)
    assert ", ∂/∂u₁ " in panel.written.text()
    assert "gradient" not in panel.written.text()


@pytest.mark.parametrize("width", [575, 1000])
def test_a_low_panel_keeps_three_rows_of_the_table_in_sight(
    view_of: ViewOf, on_screen: OnScreen, qtbot: QtBot, width: int
) -> None:
    panel = on_screen(NumbersPanel, view_of(Experiment("dot", (0.0, 1.0, 2.0, 3.0))))
    panel.resize(width, 190)
    rows = panel.table.viewport()
    qtbot.waitUntil(lambda: rows.height() >= 3 * panel.table.rowHeight(0))
    assert panel.written.text()


@pytest.mark.parametrize("width", [480, 777, 1300])
def test_the_marked_row_is_as_wide_as_the_table(
    view_of: ViewOf, on_screen: OnScreen, width: int
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE))
    panel.resize(width, 320)
    assert panel.table.horizontalHeader().length() >= panel.table.viewport().width()


def test_of_many_parameters_the_first_four_are_written_out(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(Experiment(theta=(1.0,) * 9, steps=3)))
    panel.resize(900, 320)
    lines = panel.written.text().split("\n")
    assert len(lines) == 6
    assert lines[4].startswith("now: loss ")
    assert lines[-1] == "5 more parameters: see the table."


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
