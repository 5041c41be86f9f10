"""The Runs panel: the figures that compare runs, and what keys and mouse do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from playground.app.panels.runs import RunsPanel
from playground.app.runs.fork_popup import ForkPopup
from playground.app.runs.model import DISTANCE, LOSS, NAME, NONE, OUTCOME, STEPS, SWATCH
from playground.app.session import Session
from playground.app.theme import ThemeKeeper

# The fork is asked for in a popup, which the offscreen platform warns of.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def panel(session: Session, keeper: ThemeKeeper, qtbot: QtBot) -> Iterator[RunsPanel]:
    """The panel on screen, drawn with every frame, without any pin."""
    made = RunsPanel(session)
    keeper.dress(made)
    qtbot.addWidget(made)
    made.resize(420, 300)
    session.frame.connect(made.draw)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    session.frame.disconnect(made.draw)


Go = Callable[..., None]


def cells(panel: RunsPanel, row: int) -> list[str]:
    runs = panel.table.runs
    return [str(runs.data(runs.index(row, column)) or "") for column in range(6)]


def test_without_pins_one_line_says_how_to_pin(panel: RunsPanel, go: Go) -> None:
    assert panel.hint.isVisible()
    assert "P" in panel.hint.text()
    assert not panel.table.isVisible()


def test_the_figures_are_those_of_the_closed_form(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    # On θ² from 1 a step multiplies theta by 1 − 2·lr: 0.6 with 0.2, −0.8 with 0.9. The loss is
    # down to a thousandth after 7 steps (0.36⁷ = 7.8e-4) and after 16 (0.64¹⁶ = 7.9e-4).
    session.pins.pin()
    go(learning_rate=0.9)
    assert panel.table.isVisible()
    # 0.8²⁰ = 0.012 is left of the way, more than a thousandth, and its sign changes each step.
    assert cells(panel, 0)[1:] == ["lr 0.9", "1.33×10⁻⁴", "16", "oscillating", "0.012"]
    assert cells(panel, 1)[NAME] == "lr 0.2"
    assert cells(panel, 1)[LOSS] == "1.34×10⁻⁹"
    assert cells(panel, 1)[STEPS] == "7"
    assert cells(panel, 1)[DISTANCE] == "3.7×10⁻⁵"


def test_steps_of_the_loss_and_of_the_distance_are_told_apart(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    session.pins.pin()
    go(learning_rate=0.3)
    # A step multiplies θ by 0.4 and the loss by 0.16: 0.16⁴ = 6.6e-4, and 0.4⁸ = 6.6e-4 of θ.
    runs = panel.table.runs
    tip = runs.headerData(STEPS, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Steps until the loss stays within 0.1 % of its way down to the lowest known"
    assert cells(panel, 0)[STEPS] == "4"
    assert session.view is not None
    assert session.view.outcome is not None
    assert "99.9 % of the distance covered by step 8" in session.view.outcome.message


def test_a_run_that_never_comes_near_has_no_number_of_steps(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    session.pins.pin()
    go(learning_rate=1.1)
    assert cells(panel, 0)[STEPS] == NONE
    assert cells(panel, 0)[OUTCOME] == "diverged"


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


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_colour_and_sign_of_the_chosen_run_stand_out_from_what_marks_it(
    session: Session,
    panel: RunsPanel,
    go: Go,
    keeper: ThemeKeeper,
    qtbot: QtBot,
    appearance: str,
) -> None:
    keeper.choose(appearance)
    panel.paint_with(keeper.theme)
    session.pins.pin()
    table = panel.table
    middle = table.visualRect(table.runs.index(1, NAME)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    theme, slot = keeper.theme, session.pins.listed[0].slot
    picture = table.viewport().grab().toImage()

    def colours(column: int) -> set[str]:
        box = table.visualRect(table.runs.index(1, column))
        across, down = range(box.left(), box.right()), range(box.top(), box.bottom())
        return {picture.pixelColor(x, y).name() for x in across for y in down}

    assert {theme.runs[slot].lower(), theme.surface.lower()} <= colours(SWATCH)
    assert {theme.on_accent.lower(), theme.accent.lower()} <= colours(OUTCOME)


def test_the_signs_of_outcomes_grow_with_the_text(
    session: Session, panel: RunsPanel, go: Go, keeper: ThemeKeeper
) -> None:
    session.pins.pin()
    table = panel.table

    def sign() -> int:
        """How high the sign in the first row is, in pixels."""
        box = table.visualRect(table.runs.index(0, OUTCOME))
        picture, ground = table.viewport().grab().toImage(), keeper.theme.surface.lower()
        rows = range(box.top() + 2, box.bottom() - 2)
        across = range(box.left(), box.left() + round(20 * keeper.scale))
        drawn = [y for y in rows if any(picture.pixelColor(x, y).name() != ground for x in across)]
        return drawn[-1] - drawn[0] + 1

    panel.resize(1100, 300)
    usual = sign()
    keeper.set_scale(2.0)
    panel.paint_with(keeper.theme)
    assert sign() == pytest.approx(2 * usual, abs=3)


def test_a_click_on_the_colour_hides_and_shows_the_run(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot
) -> None:
    session.pins.pin()
    place = panel.table.visualRect(panel.table.runs.index(1, SWATCH)).center()
    for visible in (False, True):
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert session.pins.listed[0].visible is visible


def test_the_panel_says_which_runs_are_not_on_the_landscape(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    session.pins.pin()
    go(learning_rate=0.9)
    assert not panel.apart.isVisible()
    go(loss="himmelblau")
    assert panel.apart.isVisible()
    assert "Not on the landscape" in panel.apart.whole
    assert session.pins.name_of(session.pins.listed[0]) in panel.apart.whole


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


def three_pinned(session: Session, go: Go) -> list[int]:
    for rate in (0.3, 0.4, 0.9):
        go(learning_rate=rate)
        session.pins.pin()
    return [pin.key for pin in session.pins.listed]


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


@pytest.mark.parametrize("width", [354, 420, 800])
def test_the_usual_figures_are_seen_without_scrolling_sideways(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot, width: int
) -> None:
    three_pinned(session, go)
    session.pins.rename(session.pins.listed[0].key, "a name that is far too long for the table")
    panel.resize(width + 24, 300)
    qtbot.waitUntil(lambda: panel.table.width() == width)
    table, header = panel.table, panel.table.horizontalHeader()
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    for column in range(1, 6):
        assert table.columnWidth(column) >= header.sectionSizeHint(column)
    for row in range(4):
        for column in (LOSS, STEPS, DISTANCE):
            text = cells(panel, row)[column]
            assert table.fontMetrics().horizontalAdvance(text) + 6 <= table.columnWidth(column)
    tip = table.runs.data(table.runs.index(1, NAME), Qt.ItemDataRole.ToolTipRole)
    assert tip == "a name that is far too long for the table"
