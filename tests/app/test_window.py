"""The whole window, driven as a person does: keys, mouse, the source experiments, closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
LOADING_MS = 60_000


@pytest.fixture
def layout_path(tmp_path: Path) -> Path:
    return tmp_path / "layout.json"


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ThemeKeeper]:
    made = ThemeKeeper(qapp)
    yield made
    made.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path) -> Iterator[Window]:
    made = Window(Session(), keeper, layout_path)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: at_rest(made), timeout=LOADING_MS)
    yield made
    made.close()
    made.deleteLater()


def at_rest(window: Window) -> bool:
    session = window.session
    view = session.view
    return view is not None and view.finished and view.run == session.run_number


def press(window: Window, key: Qt.Key) -> None:
    window.setFocus()
    QTest.keyClick(window, key)


def row(window: Window) -> int:
    assert window.session.view is not None
    return window.session.view.playhead


def preset(window: Window, title: str) -> QPushButton:
    buttons = window.top_bar.findChildren(QPushButton)
    return next(button for button in buttons if button.text() == title)


def test_the_first_picture_is_the_default_experiment_with_its_sentence(window: Window) -> None:
    assert window.session.experiment.loss == "square"
    assert window.outcome.sentence.text().startswith("Settles")
    assert "0.6" in window.outcome.sentence.text()


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


def test_dragging_the_scrubber_shows_that_step(window: Window) -> None:
    scrubber = window.transport.scrubber
    left, right = QPoint(2, scrubber.height() // 2), QPoint(scrubber.width() - 2, 5)
    QTest.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=right)
    QTest.mouseMove(scrubber, left)
    QTest.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=left)
    assert row(window) < 20
    assert window.transport.position.text().endswith(f"{row(window)} of 20")


def test_the_learning_rate_slider_changes_the_run_at_once(window: Window, qtbot: QtBot) -> None:
    before = window.session.experiment.learning_rate
    QTest.keyClick(window.controls.learning_rate.slider, KEY.Key_Right)
    after = window.session.experiment.learning_rate
    assert after > before
    qtbot.waitUntil(lambda: at_rest(window))
    assert window.session.view is not None
    np.testing.assert_allclose(window.session.view.theta[1, 0], 1 - 2 * after, rtol=1e-6)


def test_too_large_a_learning_rate_is_said_to_explode(window: Window, qtbot: QtBot) -> None:
    field = window.controls.learning_rate.entry
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1.1")
    QTest.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: "Explodes" in window.outcome.sentence.text())


@pytest.mark.parametrize(
    ("title", "row_number", "loss"),
    [
        ("Line", 30, 0.00174685),
        ("Line, by hand", 4, 0.01966083),
        ("Thermometer ÷ 10", 499, 7.860115),
        ("Thermometer ÷ 10", 4999, 2.927647),
    ],
)
def test_a_source_experiment_is_one_click_away_with_its_numbers(
    window: Window, qtbot: QtBot, title: str, row_number: int, loss: float
) -> None:
    QTest.mouseClick(preset(window, title), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: at_rest(window), timeout=30_000)
    assert window.session.view is not None
    assert float(window.session.view.loss[row_number]) == pytest.approx(loss, abs=1e-6)
    assert preset(window, title).isChecked()


def test_raw_thermometer_readings_overflow_at_the_texts_epoch_11(
    window: Window, qtbot: QtBot
) -> None:
    QTest.mouseClick(preset(window, "Thermometer, raw"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: at_rest(window))
    assert window.session.view is not None
    assert window.session.view.length == 11
    assert window.session.view.outcome is not None
    assert window.session.view.outcome.kind == "diverged"
    assert "Explodes" in window.outcome.sentence.text()


def header_button(window: Window, tip: str) -> QToolButton:
    return next(b for b in window.docks.findChildren(QToolButton) if b.toolTip() == tip)


def test_a_panel_can_be_maximised_and_restored(window: Window) -> None:
    panels = window.docks.panels
    QTest.mouseClick(header_button(window, "Maximise Loss"), Qt.MouseButton.LeftButton)
    assert [name for name, panel in panels.items() if panel.isVisible()] == ["loss"]
    QTest.mouseClick(header_button(window, "Restore Loss"), Qt.MouseButton.LeftButton)
    assert panels["landscape"].isVisible()
    assert panels["parameters"].isVisible()


def test_a_hidden_panel_stays_hidden_at_the_next_start(
    window: Window, qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path
) -> None:
    QTest.mouseClick(header_button(window, "Hide Parameters"), Qt.MouseButton.LeftButton)
    assert not window.docks.panels["parameters"].isVisible()
    window.close()
    again = Window(Session(), keeper, layout_path)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: len(again.docks.panels) == len(window.docks.panels))
    assert not again.docks.panels["parameters"].isVisible()
    assert again.docks.panels["loss"].isVisible()
    again.close()


def test_closing_in_the_middle_of_a_run_ends_every_thread(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path
) -> None:
    before = set(threading.enumerate())
    window = Window(Session(), keeper, layout_path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: at_rest(window), timeout=LOADING_MS)
    window.session.edit(steps=100_000)
    window.close()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before)


def test_closing_before_torch_is_there_ends_every_thread(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path
) -> None:
    before = set(threading.enumerate())
    window = Window(Session(), keeper, layout_path)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    window.close()
    assert window.isHidden()
    qtbot.waitUntil(lambda: set(threading.enumerate()) <= before, timeout=LOADING_MS)


def test_until_torch_is_there_the_window_says_so(
    qtbot: QtBot, keeper: ThemeKeeper, layout_path: Path
) -> None:
    window = Window(Session(), keeper, layout_path)
    qtbot.addWidget(window)
    window.show()
    assert "Loading PyTorch" in window.outcome.sentence.text()
    assert not window.transport.isEnabled()
    window.close()


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


def test_space_plays_in_a_window_that_nobody_has_touched(window: Window) -> None:
    press_in_focus(window, KEY.Key_Space)
    assert window.session.playing


def test_the_keys_step_again_after_a_learning_rate_is_entered(window: Window, qtbot: QtBot) -> None:
    enter_learning_rate(window, "0.9")
    qtbot.waitUntil(lambda: at_rest(window))
    press_in_focus(window, KEY.Key_Left)
    assert row(window) == 19
    assert window.controls.learning_rate.entry.text() == "0.9"


def test_the_keys_step_after_clicks_on_a_preset_a_slider_and_a_plot(
    window: Window, qtbot: QtBot
) -> None:
    for target in (
        preset(window, "Line, by hand"),
        window.controls.learning_rate.slider,
        window.transport.scrubber,
        window.docks.panels["landscape"],
    ):
        click(target)
        qtbot.waitUntil(lambda: at_rest(window))
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


def test_choosing_a_speed_and_pressing_play_plays_at_that_speed(window: Window) -> None:
    speed = window.transport.speed
    speed.setCurrentIndex(speed.findData(2.0))
    speed.activated.emit(speed.currentIndex())
    assert not window.session.playing
    click(window.transport.play)
    assert window.session.playing
    assert window.session.speed == 2.0


def test_a_name_without_a_suffix_is_saved_as_json(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = (str(tmp_path / "lesson"), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    press_in_focus(window, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: (tmp_path / "lesson.json").is_file())


def test_ctrl_plus_makes_text_larger_and_ctrl_zero_usual_again(window: Window) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    usual = window.fontMetrics().height()
    press_in_focus(window, KEY.Key_Plus, control)
    press_in_focus(window, KEY.Key_Plus, control)
    assert window.fontMetrics().height() > usual
    press_in_focus(window, KEY.Key_0, control)
    assert window.fontMetrics().height() == usual


def test_a_loss_without_data_does_not_leave_an_empty_fit_in_front(
    window: Window, qtbot: QtBot
) -> None:
    window.session.edit(loss="thermometer")
    window.docks.raise_panel("fit")
    qtbot.waitUntil(lambda: window.docks.panels["fit"] in window.docks.on_screen())
    window.session.edit(loss="himmelblau")
    qtbot.waitUntil(lambda: window.docks.panels["numbers"] in window.docks.on_screen())


def test_a_window_that_is_closed_is_gone_before_its_threads_have_ended(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    end = window.session.close
    monkeypatch.setattr(window.session, "close", lambda _: seen.append(window.isVisible()) or end())
    window.close()
    assert seen == [False]
