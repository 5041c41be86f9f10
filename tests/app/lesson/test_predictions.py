"""A prediction is judged by what the run does: an outcome, a number, a drawn curve."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.lesson.prediction import PredictionBox
from playground.app.theme import LIGHT
from tests.app.lesson.conftest import GOOD, OUTCOME, SLOW, WILD, Class, step

LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def draw(box: PredictionBox, heights: Sequence[float]) -> None:
    """Draw a curve with the mouse, over the whole width, in shares of the height; commit to it."""
    assert box.curve is not None
    assert box.commit is not None
    plot, last = box.curve._plot, len(heights) - 1
    places = [
        QPoint(
            round(plot.left() + at / last * plot.width()),
            round(plot.bottom() - up * plot.height()),
        )
        for at, up in enumerate(heights)
    ]
    QTest.mousePress(box.curve, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(box.curve, place)
    QTest.mouseRelease(box.curve, LEFT, pos=places[-1])
    QTest.mouseClick(box.commit, LEFT)


@pytest.mark.parametrize(
    ("rate", "end"),
    [(SLOW, "too slow"), (GOOD, "settles"), (1.0, "oscillates"), (WILD, "explodes")],
)
def test_a_prediction_is_judged_by_what_the_run_does_and_shows_it(
    lecture: Class, rate: float, end: str
) -> None:
    lecture.open(step(rate, predict=OUTCOME))
    lecture.say(end)
    box = lecture.page.prediction
    assert box is not None
    assert box.verdict.line.text().startswith("Right")
    assert "So it is." in box.verdict.explanation.toPlainText()
    assert lecture.session.view is not None
    assert lecture.session.view.outcome is not None
    assert box.verdict.outcome.text() == lecture.session.view.outcome.message
    assert lecture.window.outcome.sentence.whole == lecture.session.view.outcome.message
    assert lecture.panel.page.score.text() == "1 of 1 right"


@pytest.mark.parametrize(
    ("quantity", "answer"),
    [('"theta"\nstep = 1', "0.6"), ('"theta"', "0.00004"), ('"factor"', "0.6")],  # 1 − 2 lr
)
def test_a_number_of_the_run_is_revealed_with_its_outcome_and_the_theory(
    lecture: Class, qtbot: QtBot, quantity: str, answer: str
) -> None:
    number = f'kind = "number"\nask = "?"\nquantity = {quantity}\ntolerance = 0.001'
    lecture.open(step(GOOD, predict=f"[steps.predict]\n{number}\n"))
    box = lecture.page.prediction
    assert box is not None
    assert (box.verdict.outcome.text(), box.verdict.theory.text()) == ("", "")
    lecture.type(answer)
    lecture.see()
    view = lecture.session.view
    assert view is not None
    assert view.outcome is not None
    assert box.verdict.line.text().startswith("Right")
    assert box.verdict.outcome.text() == view.outcome.message
    assert box.verdict.outcome.isVisible()
    qtbot.waitUntil(lambda: "stable below 1.0 " in box.verdict.theory.text())  # 2 / curvature 2
    assert box.verdict.theory.isVisible()


def test_the_theory_waits_for_a_number_that_is_still_asked_for(
    lecture: Class, qtbot: QtBot
) -> None:
    limit = '[[steps.questions]]\nask = "Which rate is too large?"\nanswer = 1\ntolerance = 0.01\n'
    lecture.open(step(GOOD, predict=OUTCOME + limit))
    box = lecture.page.prediction
    assert box is not None
    lecture.say("settles")
    lecture.steady()
    assert box.verdict.outcome.isVisible()
    assert box.verdict.theory.text() == ""
    field = lecture.page.questions[0].field
    assert field is not None
    QTest.keyClicks(field.field, "2")  # wrong, and said
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "stable below 1.0 " in box.verdict.theory.text())  # 2 / curvature 2


def test_while_a_prediction_is_open_no_hint_says_to_do_what_is_locked(lecture: Class) -> None:
    lecture.open(step(GOOD, predict=OUTCOME))
    banner = lecture.window.outcome.banner
    assert banner.whole == ""
    lecture.say("settles")
    assert "Drag the learning rate." in banner.whole


@pytest.mark.parametrize(
    ("asked", "truth"),
    [
        ('kind = "number"\nask = "?"\nquantity = "theta"\nstep = 2\ntolerance = 0.1', "it is 0.36"),
        ('kind = "outcome"\nask = "?"', "it settles"),
    ],
)
def test_of_a_prediction_that_nobody_made_the_truth_is_told(
    lecture: Class, qtbot: QtBot, asked: str, truth: str
) -> None:
    lecture.open(step(GOOD, predict=f"[steps.predict]\n{asked}\n"))
    box = lecture.page.prediction
    assert box is not None
    QTest.mouseClick(box.skip, Qt.MouseButton.LeftButton)
    told = f"Shown without a prediction: {truth}."
    qtbot.waitUntil(lambda: box.verdict.line.text() == told)
    assert not lecture.classroom.score.verdicts


def test_of_a_number_at_the_start_the_verdict_says_nothing_of_the_outcome(lecture: Class) -> None:
    number = 'kind = "number"\nask = "How steep?"\nquantity = "gradient"\nstep = 0\ntolerance = 0.1'
    lecture.open(step(GOOD, predict=f"[steps.predict]\n{number}\n"))
    lecture.type("2")
    lecture.see()
    box = lecture.page.prediction
    assert box is not None
    assert box.verdict.line.text() == "Right: it is 2."
    assert (box.verdict.outcome.text(), box.verdict.theory.text()) == ("", "")
    view = lecture.session.view
    assert view is not None
    assert view.outcome is not None  # since the whole run is shown now, it is said how it ended
    assert lecture.window.outcome.sentence.whole == view.outcome.message


def test_a_wrong_prediction_is_said_to_be_wrong_and_cannot_be_mended(lecture: Class) -> None:
    lecture.open(step(WILD, predict=OUTCOME))
    lecture.say("settles")
    box = lecture.page.prediction
    assert box is not None
    assert box.verdict.line.text() == "Not so: it explodes."
    assert not any(button.isEnabled() for button in box.buttons)
    assert lecture.panel.page.score.text() == "0 of 1 right"


def test_a_number_is_right_within_its_tolerance_and_text_is_refused(lecture: Class) -> None:
    number = 'kind = "number"\nask = "Where?"\nquantity = "theta"\nstep = 2\ntolerance = 0.01'
    lecture.open(step(GOOD, predict=f"[steps.predict]\n{number}\n"))
    lecture.type("left")
    box = lecture.page.prediction
    assert box is not None
    assert box.field is not None
    assert "number" in box.field.complaint.text
    assert lecture.session.concealed
    box.field.field.clear()
    lecture.type("0.355")  # θ₂ = 0.6² = 0.36
    lecture.see()
    assert box.verdict.line.text() == "Right: it is 0.36."


def test_a_drawn_curve_is_scored_beside_the_true_one(lecture: Class, qtbot: QtBot) -> None:
    curve = '[steps.predict]\nkind = "curve"\nask = "Draw it"\n'
    lecture.open(step(GOOD, predict=curve))
    box = lecture.page.prediction
    assert box is not None
    assert box.curve is not None
    assert box.commit is not None
    QTest.mouseClick(box.commit, Qt.MouseButton.LeftButton)
    assert "draw one first" in box.complaint.text
    assert lecture.session.concealed
    plot = box.curve._plot
    # The loss of θ² is (1 − 2 lr)^(2k), on a plot up to twice the start.
    draw(box, [0.6 ** (2 * number / 3) / 2 for number in range(61)])
    lecture.see()
    assert box.verdict.line.text().startswith("Right: the curves agree")
    assert box.curve._truth is not None
    head = box.curve.grab().toImage().copy(QRect(0, 0, box.curve.width(), int(plot.top()) - 1))
    seen = {head.pixelColor(x, y).name() for x in range(head.width()) for y in range(head.height())}
    names = {LIGHT.text.lower(), LIGHT.runs[2].lower()}  # of both curves, where none is drawn
    assert names <= seen


@pytest.mark.parametrize("rate", [0.01, 0.1, 1.1, 1.6])
def test_the_exact_line_down_to_the_edge_and_along_it_has_the_whole_score(
    lecture: Class, rate: float
) -> None:
    curve = '[steps.predict]\nkind = "curve"\nask = "Draw it"\nlog = true\n'
    lecture.open(step(rate, predict=curve).replace("steps = 20", "steps = 60"))
    box = lecture.page.prediction
    assert box is not None
    assert box.curve is not None
    assert box.commit is not None
    low, high = box.curve._scale.range
    # On an axis of powers of ten the loss (1 − 2 lr)^(2k) is a line.
    powers = [2 * row * math.log10(abs(1 - 2 * rate)) for row in range(61)]
    draw(box, [min(max((power - low) / (high - low), 0.0), 1.0) for power in powers])
    lecture.see()
    assert lecture.classroom.verdicts[lecture.classroom.place()].points > 0.97


def test_a_curve_below_zero_is_drawn_within_the_extent_of_its_lesson(lecture: Class) -> None:
    curve = '[steps.predict]\nkind = "curve"\nask = "Draw it"\nextent = [-0.3, 0.1]\n'
    lecture.open(
        step(GOOD, predict=curve).replace('"square"', '"double-well"').replace("1.0", "0.1")
    )
    box = lecture.page.prediction
    assert box is not None
    assert box.curve is not None
    assert box.commit is not None
    low, high = box.curve._scale.low, box.curve._scale.high
    assert low <= -0.3 < 0.1 <= high
    theta, heights = 0.1, []
    for _ in range(21):
        heights.append((theta**4 / 4 - theta**2 / 2 - low) / (high - low))
        theta -= GOOD * (theta**3 - theta)
    draw(box, heights)
    lecture.see()
    assert lecture.classroom.verdicts[lecture.classroom.place()].points > 0.97


def test_a_curve_can_be_drawn_with_the_keys_alone(lecture: Class) -> None:
    lecture.open(step(GOOD, predict='[steps.predict]\nkind = "curve"\nask = "Draw it"\n'))
    box = lecture.page.prediction
    assert box is not None
    assert box.curve is not None
    assert box.commit is not None
    for _ in range(9):
        QTest.keyClick(box.curve, Qt.Key.Key_Down)
    for _ in range(19):
        QTest.keyClick(box.curve, Qt.Key.Key_Right)
    QTest.keyClick(box.commit, Qt.Key.Key_Space)
    lecture.see()
    assert box.verdict.line.text().startswith("Right")  # down at once and level from there


@pytest.mark.parametrize(("start", "powers"), [(1.0, False), (3.0, True)])
def test_a_curve_has_an_axis_of_powers_only_where_the_loss_starts_above_zero(
    lecture: Class, start: float, powers: bool
) -> None:
    curve = '[steps.predict]\nkind = "curve"\nask = "Draw it"\nlog = true\n'
    one = step(GOOD, predict=curve).replace('"square"', '"x^2-5"').replace("[1.0]", f"[{start}]")
    lecture.open(one, one.replace("One", "Two"))
    box = lecture.page.prediction
    assert box is not None
    assert box.curve is not None
    assert box.commit is not None
    QTest.keyClick(box.curve, Qt.Key.Key_Down)
    QTest.keyClick(box.commit, Qt.Key.Key_Space)
    lecture.see()
    assert box.curve._scale.log == powers
    assert box.curve._truth is not None
    assert box.verdict.line.text() != ""
    lecture.press(Qt.Key.Key_PageDown)
    assert lecture.page.prediction is not None
    assert lecture.page.prediction.curve is not None
    assert lecture.page.prediction.curve._truth is None  # of the run that was just seen
    lecture.rest()
    assert lecture.page.prediction.curve._truth is None
    assert lecture.page.prediction.curve._scale.log == powers


def test_where_no_limit_holds_at_the_minimum_the_theory_says_why(
    lecture: Class, qtbot: QtBot
) -> None:
    adam = step(GOOD).replace('loss = "square"', 'loss = "square"\noptimizer = "adam"')
    lecture.open(adam + OUTCOME)
    lecture.say("settles")
    box = lecture.page.prediction
    assert box is not None
    qtbot.waitUntil(lambda: "Adam divides by the size" in box.verdict.theory.text())
