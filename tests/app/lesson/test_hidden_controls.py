"""What a lesson hides is not moved from anywhere else either: not by mouse, keys or undo."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.panel import Panel
from playground.app.panels.landscape import Landscape
from playground.app.panels.loss import LossPanel
from playground.app.panels.map import MapPanel
from playground.app.panels.runs import RunsPanel
from playground.app.panels.sweep import SweepPanel
from playground.core.lesson import CONTROLS, HIDEABLE
from tests.app.lesson.conftest import GOOD, Class, step
from tests.app.panels.landscape.conftest import at, settle
from tests.app.panels.landscape.test_landscape_mouse import drag
from tests.app.panels.map.conftest import at as map_place
from tests.app.panels.map.conftest import settle as settle_map

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
THETA = (0.5, 0.5)
VALLEYS = (
    '\n[[steps]]\ntitle = "Valleys"\npanels = {panels!r}\nhide = {hide!r}\n{more}\n'
    '[steps.experiment]\nloss = "himmelblau"\ntheta = [0.5, 0.5]\nlearning_rate = 0.01\nsteps = 9\n'
)
_Panel = TypeVar("_Panel", bound=Panel)


def valleys(*hide: str, panel: str = "landscape", more: str = "") -> str:
    return VALLEYS.format(panels=[panel], hide=list(hide), more=more)


def panel_of(lecture: Class, kind: type[_Panel]) -> _Panel:
    found = lecture.window.docks.panels[kind.name]
    assert isinstance(found, kind)
    return found


def click(surface: QWidget, place: QPoint) -> None:
    QTest.mouseMove(surface, place)
    QTest.mouseClick(surface, LEFT, pos=place)


@pytest.mark.parametrize(
    ("hide", "moves"), [((), True), (("theta",), False), (tuple(HIDEABLE), False)]
)
def test_a_hidden_theta_is_moved_by_no_click_or_drag_on_the_landscape(
    lecture: Class, qtbot: QtBot, hide: tuple[str, ...], moves: bool
) -> None:
    lecture.open(valleys(*hide))
    shown = panel_of(lecture, Landscape)
    settle(qtbot, shown)
    drag(shown.stage, at(shown.stage, *THETA), at(shown.stage, -2.0, 3.0))
    settle(qtbot, shown)
    dragged = lecture.session.experiment.theta
    assert (dragged != THETA) == moves
    click(shown.stage.viewport(), at(shown.stage, 2.0, -2.0))
    settle(qtbot, shown)
    assert (lecture.session.experiment.theta != dragged) == moves


@pytest.mark.parametrize(("hide", "moves"), [((), True), (("theta",), False)])
def test_a_hidden_theta_is_moved_by_no_click_on_the_map(
    lecture: Class, qtbot: QtBot, hide: tuple[str, ...], moves: bool
) -> None:
    lecture.open(valleys(*hide, panel="map"))
    shown = panel_of(lecture, MapPanel)
    settle_map(qtbot, shown)
    refused: list[str] = []
    lecture.session.refused.connect(refused.append)
    click(shown.plot.viewport(), map_place(shown, -3.0, 2.0))
    assert (lecture.session.experiment.theta != THETA) == moves
    assert refused == ([] if moves else ["This step of the lesson keeps theta as it is."])


@pytest.mark.parametrize(("hide", "moves"), [((), True), (("learning_rate",), False)])
def test_a_hidden_learning_rate_is_moved_by_no_key_and_no_line_in_the_sweep(
    lecture: Class, qtbot: QtBot, hide: tuple[str, ...], moves: bool
) -> None:
    lecture.open(step(GOOD, f'panels = ["sweep"]\nhide = {list(hide)}'))
    page, session = panel_of(lecture, SweepPanel).outcome, lecture.session
    qtbot.waitUntil(lambda: not session.ticking and bool(page.plot.uprights.lines))
    place = page.plot.widget_at(float(page.plot.rates.place(0.02)), 0.0).toPoint()
    click(page.plot.viewport(), QPoint(place.x(), page.plot.height() // 2))
    clicked = session.experiment.learning_rate
    assert (clicked != GOOD) == moves
    lecture.press(Qt.Key.Key_BracketLeft)
    assert (session.experiment.learning_rate != clicked) == moves
    assert lecture.window.controls.schedule.edits.isVisible() == moves


@pytest.mark.parametrize(
    ("hide", "offered"),
    [
        ((), True),
        (("learning_rate",), False),
        (("another_rate",), False),
        (("optimizer",), True),
    ],
)
def test_a_fork_offers_nothing_that_is_hidden(
    lecture: Class, hide: tuple[str, ...], offered: bool
) -> None:
    lecture.open(step(GOOD, f"hide = {list(hide)}"))
    lecture.press(Qt.Key.Key_F)
    popup = panel_of(lecture, RunsPanel)._popup
    assert popup is not None
    names = [popup.setting.itemText(number) for number in range(popup.setting.count())]
    popup.close()
    assert ("learning rate" in names) == offered
    assert ("momentum" in names) == ("optimizer" not in hide)
    assert (lecture.session.fork(5, 0.1, {}) == "") == offered
    lecture.rest()
    wrong = lecture.session.fork(5, None, {"momentum": 0.5})
    assert (wrong == "") == ("optimizer" not in hide)


CHANGES: dict[str, dict[str, object]] = {
    "loss": {"loss": "himmelblau"},
    "data": {"dataset": "thermometer", "model": "w*t_u + b", "target": "t_c", "loss": "mae"},
    "theta": {"theta": (2.0, 1.0)},
    "learning_rate": {"learning_rate": 0.1},
    "steps": {"steps": 30},
    "optimizer": {"optimizer": "adam"},
    "schedule": {"schedule": "cosine"},
    "mistakes": {"mistakes": ("wrong-sign",)},
    "more": {"dtype": "float64"},
}


def test_whatever_asks_for_it_nothing_hidden_is_edited_and_all_else_is(lecture: Class) -> None:
    data = '"mse"\ndataset = "thermometer"\nmodel = "w*t_u + b"\ntarget = "t_c"'
    line = step(GOOD).replace('"square"', data).replace("[1.0]", "[1.0, 0.0]")
    for name in CONTROLS:
        lecture.open(line.replace("[steps.exp", f'hide = ["{name}"]\n[steps.exp'), name=name)
        before = lecture.session.experiment
        for other, changes in CHANGES.items():
            wrong = lecture.session.edit(**changes)
            assert wrong.startswith("This step of the lesson keeps") == (other == name), other
            assert (lecture.session.experiment == before) == (other == name), other
            lecture.session.stage(before)
        assert (lecture.session.draw_theta(7, 1.0) == "") == (name != "theta")
    assert set(CHANGES) == set(CONTROLS)


def test_a_pinned_run_is_loaded_only_if_it_is_alike_in_what_is_hidden(
    lecture: Class, qtbot: QtBot
) -> None:
    pinned = "".join(
        f'[[steps.pinned]]\nname = "{name}"\nchange = {{ {change} }}\n'
        for name, change in (("far", "theta = [3.0]"), ("slow", "learning_rate = 0.01"))
    )
    lecture.open(step(GOOD, 'hide = ["theta"]', pinned))
    session, runs = lecture.session, panel_of(lecture, RunsPanel)
    qtbot.waitUntil(lambda: len(session.pins.listed) == 2)
    far, slow = session.pins.listed
    runs.load(far.key)
    assert session.experiment.theta == (1.0,)
    runs.load(slow.key)
    assert session.experiment.learning_rate == 0.01


def test_a_file_that_would_move_what_is_hidden_is_refused_in_one_line(
    lecture: Class, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1,2\n2,4\n3,6\n", encoding="utf-8")
    lecture.open(step(GOOD, 'hide = ["data"]'))
    refused: list[str] = []
    lecture.session.refused.connect(refused.append)
    lecture.session.open(path)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused == ["This step of the lesson keeps the data as it is."]
    assert lecture.session.use_table("moons") == refused[0]


def test_undo_takes_back_what_the_class_did_and_nothing_from_before_the_step(
    lecture: Class,
) -> None:
    lecture.open(step(0.4), step(GOOD, 'hide = ["theta"]', title="Two"))
    lecture.turn()
    assert lecture.session.edit(learning_rate=0.3) == ""
    for _ in range(3):
        lecture.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lecture.session.experiment.learning_rate == GOOD


def test_a_hidden_transport_leaves_the_playhead_where_the_lesson_puts_it(
    lecture: Class, qtbot: QtBot
) -> None:
    lecture.open(step(GOOD, 'panels = ["loss"]\nhide = ["transport"]\nplayhead = 7'), step(GOOD))
    transport, session = lecture.window.transport, lecture.session
    assert not transport.isVisible()
    plot = panel_of(lecture, LossPanel).plot
    qtbot.waitUntil(lambda: not session.ticking)
    click(plot.viewport(), plot.viewport().rect().center())
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        lecture.press(key)
    assert session.view is not None
    assert (session.view.playhead, session.playing) == (7, False)
    lecture.turn()
    assert transport.isVisible()
    lecture.press(Qt.Key.Key_Home)
    assert session.view.playhead == 0


def test_runs_are_neither_pinned_nor_forked_where_that_is_hidden(lecture: Class) -> None:
    lecture.open(step(GOOD, 'panels = ["runs"]\nhide = ["pin", "fork"]'), step(GOOD))
    runs, session = panel_of(lecture, RunsPanel), lecture.session
    assert not runs.pin.isVisible()
    assert not runs.fork.isVisible()
    assert runs.edit.isVisible()
    assert runs.hint.text() == "No run is pinned."
    for key in (Qt.Key.Key_P, Qt.Key.Key_F):
        lecture.press(key)
    assert session.pins.listed == ()
    assert runs._popup is None
    lecture.turn()
    assert runs.pin.isVisible()
    lecture.press(Qt.Key.Key_P)
    assert len(session.pins.listed) == 1


def test_the_menu_of_panels_and_the_switches_can_be_hidden_and_come_back(lecture: Class) -> None:
    lecture.open(step(GOOD, 'panels = ["loss"]\nhide = ["panels", "switches"]'))
    shown, menu = panel_of(lecture, LossPanel), lecture.window.top_bar.panels
    assert not shown.switches.isVisible()
    assert not menu.isVisible()
    assert lecture.panel.switches.isVisible()  # the score and "Begin anew"
    lecture.classroom.leave()
    lecture.window.docks.uncover("loss")
    assert shown.switches.isVisible()
    assert menu.isVisible()


def test_the_hint_says_nothing_of_what_cannot_be_done(lecture: Class) -> None:
    lecture.open(
        step(GOOD, 'hide = ["theta", "transport"]'), step(GOOD, 'hide = ["learning_rate"]')
    )
    assert lecture.window.outcome.banner.whole == "Drag the learning rate."
    lecture.turn()
    hint = "Space plays, ← → step, Home and End jump. A click puts the start."
    assert lecture.window.outcome.banner.whole == hint


def test_after_the_lesson_everything_can_be_moved_again(lecture: Class) -> None:
    lecture.open(step(GOOD, f"hide = {list(HIDEABLE)}"))
    assert lecture.session.edit(theta=(2.0,)) != ""
    lecture.classroom.leave()
    assert lecture.session.edit(theta=(2.0,)) == ""
    lecture.press(Qt.Key.Key_BracketLeft)
    assert lecture.session.experiment.learning_rate == GOOD / 2
