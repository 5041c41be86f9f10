"""Files of lessons are refused in words, shown as they are typed, and written from the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from playground.app.lesson.text import LessonText
from playground.core.lesson_file import read_lesson
from tests.app.lesson.conftest import HEAD, Class, panels_seen, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


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
        assert panels_seen(lecture.window) >= {"lesson"}
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
    panels, path = panels_seen(window), tmp_path / "mine.toml"
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


def test_formulas_that_cannot_be_typeset_are_counted_below_with_the_line_of_the_first(
    lecture: Class, qtbot: QtBot
) -> None:
    warned: list[str] = []
    lecture.session.refused.connect(warned.append)
    text = "text = '''\nGood: $x^2$.\n\nBad: $\\frac{1}{$.\n\nUnknown: $\\nosuch x$.\n'''"
    path = lecture.write(HEAD + step(more=text))
    first = path.read_text(encoding="utf-8").split("\n").index("Bad: $\\frac{1}{$.") + 1
    lecture.open_file(path)
    qtbot.waitUntil(lambda: bool(warned))
    (said,) = warned
    assert said.startswith(f"2 formulas cannot be shown as meant; line {first}: ")
    assert lecture.classroom.lesson is not None
