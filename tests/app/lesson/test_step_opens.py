"""What a step is about is open when the step is shown, and as it was after the lesson."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from playground.app.panels.sweep import SweepPanel
from playground.app.window import Window
from tests.app.lesson.conftest import GOOD, OUTCOME, Class, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton
SWEEP = 'panels = ["sweep"]'


def sweep(window: Window) -> SweepPanel:
    panel = window.docks.panels["sweep"]
    assert isinstance(panel, SweepPanel)
    return panel


def mistaken(*names: str, more: str = "") -> str:
    names_written = ", ".join(f'"{name}"' for name in names)
    fields = f"steps = 20\nmistakes = [{names_written}]"
    return step(GOOD, more).replace("steps = 20", fields)


def test_a_step_opens_the_page_of_sweep_that_it_names(lecture: Class) -> None:
    panel = sweep(lecture.window)
    lecture.open(
        step(more=f'{SWEEP}\nshow = {{ sweep = "range-test" }}'),
        step(more=f'{SWEEP}\nshow = {{ sweep = "final-values" }}', title="Two"),
        step(more=SWEEP, title="Three"),
    )
    assert panel.range_test.isVisible()
    lecture.turn()
    assert panel.attractors.isVisible()
    lecture.turn()
    assert panel.outcome.isVisible()  # the first, where nothing is said


def test_a_step_opens_the_example_of_graph_that_it_names(lecture: Class) -> None:
    panel = lecture.window.docks.panels["graph"]
    assert isinstance(panel, GraphPanel)
    graph = 'panels = ["graph"]'
    lecture.open(
        step(more=f'{graph}\nshow = {{ graph = "sine" }}'),
        step(1.1, more=graph, title="Two"),
        step(more=f'{graph}\nshow = {{ graph = "addition" }}', title="Three"),
    )
    shown = [panel.subjects.currentText()]
    for _ in range(2):
        lecture.turn()
        shown.append(panel.subjects.currentText())
    assert shown == ["sin x on 100 points", "Loss at playhead", "An addition"]
    lecture.classroom.leave()
    assert panel.subjects.currentText() == "Loss at playhead"


@pytest.mark.parametrize("subject", ["Function of x", "An exponential"])
def test_each_step_of_a_lesson_brings_the_graph_back_to_its_run(
    lecture: Class, subject: str
) -> None:
    panel = lecture.window.docks.panels["graph"]
    assert isinstance(panel, GraphPanel)
    graph = 'panels = ["graph"]'
    lecture.open(step(0.2, more=graph), step(0.9, more=graph, title="Two"))
    while panel.subjects.currentText() != subject:
        QTest.keyClick(panel.subjects, Qt.Key.Key_Down)
    lecture.turn()
    assert panel.subjects.currentText() == "Loss at playhead"


def test_after_the_lesson_the_page_of_before_is_open(lecture: Class) -> None:
    panel = sweep(lecture.window)
    lecture.window.docks.uncover("sweep")
    panel.turn_to("final-values")
    lecture.open(step(more=f'{SWEEP}\nshow = {{ sweep = "range-test" }}'), step(title="Two"))
    lecture.turn()
    lecture.classroom.leave()
    assert panel.open_page == "final-values"


def test_the_switches_are_open_where_a_step_makes_a_mistake(lecture: Class) -> None:
    mistakes = lecture.window.controls.mistakes
    lecture.open(
        mistaken("not-zeroed"), step(title="Two"), mistaken("wrong-sign", more="hide = []")
    )
    assert mistakes.switches["not-zeroed"].lines.isVisible()
    lecture.turn()
    assert not mistakes.switches["not-zeroed"].isVisible()
    lecture.turn()
    assert mistakes.switches["wrong-sign"].lines.isVisible()
    lecture.classroom.leave()
    assert not mistakes.switches["wrong-sign"].isVisible()


def test_what_a_mistake_does_is_told_once_the_class_has_predicted_it(
    lecture: Class, qtbot: QtBot
) -> None:
    mistakes = lecture.window.controls.mistakes
    lecture.open(mistaken("not-zeroed") + OUTCOME)
    assert not mistakes.switches["not-zeroed"].isVisible()
    box = lecture.page.prediction
    assert box is not None
    QTest.mouseClick(box.skip, LEFT)
    qtbot.waitUntil(lambda: mistakes.switches["not-zeroed"].lines.isVisible())


def test_mistakes_that_a_step_hides_stay_hidden(lecture: Class) -> None:
    lecture.open(mistaken("not-zeroed", more='hide = ["mistakes"]'))
    assert not lecture.window.controls.mistakes.isVisible()
