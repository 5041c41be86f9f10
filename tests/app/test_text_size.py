"""Larger text squeezes no panel over another one, is remembered, and leaves no trace behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QPushButton
from pytestqt.qtbot import QtBot

from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.title_bar import TitleBar
from playground.app.window import Window

Rest = Callable[[Window], None]

CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def press(window: Window, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, CONTROL)


def docks(window: Window) -> dict[str, QDockWidget]:
    shown = window.docks.on_screen()
    return {panel.name: panel.parentWidget() for panel in shown}  # type: ignore[misc]  # docks


def apart(window: Window) -> bool:
    """Whether every panel is whole in the window and none lies over another."""
    places = [dock.geometry() for dock in docks(window).values()]
    inside = all(window.docks.rect().contains(place) for place in places)
    return inside and not any(one.intersects(other) for one, other in combinations(places, 2))


def test_larger_text_keeps_panels_apart_and_the_usual_text_brings_their_sizes_back(
    window: Window, qtbot: QtBot, rest: Rest
) -> None:
    window.session.edit(loss="moons", steps=20)
    rest(window)
    before = {name: dock.size() for name, dock in docks(window).items()}
    assert apart(window)
    press(window, Qt.Key.Key_Plus)
    press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: docks(window)["landscape"].width() < before["landscape"].width() - 40)
    qtbot.waitUntil(lambda: apart(window))
    press(window, Qt.Key.Key_0)
    for name, size in before.items():
        near = lambda name=name, size=size: (  # noqa: E731  # said once, waited for below
            abs(docks(window)[name].width() - size.width()) <= 4
            and abs(docks(window)[name].height() - size.height()) <= 4
        )
        qtbot.waitUntil(near)


def test_after_the_largest_text_the_usual_one_brings_every_control_back_to_its_place(
    window: Window, qtbot: QtBot
) -> None:
    column = window.controls

    def places() -> dict[str, QRect]:
        shown = [one for one in column.controls if one.isVisible()]
        return {type(one).__name__: QRect(one.mapTo(column, QPoint()), one.size()) for one in shown}

    before = places()
    assert before["LossControl"].bottom() < before["LearningRateControl"].top()
    for _ in range(8):
        press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: places()["LearningRateControl"].top() < before["LossControl"].bottom())
    press(window, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: places() == before)


def test_the_largest_text_still_shows_both_limits_of_the_learning_rate(
    window: Window, qtbot: QtBot, rest: Rest
) -> None:
    window.session.edit(loss="himmelblau", theta=(0.0, 0.0), learning_rate=0.01)
    rest(window)
    limits = window.controls.learning_rate.zones.limits
    qtbot.waitUntil(lambda: "best" in limits.shown())
    for _ in range(8):
        press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: "\n" in limits.shown())
    stable, best = limits.shown().split("\n")
    assert stable.startswith("stable")
    assert best.startswith("best")
    assert limits.height() >= limits.sizeHint().height()


def test_switches_without_room_are_behind_a_button_in_the_header(
    window: Window, qtbot: QtBot, rest: Rest, keeper: ThemeKeeper
) -> None:
    window.resize(1300, 720)  # a little more than the switches need, also with one in focus
    window.session.edit(loss="moons", steps=20)
    rest(window)
    bar = docks(window)["landscape"].titleBarWidget()
    assert isinstance(bar, TitleBar)
    switches = window.docks.panels["landscape"].switches
    qtbot.waitUntil(switches.isVisible)
    assert not bar.place.more.isVisible()
    press(window, Qt.Key.Key_Plus)
    press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: keeper.scale == 1.3)
    qtbot.waitUntil(bar.place.more.isVisible)
    assert not switches.isVisible()
    QTest.mouseClick(bar.place.more, Qt.MouseButton.LeftButton)
    assert switches.isVisible()
    QTest.keyClick(bar.place.popup, Qt.Key.Key_Escape)
    assert not switches.isVisible()
    press(window, Qt.Key.Key_0)
    qtbot.waitUntil(switches.isVisible)


def test_the_size_of_text_is_the_same_at_the_next_start(
    window: Window, qtbot: QtBot, keeper: ThemeKeeper, tmp_path: Path
) -> None:
    press(window, Qt.Key.Key_Plus)
    press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: keeper.scale == 1.3)
    larger = window.fontMetrics().height()
    window.close()
    keeper.set_scale(1.0)
    again = Window(Session(), keeper, tmp_path / "layout.json")
    qtbot.addWidget(again)
    assert keeper.scale == 1.3
    again.show()
    qtbot.waitUntil(lambda: again.fontMetrics().height() == larger)
    again.close()


def test_a_click_on_a_preset_puts_the_playhead_back_to_live(window: Window, rest: Rest) -> None:
    window.session.seek(7)
    buttons = window.top_bar.findChildren(QPushButton)
    chip = next(button for button in buttons if button.text() == "Line")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    rest(window)
    assert window.session.live
    assert window.transport.position.text().endswith("100 of 100")


def test_after_a_loss_is_picked_by_keys_space_plays(
    window: Window, qtbot: QtBot, rest: Rest
) -> None:
    window.session.seek(7)
    picker = window.controls.loss.picker
    picker.setFocus()
    QTest.keyClick(picker, Qt.Key.Key_Down)
    search = window.controls.loss.list.search
    QTest.keyClicks(search, "booth")
    QTest.keyClick(search, Qt.Key.Key_Return)
    rest(window)
    assert window.session.experiment.loss == "booth"
    assert window.session.live
    window.activateWindow()  # the offscreen platform leaves that to us
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Space)
    assert window.session.playing


def test_a_key_that_is_held_has_every_widget_take_its_style_once_more_only(
    window: Window, qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    worn: list[float] = []
    made = keeper.changed.connect(lambda theme: worn.append(theme.scale))
    for _ in range(8):
        press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: keeper.scale == 2.0)
    keeper.disconnect(made)
    assert worn == [1.15, 2.0]  # the first step is seen at once
    for _ in range(3):
        press(window, Qt.Key.Key_Minus)
    press(window, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: keeper.scale == 1.0)


def test_a_step_is_on_screen_before_the_panels_behind_tabs_have_taken_it(
    window: Window, qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    seen, unseen = (window.docks.panels[name].parentWidget() for name in ("loss", "sweep"))
    assert seen is not None
    assert unseen is not None
    before = unseen.fontMetrics().height()
    press(window, Qt.Key.Key_Plus)
    assert seen.fontMetrics().height() > before
    assert unseen.fontMetrics().height() == before
    qtbot.waitUntil(lambda: unseen.fontMetrics().height() == seen.fontMetrics().height())


def test_a_panel_that_is_raised_right_after_a_step_has_its_size(
    window: Window, qtbot: QtBot, keeper: ThemeKeeper
) -> None:
    press(window, Qt.Key.Key_Plus)
    window.docks.raise_panel("runs")
    runs = window.docks.panels["runs"]
    qtbot.waitUntil(lambda: not runs.visibleRegion().isEmpty())
    qtbot.waitUntil(lambda: runs.fontMetrics().height() == window.fontMetrics().height())


def test_nothing_is_painted_while_a_step_moves_it(window: Window, qtbot: QtBot) -> None:
    panel = window.docks.panels["landscape"]
    press(window, Qt.Key.Key_Plus)
    assert not panel.updatesEnabled()
    qtbot.waitUntil(panel.updatesEnabled)


def test_a_step_that_waits_for_a_rest_is_remembered_where_the_window_closes(
    window: Window, layout_path: Path
) -> None:
    for _ in range(8):
        press(window, Qt.Key.Key_Plus)
    window.close()
    assert json.loads(layout_path.read_text(encoding="utf-8"))["scale"] == 2.0
