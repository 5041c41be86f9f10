"""The whole window, driven as a person does: keys, mouse, the source experiments, closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window
from tests.app.window_parts import preset, row

Rest = Callable[[Window], None]

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


def test_the_first_picture_is_the_default_experiment_with_its_sentence(window: Window) -> None:
    assert window.session.experiment.loss == "square"
    assert window.outcome.sentence.text().startswith("Settles")
    assert "0.6" in window.outcome.sentence.text()


def test_dragging_the_scrubber_shows_that_step(window: Window) -> None:
    scrubber = window.transport.scrubber
    left, right = QPoint(2, scrubber.height() // 2), QPoint(scrubber.width() - 2, 5)
    QTest.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=right)
    QTest.mouseMove(scrubber, left)
    QTest.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=left)
    assert row(window) < 20
    assert window.transport.position.text().endswith(f"{row(window)} of 20")


def test_the_learning_rate_slider_changes_the_run_at_once(window: Window, rest: Rest) -> None:
    before = window.session.experiment.learning_rate
    QTest.keyClick(window.controls.learning_rate.slider, KEY.Key_Right)
    after = window.session.experiment.learning_rate
    assert after > before
    rest(window)
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
    window: Window, title: str, row_number: int, loss: float, rest: Rest
) -> None:
    QTest.mouseClick(preset(window, title), Qt.MouseButton.LeftButton)
    rest(window)
    assert window.session.view is not None
    assert float(window.session.view.loss[row_number]) == pytest.approx(loss, abs=1e-6)
    assert preset(window, title).isChecked()


def test_the_gradient_by_hand_is_shown_where_it_differs_and_the_next_experiment_at_its_end(
    window: Window, rest: Rest
) -> None:
    QTest.mouseClick(preset(window, "Line, by hand"), Qt.MouseButton.LeftButton)
    rest(window)
    assert window.session.view is not None
    assert window.session.view.playhead == 0  # −120 by hand, −30 by autograd; at the end both 0
    QTest.mouseClick(preset(window, "Line"), Qt.MouseButton.LeftButton)
    rest(window)
    assert window.session.view.playhead == window.session.experiment.steps


def test_raw_thermometer_readings_overflow_at_the_texts_epoch_11(
    window: Window, rest: Rest
) -> None:
    QTest.mouseClick(preset(window, "Thermometer, raw"), Qt.MouseButton.LeftButton)
    rest(window)
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


def press_in_focus(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_choosing_a_speed_and_pressing_play_plays_at_that_speed(window: Window) -> None:
    speed = window.transport.speed
    speed.setCurrentIndex(speed.findData(2.0))
    speed.activated.emit(speed.currentIndex())
    assert not window.session.playing
    click(window.transport.play)
    assert window.session.playing
    assert window.session.speed == 2.0


@pytest.mark.parametrize("name", ["lesson", "rate 0.1"])
def test_a_name_without_a_suffix_is_saved_as_json(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    chosen = (str(tmp_path / name), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    press_in_focus(window, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: (tmp_path / f"{name}.json").is_file())


def test_an_experiment_is_offered_as_json_and_refused_as_a_table(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def choose(*asked: object) -> tuple[str, str]:
        offered.append(str(asked[-1]))
        return str(tmp_path / "sv.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    refused: list[str] = []
    window.session.refused.connect(refused.append)
    press_in_focus(window, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(refused) == 1)
    assert offered == ["Experiments (*.json)"]
    assert refused == ["sv.csv: not saved: an experiment's file must end in .json"]
    assert list(tmp_path.glob("sv*")) == []


def test_a_loss_without_data_does_not_leave_an_empty_fit_in_front(
    window: Window, qtbot: QtBot
) -> None:
    window.session.edit(loss="thermometer")
    window.docks.raise_panel("fit")
    qtbot.waitUntil(lambda: window.docks.panels["fit"] in window.docks.on_screen())
    window.session.edit(loss="himmelblau")
    qtbot.waitUntil(lambda: window.docks.panels["numbers"] in window.docks.on_screen())


def test_a_click_on_the_preset_on_screen_brings_the_graph_back_to_its_run(
    window: Window, qtbot: QtBot, rest: Callable[[Window], None]
) -> None:
    chip = preset(window, "Line")
    click(chip)
    rest(window)
    window.docks.raise_panel("graph")
    graph = window.docks.panels["graph"]
    assert isinstance(graph, GraphPanel)
    qtbot.waitUntil(lambda: not graph.visibleRegion().isEmpty())
    QTest.keyClick(graph.subjects, KEY.Key_End)
    assert graph.subjects.currentText() == "Function of x"
    before = window.session.experiment
    click(chip)
    assert window.session.experiment == before
    assert graph.subjects.currentText() == "Loss at playhead"
