"""Every lesson of the program, walked through in the window from its first step to its last."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window
from playground.core.lesson import ChoiceQuestion, PredictNumber, PredictOutcome
from playground.core.lesson_shelf import ShelvedLesson, shipped_lessons
from tests.app.lesson.conftest import Class

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def room(painted: ThemeKeeper, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One window for all lessons, as in a classroom."""
    window = Window(Session(), painted, tmp_path_factory.mktemp("room") / "layout.json")
    window.show()
    yield window
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("shelved", shipped_lessons(), ids=lambda one: one.path.stem)
def test_a_lesson_goes_from_step_to_step_with_every_question_answered(
    room: Window, shelved: ShelvedLesson, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: room.session.is_ready, timeout=60_000)
    lecture = Class(room, qtbot, shelved.path.parent)
    lecture.open_file(shelved.path)
    lesson = lecture.classroom.lesson
    assert lesson is not None
    assert lesson.title == shelved.title
    for number, one in enumerate(lesson.steps):
        assert lecture.classroom.number == number
        lecture.rest()
        assert room.session.experiment == one.experiment
        if one.predict is not None:
            assert room.session.view is not None
            assert room.session.view.length == 1
            predict(lecture)
        for box, question in zip(lecture.page.questions, one.questions, strict=True):
            if isinstance(question, ChoiceQuestion):
                right = next(button for button in box.buttons if button.said == question.answer)
                QTest.mouseClick(right, Qt.MouseButton.LeftButton)
            else:
                assert box.field is not None
                box.field.field.setText(f"{question.answer!r}")
                QTest.keyClick(box.field.field, Qt.Key.Key_Return)
            assert box.verdict.line.text().startswith("Right")
        if number + 1 < len(lesson.steps):
            QTest.mouseClick(lecture.panel.page.next, Qt.MouseButton.LeftButton)
    assert not lecture.panel.page.next.isEnabled()
    assert lecture.classroom.own_score.asked == sum(
        (one.predict is not None) + len(one.questions) for one in lesson.steps
    )


def predict(lecture: Class) -> None:
    """Say anything that can be an answer."""
    box = lecture.page.prediction
    asked = lecture.classroom.step.predict
    assert box is not None
    if isinstance(asked, PredictOutcome):
        QTest.mouseClick(box.buttons[0], Qt.MouseButton.LeftButton)
    elif isinstance(asked, PredictNumber):
        lecture.type("1")
    else:
        assert box.curve is not None
        assert box.commit is not None
        QTest.keyClick(box.curve, Qt.Key.Key_Right)
        QTest.mouseClick(box.commit, Qt.MouseButton.LeftButton)
    lecture.see()
    assert box.verdict.line.text()
