"""The keys of the window do what they say, wherever the focus is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.window import Window
from tests.app.window_parts import preset, row

Rest = Callable[[Window], None]

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


def press(window: Window, key: Qt.Key) -> None:
    window.setFocus()
    QTest.keyClick(window, key)


def press_in_focus(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def enter_learning_rate(window: Window, text: str) -> None:
    field = window.controls.learning_rate.entry
    click(field)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, KEY.Key_Return)


def test_arrows_home_and_end_move_the_playhead(window: Window) -> None:
    press(window, KEY.Key_Left)
    assert row(window) == 19
    press(window, KEY.Key_Home)
    assert row(window) == 0
    press(window, KEY.Key_Right)
    assert row(window) == 1
    press(window, KEY.Key_End)
    assert row(window) == 20


def test_space_plays_from_the_start_and_pauses(window: Window, qtbot: QtBot) -> None:
    press(window, KEY.Key_Space)
    assert window.session.playing
    qtbot.waitUntil(lambda: row(window) >= 2)
    press(window, KEY.Key_Space)
    assert not window.session.playing
    assert 2 <= row(window) < 20


def test_space_plays_in_a_window_that_nobody_has_touched(window: Window) -> None:
    press_in_focus(window, KEY.Key_Space)
    assert window.session.playing


def test_the_keys_step_again_after_a_learning_rate_is_entered(window: Window, rest: Rest) -> None:
    enter_learning_rate(window, "0.9")
    rest(window)
    press_in_focus(window, KEY.Key_Left)
    assert row(window) == 19
    assert window.controls.learning_rate.entry.text() == "0.9"


def test_the_keys_step_after_clicks_on_a_preset_a_slider_and_a_plot(
    window: Window, rest: Rest
) -> None:
    for target in (
        preset(window, "Line, by hand"),
        window.controls.learning_rate.slider,
        window.transport.scrubber,
        window.docks.panels["landscape"],
    ):
        click(target)
        rest(window)
        window.session.follow()
        before = window.session.experiment
        press_in_focus(window, KEY.Key_Left)
        assert row(window) == len(window.session.run.trajectory.loss) - 2
        assert window.session.experiment is before


def test_undo_in_a_field_takes_back_the_experiment_and_the_field_agrees(window: Window) -> None:
    enter_learning_rate(window, "0.9")
    window.controls.learning_rate.entry.setFocus()
    press_in_focus(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.experiment.learning_rate == 0.2
    assert window.controls.learning_rate.entry.text() == "0.2"


def test_a_bracket_in_a_number_field_halves_the_learning_rate(window: Window) -> None:
    window.controls.learning_rate.entry.setFocus()
    press_in_focus(window, KEY.Key_BracketLeft)
    assert window.session.experiment.learning_rate == 0.1
    assert window.controls.learning_rate.entry.text() == "0.1"


def test_ctrl_plus_makes_text_larger_and_ctrl_zero_usual_again(
    window: Window, qtbot: QtBot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    usual = window.fontMetrics().height()
    press_in_focus(window, KEY.Key_Plus, control)
    press_in_focus(window, KEY.Key_Plus, control)
    assert window.fontMetrics().height() > usual
    press_in_focus(window, KEY.Key_0, control)
    qtbot.waitUntil(lambda: window.fontMetrics().height() == usual)
