"""The Runs panel: the figures that compare runs, and what keys and mouse do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
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
    while session.pins.listed:
        session.pins.remove(session.pins.listed[0].key)
    session.history.clear()
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


@pytest.fixture
def go(session: Session, panel: RunsPanel, qtbot: QtBot) -> Callable[..., None]:
    def change(**changes: object) -> None:
        if changes:
            assert session.edit(**changes) == ""
        qtbot.waitUntil(
            lambda: (
                session.run.finished
                and session.view is not None
                and session.view.run == session.run_number
                and session.view.finished
            )
        )

    change()
    return change


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
    assert cells(panel, 0)[1:] == ["lr 0.9", "1.33×10⁻⁴", "16", "settled", "0.012"] or cells(
        panel, 0
    )[1:] == ["lr 0.9", "1.33×10⁻⁴", "16", "oscillating", "0.012"]
    assert cells(panel, 1)[NAME] == "lr 0.2"
    assert cells(panel, 1)[LOSS] == "1.34×10⁻⁹"
    assert cells(panel, 1)[STEPS] == "7"
    assert cells(panel, 1)[DISTANCE] == "3.7×10⁻⁵"


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
    assert "Not on the landscape" in panel.apart.text()
    assert session.pins.name_of(session.pins.listed[0]) in panel.apart.text()


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
