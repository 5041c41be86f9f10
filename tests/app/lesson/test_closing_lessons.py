"""What a lesson has changed in the window is as it was once it is closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from playground.app.window import Window
from playground.core.lesson import CONTROLS
from tests.app.lesson.conftest import OUTCOME, Class, panels_seen, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_closing_the_lesson_brings_the_own_layout_back(lecture: Class, qtbot: QtBot) -> None:
    window = lecture.window
    window.docks.uncover("sweep")
    lecture.steady()
    before, placed = panels_seen(window), window.docks.arrangement()
    lecture.open(step(more='panels = ["loss"]'))
    assert window.docks.arrangement() == placed  # what the next start is to find again
    click(window, "Hide Lesson")
    qtbot.waitUntil(lambda: panels_seen(window) == before)
    assert lecture.classroom.lesson is None


def click(window: Window, name: str) -> None:
    """Click the button of this name on a panel's title bar."""
    buttons = window.docks.findChildren(QToolButton)
    button = next(b for b in buttons if b.accessibleName() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_open_prediction_can_be_answered_after_its_maximised_panel_was_hidden(
    lecture: Class, qtbot: QtBot
) -> None:
    lecture.open(step(more='panels = ["landscape", "loss"]', predict=OUTCOME))
    click(lecture.window, "Maximise Landscape")
    qtbot.waitUntil(lambda: panels_seen(lecture.window) == {"landscape"})
    click(lecture.window, "Hide Landscape")
    qtbot.waitUntil(lambda: panels_seen(lecture.window) == {"loss", "lesson"})
    assert lecture.classroom.is_predicting
    lecture.say("settles")
    assert lecture.panel.page.score.text() == "1 of 1 right"


def test_a_lesson_closed_by_mistake_goes_on_where_it_was_with_its_answers(
    lecture: Class, qtbot: QtBot
) -> None:
    window = lecture.window
    lecture.open(step(predict=OUTCOME), step(0.4, predict=OUTCOME, title="Two"))
    before = panels_seen(window)
    lecture.say("settles")
    lecture.turn()
    click(window, "Hide Lesson")
    qtbot.waitUntil(lambda: lecture.classroom.lesson is None)
    window.docks.uncover("lesson")  # as the menu of panels does
    qtbot.waitUntil(lambda: "lesson" in panels_seen(window))
    QTest.mouseClick(lecture.panel.chooser.back, Qt.MouseButton.LeftButton)
    lecture.rest()
    qtbot.waitUntil(lambda: panels_seen(window) == before)
    assert (lecture.classroom.step.title, lecture.classroom.is_predicting) == ("Two", True)
    lecture.say("settles")
    assert lecture.panel.page.score.text() == "2 of 2 right"


def test_the_lessons_button_brings_the_lesson_back_beside_a_maximised_panel(
    lecture: Class, qtbot: QtBot
) -> None:
    window = lecture.window
    lecture.open(step(more='panels = ["loss"]', predict=OUTCOME))
    click(window, "Maximise Loss")
    qtbot.waitUntil(lambda: panels_seen(window) == {"loss"})
    menu = window.top_bar.lessons.menu()
    menu.aboutToShow.emit()  # as the click on the button does
    next(a for a in menu.actions() if a.text() == "Back to the lesson").trigger()
    qtbot.waitUntil(lambda: panels_seen(window) == {"loss", "lesson"})
    assert lecture.classroom.is_predicting


def test_closing_the_lesson_at_an_open_prediction_brings_all_that_was_there_back(
    lecture: Class, qtbot: QtBot
) -> None:
    session = lecture.session
    lecture.press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(session.pins.listed) == 1)
    assert session.edit(learning_rate=0.3) == ""
    lecture.rest()
    session.seek(4)
    before, pins = session.experiment, session.pins.listed
    other = '[[steps.pinned]]\nname = "other"\nchange = { learning_rate = 0.1 }\n'
    lecture.open(step(0.4, predict=f"{OUTCOME}\n{other}"))
    qtbot.waitUntil(lambda: [pin.given for pin in session.pins.listed] == ["other"])
    lecture.open(step(0.9, predict=OUTCOME), name="another.toml")
    lecture.classroom.leave()
    lecture.rest()
    assert session.view is not None
    assert (session.experiment, session.pins.listed) == (before, pins)
    assert (session.view.playhead, session.live) == (4, False)
    lecture.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.experiment.learning_rate == 0.9


def test_closing_the_lesson_after_the_prediction_leaves_the_run_on_screen(lecture: Class) -> None:
    lecture.open(step(0.4, predict=OUTCOME))
    lecture.say("settles")
    lecture.classroom.leave()
    assert lecture.session.experiment.learning_rate == 0.4


def test_closing_a_lesson_brings_the_pins_of_before_back(lecture: Class, qtbot: QtBot) -> None:
    session = lecture.session
    lecture.press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(session.pins.listed) == 1)
    pins = session.pins.listed
    other = '[[steps.pinned]]\nname = "other"\nchange = { learning_rate = 0.1 }\n'
    lecture.open(step(0.4, predict=f"{OUTCOME}\n{other}"))
    lecture.say("settles")
    qtbot.waitUntil(lambda: [pin.given for pin in session.pins.listed] == ["other"])
    lecture.classroom.leave()
    lecture.rest()
    assert session.pins.listed == pins
    assert session.experiment.learning_rate == 0.4


def test_a_layout_from_before_the_lesson_is_kept_when_the_window_is_closed_in_the_middle(
    lecture: Class, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not lecture.session.ticking)
    placed = QByteArray(lecture.window.docks.arrangement())
    lecture.open(step(predict=OUTCOME))
    assert lecture.window._layout().docks == bytes(placed.data())
    lecture.window.close()
    assert not lecture.classroom._looks.isActive()


def test_any_control_can_be_hidden_and_is_there_again_after_the_lesson(lecture: Class) -> None:
    column = lecture.window.controls
    before = {name for name in CONTROLS if getattr(column, name).isVisible()}
    for name in CONTROLS:
        lecture.open(step(more=f'hide = ["{name}"]'), name=f"{name}.toml")
        visible = {other for other in CONTROLS if getattr(column, other).isVisible()}
        assert visible == before - {name}
    lecture.open(step(more=f"hide = {[*CONTROLS]!r}"))
    assert not column.isVisible()
    lecture.classroom.leave()
    assert {name for name in CONTROLS if getattr(column, name).isVisible()} == before


def test_undo_returns_to_the_experiment_before_the_step(lecture: Class) -> None:
    before = lecture.session.experiment
    lecture.open(step(0.4))
    assert lecture.session.experiment.learning_rate == 0.4
    lecture.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lecture.session.experiment == before


def test_larger_text_leaves_one_panel_and_the_lesson_and_gives_the_layout_back(
    lecture: Class, qtbot: QtBot
) -> None:
    window = lecture.window
    before = panels_seen(window)
    lecture.open(step(more='panels = ["loss", "numbers"]'))
    for _ in range(5):
        lecture.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panels_seen(window) == {"loss", "lesson"})
    lecture.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panels_seen(window) == {"loss", "numbers", "lesson"})
    lecture.classroom.leave()
    qtbot.waitUntil(lambda: panels_seen(window) == before)
