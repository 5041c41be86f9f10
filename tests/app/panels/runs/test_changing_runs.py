"""Pinned runs are loaded, renamed, moved, hidden, forked and removed, by keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from playground.app.panels.runs import RunsPanel
from playground.app.runs.fork_popup import ForkPopup
from playground.app.runs.model import NAME, SWATCH
from playground.app.session import Session
from tests.app.panels.runs.conftest import Go, cells, three_pinned

# The fork is asked for in a popup, which the offscreen platform warns of.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_keys_load_rename_move_and_remove_the_chosen_run(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    session.pins.pin()
    go(learning_rate=0.9)
    session.pins.pin()
    first, second = (pin.key for pin in session.pins.listed)
    panel.table.setFocus()
    panel.table.choose(first)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [pin.key for pin in session.pins.listed] == [second, first]
    assert panel.table.chosen is not None
    assert panel.table.chosen.key == first
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert session.experiment.learning_rate == 0.2
    go()
    panel.table.choose(first)
    panel.table.setCurrentIndex(panel.table.currentIndex().siblingAtColumn(NAME))
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "gentle")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.pins.listed[1].given == "gentle")
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert [pin.key for pin in session.pins.listed] == [second]
    session.history.undo()
    assert cells(panel, 2)[NAME] == "gentle"


@pytest.mark.parametrize("way", ["F2", "double click"])
def test_enter_ends_a_rename_and_loads_nothing(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot, way: str
) -> None:
    session.pins.pin()
    go(learning_rate=0.9)
    session.pins.pin()
    go(learning_rate=0.7)
    table, on_screen = panel.table, session.experiment
    place = table.runs.index(1, NAME)
    middle = table.visualRect(place).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    if way == "F2":
        qtbot.keyClick(table, Qt.Key.Key_F2)
    else:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "gentle")
    qtbot.keyClick(editor, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.pins.listed[0].given == "gentle")
    assert session.experiment is on_screen
    qtbot.waitUntil(lambda: table.state() != table.State.EditingState)
    qtbot.keyClick(table, Qt.Key.Key_Return)  # now it is the run that is meant
    assert session.experiment.learning_rate == 0.2


def test_the_menu_removes_all_runs_and_one_undo_brings_them_back(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    session.pins.pin()
    go(learning_rate=0.9)
    session.pins.pin()
    before = session.pins.listed
    menu = panel.edit.menu()
    menu.popup(panel.mapToGlobal(panel.rect().center()))  # no run is chosen
    place = menu.actionGeometry(menu.actions()[-1]).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    assert session.pins.listed == ()
    assert panel.hint.isVisible()
    session.history.undo()
    assert session.pins.listed == before


def test_a_click_on_the_colour_hides_and_shows_the_run(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    session.pins.pin()
    place = panel.table.visualRect(panel.table.runs.index(1, SWATCH)).center()
    for visible in (False, True):
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert session.pins.listed[0].visible is visible


def test_the_fork_is_typed_and_a_wrong_value_is_answered_in_words(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    session.seek(6)
    qtbot.mouseClick(panel.fork, Qt.MouseButton.LeftButton)
    popup = panel.findChild(ForkPopup)
    assert popup is not None
    assert (popup.step.text(), popup.value.text()) == ("6", "0.2")
    popup.value.setText("-1")
    qtbot.keyClick(popup.value, Qt.Key.Key_Return)
    assert "must be a finite number above 0" in popup.wrong.text()
    assert popup.isVisible()
    popup.setting.setCurrentIndex(popup.setting.findData("momentum"))
    assert popup.value.text() == "0"
    popup.value.setText("0.5")
    qtbot.keyClick(popup.value, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert dict(session.experiment.edits[0].settings) == {"momentum": 0.5}
    assert session.experiment.edits[0].step == 6
    assert len(session.pins.listed) == 1
    session.follow()


def test_what_is_wrong_with_letting_two_runs_alike_stand_is_said(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    said: list[str] = []
    session.message.connect(said.append)
    for _ in range(2):
        qtbot.mouseClick(panel.pin, Qt.MouseButton.LeftButton)
    assert said[-1] == "This run is pinned already."
    session.message.disconnect(said.append)


def drawn(panel: RunsPanel, row: int, to: QPoint, qtbot: QtBot) -> None:
    """Press a row, draw the mouse to a place of the table and let go there."""
    table = panel.table
    start = table.visualRect(table.runs.index(row, NAME)).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for place in (start + (to - start) / 2, to):
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, place, table.viewport().mapToGlobal(place),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(table.viewport(), event)
    table.viewport().repaint()
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=to)


def test_a_run_is_drawn_by_the_mouse_to_another_place(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    first, second, third = three_pinned(session, go)
    table = panel.table

    def box(row: int) -> QRect:
        return table.visualRect(table.runs.index(row, NAME))

    drawn(panel, 1, box(3).center() + QPoint(0, 8), qtbot)
    assert [pin.key for pin in session.pins.listed] == [second, third, first]
    assert table.chosen is not None
    assert table.chosen.key == first
    # Nothing goes above the run on screen.
    drawn(panel, 3, box(0).center() - QPoint(0, 8), qtbot)
    assert [pin.key for pin in session.pins.listed] == [first, second, third]
    # Let go over itself it stays, and there is nothing to undo.
    changes = session.history.index()
    drawn(panel, 2, box(2).center() + QPoint(0, 8), qtbot)
    drawn(panel, 0, box(3).center(), qtbot)
    assert session.history.index() == changes
    session.history.undo()
    assert [pin.key for pin in session.pins.listed] == [second, third, first]


def test_escape_leaves_a_run_that_is_drawn_where_it_was(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    before = three_pinned(session, go)
    viewport = panel.table.viewport()
    start = panel.table.visualRect(panel.table.runs.index(1, NAME)).center()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, start + QPoint(0, 60), viewport.mapToGlobal(start),
        Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)
    assert viewport.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    assert viewport.cursor().shape() != Qt.CursorShape.ClosedHandCursor
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
    assert [pin.key for pin in session.pins.listed] == before
