"""The text of a lesson: read as it is written, set as it is meant, scrolled as a whole."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.lesson.formulas import depth, line_picture
from playground.app.lesson.text import LessonText
from playground.core.lesson_texts import MOST_FORMULAS
from playground.typesetting import SIZE, is_at_hand, typeset
from tests.app.lesson.conftest import OUTCOME, Class, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def shown(qtbot: QtBot, text: str) -> LessonText:
    made = LessonText(lambda latex: bool(typeset(latex)))
    qtbot.addWidget(made)
    made.resize(300, 100)
    made.show_markdown(text)
    made.show()
    return made


@pytest.mark.parametrize("latex", [r"\theta^2", "x", "g", r"\frac{a}{b}"])
def test_a_formula_stands_on_the_line_of_the_text(qtbot: QtBot, latex: str) -> None:
    made = line_picture(latex, "#000000", 20)
    assert made is not None
    below = round(QFontMetricsF(made[1].font()).descent())
    assert 0 <= below - depth(latex) * 20 / SIZE <= 2  # as deep as its letters reach, or a little
    assert made[1].height() >= made[0].deviceIndependentSize().height() - 1


def test_all_of_the_text_is_read_out_with_its_formulas(qtbot: QtBot) -> None:
    made = shown(qtbot, "# A title\n\nThe loss $L = \\theta^2$:\n\n- one\n- **two**")
    assert made.accessibleDescription() == "A title\nThe loss L = \\theta^2:\none\ntwo"
    assert made.document().toPlainText() == "A title\nThe loss \ufffc:\n•\tone\n•\ttwo"


def test_a_formula_that_cannot_be_typeset_is_shown_as_it_was_typed(qtbot: QtBot) -> None:
    made = LessonText(lambda _: True)
    qtbot.addWidget(made)
    made.show_markdown(r"See $\notacommand{$ here")
    assert r"\notacommand" in made.document().toPlainText()


def test_the_wheel_over_a_text_scrolls_the_step(lecture: Class, qtbot: QtBot) -> None:
    lecture.open(step(more="text = '''" + 90 * "word\n\n" + "'''"))
    text = next(part for part in lecture.page.findChildren(LessonText) if part.isVisible())
    bar = lecture.panel.page.scrolling.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    place = text.viewport().mapTo(lecture.window, QPoint(20, 20))
    QTest.wheelEvent(lecture.window.windowHandle(), QPointF(place), QPoint(0, -240))
    qtbot.waitUntil(lambda: bar.value() > 0)


def test_a_page_full_of_formulas_never_stops_the_window(qtbot: QtBot) -> None:
    latex = [f"x_{{{number}}}^2" for number in range(MOST_FORMULAS)]
    for one in latex:
        typeset(one)
    text = LessonText(is_at_hand)
    qtbot.addWidget(text)
    text.resize(300, 100)
    text.show()
    turns: list[float] = []

    def turn(act: Callable[[], object] = QApplication.processEvents) -> bool:
        start = time.thread_time()
        act()
        turns.append(time.thread_time() - start)
        return text.document().toPlainText().count("\ufffc") == MOST_FORMULAS

    turn(lambda: text.show_markdown(" and ".join(f"${one}$" for one in latex)))
    qtbot.waitUntil(turn)
    turn(lambda: text.resize(400, 100))
    # Laid out anew at every word it is half a second; drawn all at once, a quarter.
    assert max(turns) < 0.1


def test_a_page_opens_no_window_of_its_own(lecture: Class) -> None:
    question = '[[steps.questions]]\nask = "$x$?"\nchoices = ["a", "b"]\nanswer = "a"\n'
    texts = "text = 'One $x$.'\nafter = 'Two.'"
    lecture.open(step(0.2, texts), step(0.2, texts, OUTCOME + question, title="Two"))
    opened: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
                opened.extend([watched] * watched.isWindow())
            return False

    watch = Watch()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watch)
    lecture.turn()
    application.removeEventFilter(watch)
    assert lecture.page.prediction is not None
    assert opened == []
