"""Text for the last row: the landscape, the loss, the slider and the sentence, all of a size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.app.layout_file import Layout, load_layout, save_layout
from playground.app.session import Session
from playground.app.text_size import SCALES
from playground.app.theme import ThemeKeeper
from playground.app.window import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LARGER = SCALES.index(2.0) - SCALES.index(1.0)


def opened(qtbot: QtBot, keeper: ThemeKeeper, path: Path) -> Window:
    made = Window(Session(), keeper, path)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: at_rest(made), timeout=60_000)
    return made


@pytest.fixture
def window(qtbot: QtBot, keeper: ThemeKeeper, tmp_path: Path) -> Iterator[Window]:
    made = opened(qtbot, keeper, tmp_path / "layout.json")
    yield made
    made.close()
    made.deleteLater()


def at_rest(window: Window) -> bool:
    view = window.session.view
    return view is not None and view.finished and view.run == window.session.run_number


def press(window: Window, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def shown(window: Window) -> dict[str, QSize]:
    """The panels on screen with their sizes."""
    return {panel.name: panel.size() for panel in window.docks.on_screen()}


def same(one: dict[str, QSize], other: dict[str, QSize]) -> bool:
    return one.keys() == other.keys() and all(
        abs(one[name].width() - other[name].width()) <= 4
        and abs(one[name].height() - other[name].height()) <= 4
        for name in one
    )


def place(window: Window, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def test_the_largest_text_leaves_landscape_loss_slider_and_sentence_whole(
    window: Window, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_Plus, LARGER)
    qtbot.waitUntil(lambda: shown(window).keys() == {"landscape", "loss"})
    panels = window.docks.panels
    parts = [
        panels["landscape"],
        panels["loss"],
        window.controls.learning_rate.slider,
        window.outcome.sentence,
        window.transport.scrubber,
    ]
    quarter = window.width() // 4
    qtbot.waitUntil(lambda: all(part.width() >= quarter for part in parts))
    for part in parts:
        assert part.isVisible()
        assert window.rect().contains(place(window, part))
    assert not any(
        place(window, one).intersects(place(window, other)) for one, other in combinations(parts, 2)
    )


def test_smaller_text_returns_to_the_layout_of_before(window: Window, qtbot: QtBot) -> None:
    hide = next(b for b in window.docks.findChildren(QToolButton) if b.toolTip() == "Hide Numbers")
    QTest.mouseClick(hide, Qt.MouseButton.LeftButton)
    window.docks.raise_panel("sweep")
    qtbot.waitUntil(lambda: "sweep" in shown(window))
    before = shown(window)
    press(window, Qt.Key.Key_Plus, LARGER)
    qtbot.waitUntil(lambda: shown(window).keys() == {"landscape", "loss"})
    window.docks.maximise("loss")
    press(window, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: same(shown(window), before))


def test_what_is_saved_is_the_own_layout_and_not_that_of_large_text(
    window: Window, qtbot: QtBot, keeper: ThemeKeeper, tmp_path: Path
) -> None:
    window.docks.raise_panel("curvature")
    qtbot.waitUntil(lambda: "curvature" in shown(window))
    before = shown(window)
    press(window, Qt.Key.Key_Plus, LARGER)
    qtbot.waitUntil(lambda: shown(window).keys() == {"landscape", "loss"})
    window.close()
    assert load_layout(tmp_path / "layout.json").scale == 2.0
    for _ in range(2):  # the second start is from what the first has saved, still large
        keeper.set_scale(1.0)
        again = opened(qtbot, keeper, tmp_path / "layout.json")
        qtbot.addWidget(again)
        qtbot.waitUntil(lambda again=again: shown(again).keys() == {"landscape", "loss"})
        again.close()
    keeper.set_scale(1.0)
    last = opened(qtbot, keeper, tmp_path / "layout.json")
    qtbot.addWidget(last)
    press(last, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: same(shown(last), before))
    last.close()


def test_a_first_start_with_the_largest_text_has_the_first_layout_behind_it(
    qtbot: QtBot, keeper: ThemeKeeper, tmp_path: Path, window: Window
) -> None:
    usual = shown(window)
    save_layout(tmp_path / "large.json", Layout(scale=2.0))
    large = opened(qtbot, keeper, tmp_path / "large.json")
    qtbot.addWidget(large)
    assert shown(large).keys() == {"landscape", "loss"}
    press(large, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: same(shown(large), usual))
    large.close()


def test_all_controls_are_one_click_away_and_fold_again(window: Window, qtbot: QtBot) -> None:
    controls = window.controls
    press(window, Qt.Key.Key_Plus, LARGER)
    qtbot.waitUntil(controls.fold.isVisible)
    assert not controls.optimizer.isVisible()
    narrow = controls.width()
    QTest.mouseClick(controls.fold, Qt.MouseButton.LeftButton)
    assert controls.optimizer.isVisible()
    assert controls.loss.isVisible()
    assert controls.width() > narrow
    QTest.mouseClick(controls.fold, Qt.MouseButton.LeftButton)
    assert not controls.optimizer.isVisible()
    press(window, Qt.Key.Key_0)
    qtbot.waitUntil(controls.optimizer.isVisible)
    assert not controls.fold.isVisible()


def test_experiments_without_room_for_their_buttons_are_in_a_menu(
    window: Window, qtbot: QtBot
) -> None:
    bar = window.top_bar
    assert not bar.experiments.isVisible()
    press(window, Qt.Key.Key_Plus, LARGER)
    qtbot.waitUntil(bar.experiments.isVisible)
    menu = bar.experiments.menu()
    titles = [action.text() for action in menu.actions()]
    assert titles == [preset.title for preset in window.session.catalogue.presets]
    menu.actions()[titles.index("Line")].trigger()
    assert window.session.experiment.loss == "line"
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["Line"]
    press(window, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: not bar.experiments.isVisible())


def test_every_part_of_a_window_that_starts_large_is_large(
    qtbot: QtBot, keeper: ThemeKeeper, tmp_path: Path
) -> None:
    save_layout(tmp_path / "large.json", Layout(scale=2.0))
    large = opened(qtbot, keeper, tmp_path / "large.json")
    qtbot.addWidget(large)
    wanted = large.fontMetrics().height()
    for part in (large.top_bar.menu, large.controls.loss.picker, large.transport.speed):
        assert part.fontMetrics().height() == wanted
    for dock in large.docks.findChildren(QDockWidget):
        assert dock.fontMetrics().height() == wanted
    large.close()
