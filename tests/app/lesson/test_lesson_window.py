"""A lesson in the window: beside its panels, step by step, question by question."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.lesson.answer_button import AnswerButton
from playground.app.lesson.sign import Sign
from playground.app.theme import current_theme
from tests.app.lesson.conftest import OUTCOME, Class, panels_seen, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


CHOICE = (
    '[[steps.questions]]\nask = "How steep?"\nchoices = ["flat", "two"]\nanswer = "two"\n'
    'explain = "$2 \\\\theta$"\n'
)


def test_a_step_shows_its_panels_beside_the_lesson_over_the_full_height(lecture: Class) -> None:
    lecture.open(step(more='panels = ["loss", "parameters"]'))
    assert panels_seen(lecture.window) == {"loss", "parameters", "lesson"}
    docks = lecture.window.docks
    own = docks.panels["lesson"].parentWidget()
    assert own is not None
    assert own.height() == docks.height()
    assert 360 <= own.width() <= 480


def test_a_lesson_is_two_clicks_away(lecture: Class, qtbot: QtBot) -> None:
    menu = lecture.window.top_bar.lessons.menu()
    menu.aboutToShow.emit()  # as the click on the button does
    first = menu.actions()[0]
    assert first.text().startswith("Gradient descent on θ²\tbeginner, ")
    first.trigger()
    qtbot.waitUntil(lambda: lecture.classroom.lesson is not None)
    assert lecture.classroom.lesson is not None
    assert lecture.classroom.lesson.title == "Gradient descent on θ²"


def test_a_step_stands_at_its_row_with_its_pinned_runs(lecture: Class, qtbot: QtBot) -> None:
    pinned = '[[steps.pinned]]\nname = "slower"\nchange = { learning_rate = 0.1 }\n'
    lecture.open(step(more="playhead = 7", predict=pinned), step(title="Two"))
    qtbot.waitUntil(lambda: len(lecture.session.pins.listed) == 1)
    pin = lecture.session.pins.listed[0]
    assert (pin.given, pin.run.experiment.learning_rate) == ("slower", 0.1)
    assert lecture.session.view is not None
    assert lecture.session.view.playhead == 7
    lecture.turn()
    assert lecture.session.pins.listed == ()
    assert lecture.session.live


def test_a_question_is_checked_explained_and_counts_once(lecture: Class) -> None:
    lecture.open(step(predict=CHOICE))
    box = lecture.page.questions[0]
    QTest.mouseClick(box.buttons[0], Qt.MouseButton.LeftButton)
    assert box.verdict.line.text() == "Not so: two."
    assert lecture.panel.page.score.text() == "0 of 1 right"
    QTest.mouseClick(box.buttons[1], Qt.MouseButton.LeftButton)
    assert box.verdict.line.text() == "Right: two."
    assert lecture.panel.page.score.text() == "0 of 1 right"
    QTest.mouseClick(lecture.panel.page.reset, Qt.MouseButton.LeftButton)
    assert lecture.panel.page.score.text() == ""
    assert not lecture.page.questions[0].verdict.isVisible()


def test_a_skipped_prediction_can_be_begun_anew(lecture: Class) -> None:
    lecture.open(step(predict=OUTCOME))
    assert not lecture.panel.page.reset.isVisible()
    box = lecture.page.prediction
    assert box is not None
    QTest.mouseClick(box.skip, Qt.MouseButton.LeftButton)
    lecture.rest()
    assert lecture.panel.page.score.text() == ""
    QTest.mouseClick(lecture.panel.page.reset, Qt.MouseButton.LeftButton)
    lecture.rest()
    assert lecture.classroom.is_predicting
    assert not lecture.panel.page.reset.isVisible()


def test_a_lesson_that_is_opened_again_begins_anew(lecture: Class) -> None:
    lecture.open(step(predict=OUTCOME))
    lecture.say("settles")
    assert lecture.panel.page.score.text() == "1 of 1 right"
    lecture.classroom.leave()
    lecture.open(step(predict=OUTCOME))
    assert lecture.classroom.is_predicting
    assert lecture.panel.page.score.text() == ""
    lecture.say("explodes")
    assert lecture.panel.page.score.text() == "0 of 1 right"


def test_after_a_wrong_answer_the_right_one_is_marked_by_a_sign_and_in_words(
    lecture: Class,
) -> None:
    lecture.open(step(predict=CHOICE), step(0.2, predict=OUTCOME))
    choices = lecture.page.questions[0].buttons
    QTest.mouseClick(choices[0], Qt.MouseButton.LeftButton)
    assert told(choices) == [("wrong", "Your answer: not so"), ("right", "This is right")]
    QTest.mouseClick(choices[1], Qt.MouseButton.LeftButton)
    assert told(choices) == [("", ""), ("right", "Your answer: right")]
    lecture.turn()
    assert lecture.page.prediction is not None
    choices = lecture.page.prediction.buttons
    assert told(choices) == [("", "")] * 4
    lecture.say("explodes")
    assert {one.said: said for one, said in zip(choices, told(choices), strict=True)} == {
        "settles": ("right", "This is right"),  # θ² at 0.2 multiplies the error by 0.6
        "oscillates": ("", ""),
        "explodes": ("wrong", "Your answer: not so"),
        "too slow": ("", ""),
    }
    cross = choices[2].findChildren(Sign)[0]
    picture = cross.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(16)}
    assert current_theme().explodes.lower() in colours  # though nothing more can be said


def told(choices: list[AnswerButton]) -> list[tuple[str, str]]:
    """The sign of each choice and what a screen reader says of it."""
    names = {None: "", True: "right", False: "wrong"}
    return [
        (names[sign.right if sign.isVisible() else None], choice.accessibleDescription())
        for choice in choices
        for sign in choice.findChildren(Sign)
    ]


class Widths(QObject):
    """Notes the width of a widget each time that it takes another size."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.taken: list[int] = []
        watched.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self.taken.append(event.size().width())
        return False


def test_a_page_lays_its_panels_out_at_most_twice_however_many_it_shows(lecture: Class) -> None:
    lecture.open(step(more='panels = ["numbers"]'))
    docks = lecture.window.docks
    widths = Widths(docks.panels["loss"])
    docks.teach(["loss", "parameters", "landscape"])
    assert panels_seen(lecture.window) == {"loss", "parameters", "landscape", "lesson"}
    assert len(widths.taken) <= 2


def test_the_lesson_is_not_squeezed_while_other_panels_come_beside_it(lecture: Class) -> None:
    lecture.open(step(more='panels = ["numbers"]'))
    lecture.steady()
    lesson = lecture.window.docks.panels["lesson"]
    width, widths = lesson.width(), Widths(lesson)
    lecture.window.docks.teach(["loss", "parameters", "landscape"])
    lecture.steady()
    assert panels_seen(lecture.window) == {"loss", "parameters", "landscape", "lesson"}
    assert [taken for taken in widths.taken if taken < 0.9 * width] == []
