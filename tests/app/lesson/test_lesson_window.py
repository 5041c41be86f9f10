"""The window while a lesson is open: what a step shows and hides, and that all comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from playground.app.lesson.answer_button import AnswerButton
from playground.app.lesson.sign import Sign
from playground.app.lesson.text import LessonText
from playground.app.theme import current_theme
from playground.app.window import Window
from playground.core.lesson import CONTROLS
from playground.core.lesson_file import read_lesson
from tests.app.lesson.conftest import HEAD, OUTCOME, Class, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CHOICE = (
    '[[steps.questions]]\nask = "How steep?"\nchoices = ["flat", "two"]\nanswer = "two"\n'
    'explain = "$2 \\\\theta$"\n'
)


def seen(window: Window) -> set[str]:
    return {panel.name for panel in window.docks.on_screen()}


def test_a_step_shows_its_panels_beside_the_lesson_over_the_full_height(lecture: Class) -> None:
    lecture.open(step(more='panels = ["loss", "parameters"]'))
    assert seen(lecture.window) == {"loss", "parameters", "lesson"}
    docks = lecture.window.docks
    own = docks.panels["lesson"].parentWidget()
    assert own is not None
    assert own.height() == docks.height()
    assert 360 <= own.width() <= 480


def test_closing_the_lesson_brings_the_own_layout_back(lecture: Class, qtbot: QtBot) -> None:
    window = lecture.window
    window.docks.uncover("sweep")
    lecture.steady()
    before, placed = seen(window), window.docks.arrangement()
    lecture.open(step(more='panels = ["loss"]'))
    assert window.docks.arrangement() == placed  # what the next start is to find again
    dock = window.docks.panels["lesson"].parentWidget()
    assert dock is not None
    hide = next(b for b in dock.findChildren(QToolButton) if b.accessibleName() == "Hide Lesson")
    QTest.mouseClick(hide, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: seen(window) == before)
    assert lecture.classroom.lesson is None


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


def test_a_layout_from_before_the_lesson_is_kept_when_the_window_is_closed_in_the_middle(
    lecture: Class, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not lecture.session.ticking, timeout=20_000)
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


def test_a_lesson_is_two_clicks_away(lecture: Class, qtbot: QtBot) -> None:
    menu = lecture.window.top_bar.lessons.menu()
    menu.aboutToShow.emit()  # as the click on the button does
    first = menu.actions()[0]
    assert first.text().startswith("Gradient descent on θ²\tbeginner, ")
    first.trigger()
    qtbot.waitUntil(lambda: lecture.classroom.lesson is not None)
    assert lecture.classroom.lesson is not None
    assert lecture.classroom.lesson.title == "Gradient descent on θ²"


def test_undo_returns_to_the_experiment_before_the_step(lecture: Class) -> None:
    before = lecture.session.experiment
    lecture.open(step(0.4))
    assert lecture.session.experiment.learning_rate == 0.4
    lecture.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lecture.session.experiment == before


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


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src='file:///etc/passwd'> <b>bold</b>",
        "[a link](http://localhost/x) ![](file:///etc/passwd)",
        "a \ufffc b \u2028 c",
    ],
)
def test_markup_in_a_lesson_is_shown_as_it_was_typed(lecture: Class, hostile: str) -> None:
    lecture.open(step(more=f"text = '''{hostile}'''"))
    text = next(part for part in lecture.page.findChildren(LessonText) if part.isVisible())
    document = text.document()
    shown = document.toPlainText()
    assert shown == "".join(c if c.isprintable() and c != "\ufffc" else "�" for c in hostile)
    assert "<img" not in document.toHtml()
    assert "href" not in document.toHtml()


def test_every_mistake_of_a_file_is_listed_and_the_lesson_before_stays_open(
    lecture: Class, qtbot: QtBot
) -> None:
    lecture.open(step())
    wrong = HEAD.replace("beginner", "hard") + step(more='panels = ["nowhere"]')
    lecture.classroom.open(lecture.write(wrong, "wrong.toml"))
    chooser = lecture.panel.chooser
    qtbot.waitUntil(chooser.errors.isVisible)
    lines = chooser.errors.toPlainText().split("\n")
    assert len(lines) == 2
    assert "line 3" in lines[0]
    assert "level" in lines[0]
    assert "panels" in lines[1]
    QTest.mouseClick(chooser.back, Qt.MouseButton.LeftButton)
    assert lecture.page.isVisible()


def test_what_is_no_lesson_is_refused_and_the_window_works_on(
    lecture: Class, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, content in (("a.toml", b"\xff\xfe"), ("b.toml", b"[" * 5000), ("c.toml", b"")):
        (tmp_path / name).write_bytes(content)
        lecture.classroom.errors = ()
        lecture.classroom.open(tmp_path / name)
        qtbot.waitUntil(lambda: bool(lecture.classroom.errors))
        assert seen(lecture.window) >= {"lesson"}
    assert lecture.session.edit(learning_rate=0.3) == ""


def test_a_new_lesson_from_the_window_opens_as_the_same(
    lecture: Class, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, session = lecture.window, lecture.session
    lecture.press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: len(session.pins.listed) == 1)
    assert session.edit(learning_rate=0.4, optimizer="adam") == ""
    lecture.rest()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right):
        lecture.press(key)
    panels, path = seen(window), tmp_path / "mine.toml"
    pinned, experiment = session.pins.listed[0].run.experiment, session.experiment
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.top_bar.lessons.menu().aboutToShow.emit()
    actions = window.top_bar.lessons.menu().actions()
    next(action for action in actions if action.text().startswith("New lesson")).trigger()
    qtbot.waitUntil(path.is_file)
    made = read_lesson(path).steps[0]
    assert (made.experiment, set(made.panels)) == (experiment, panels)
    assert [pin.experiment for pin in made.pinned] == [pinned]
    assert made.playhead == 2
    lecture.press(Qt.Key.Key_End)
    lecture.open_file(path)
    qtbot.waitUntil(lambda: len(session.pins.listed) == 1)
    assert session.experiment == experiment
    assert session.view is not None
    assert session.view.playhead == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_End, Qt.Key.Key_Right])
def test_at_the_end_of_the_run_a_new_lesson_names_no_row(lecture: Class, key: Qt.Key) -> None:
    lecture.session.seek(lecture.session.experiment.steps - 1)
    assert lecture.session.standing_at == 19
    lecture.press(key)
    assert lecture.session.standing_at is None


def test_larger_text_leaves_one_panel_and_the_lesson_and_gives_the_layout_back(
    lecture: Class, qtbot: QtBot
) -> None:
    window = lecture.window
    before = seen(window)
    lecture.open(step(more='panels = ["loss", "numbers"]'))
    for _ in range(5):
        lecture.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: seen(window) == {"loss", "lesson"})
    lecture.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: seen(window) == {"loss", "numbers", "lesson"})
    lecture.classroom.leave()
    qtbot.waitUntil(lambda: seen(window) == before)
