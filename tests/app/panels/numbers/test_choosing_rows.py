"""Rows are clicked, selected and copied, by mouse and keys."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from pytestqt.qtbot import QtBot

from playground.app.panels.numbers import NumbersPanel
from playground.app.session import Session
from playground.app.table.columns import columns_of, exact_rows
from tests.app.panels.numbers.conftest import SQUARE, OnScreen, ViewOf, long_view


@pytest.fixture
def sought(still: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    rows: list[int] = []
    monkeypatch.setattr(still, "seek", rows.append)
    return rows


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
    with qtbot.waitSignals([panel.session.message] * 2):
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
