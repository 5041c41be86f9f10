"""Any function can be typed; it is drawn with its derivative."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from playground.app.theme import DARK, LIGHT
from tests.app.graph.conftest import LEFT, REFUSED, enter, pick, settle


def test_a_typed_function_is_drawn_with_its_derivative(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = pick(qtbot, panel, "Function of x")
    bar = sheet.function
    enter(qtbot, panel, bar.formula, "exp(2x)")
    enter(qtbot, panel, bar.from_field, "-1")
    enter(qtbot, panel, bar.to_field, "1")
    enter(qtbot, panel, bar.count_field, "51")
    QTest.mouseClick(sheet.remedies.buttons["sum"], LEFT)
    settle(qtbot, panel)
    answer = sheet.stage.answer
    assert answer is not None
    assert answer.curve is not None
    x = np.linspace(-1, 1, 51)
    np.testing.assert_allclose(answer.curve.points, x, atol=1e-15)
    # d exp(2x)/dx = 2·exp(2x), and the plot shows both on one scale.
    np.testing.assert_allclose(answer.curve.derivative, 2 * np.exp(2 * x), rtol=1e-12)
    function, derivative = sheet.plot.function.getData()[1], sheet.plot.derivative.getData()[1]
    rise = (derivative[-1] - derivative[0]) / (function[-1] - function[0])
    assert rise == pytest.approx(2.0)
    assert sheet.stage.source.toPlainText() == "exp(2x)"


def test_a_function_without_a_finite_value_is_said_to_have_none(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = pick(qtbot, panel, "Function of x")
    enter(qtbot, panel, sheet.function.formula, "sqrt(-1-x^2)")
    settle(qtbot, panel)
    assert sheet.plot.bottom.title == "x: f is not finite"
    enter(qtbot, panel, sheet.function.formula, "x^2")
    settle(qtbot, panel)
    assert sheet.plot.bottom.title == "x"


def test_what_cannot_be_drawn_is_refused_beside_its_field(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = pick(qtbot, panel, "Function of x")
    bar = sheet.function
    enter(qtbot, panel, bar.to_field, "-5")
    assert bar.complaint.text == "To must be above -2, not -5"
    QTest.keyClick(bar.to_field, Qt.Key.Key_Escape)
    enter(qtbot, panel, bar.count_field, "1")
    assert bar.complaint.text == "Points must be from 2 to 1000, not 1"
    QTest.keyClick(bar.count_field, Qt.Key.Key_Escape)
    enter(qtbot, panel, bar.formula, "sni(x)")
    assert "sni" in bar.complaint.text
    enter(qtbot, panel, bar.formula, "x" * 500)
    assert "loss" not in bar.complaint.text.lower()
    enter(qtbot, panel, bar.formula, "x^2")
    assert sheet.stage.steps.line.whole == REFUSED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/0", "Division by zero at character 2"),
        ("x + 1/0", "Division by zero at character 6"),
        ("5", "No name at character 2: type a function of one name"),
        ("x + y", "2 names at character 5: type a function of one name"),
        ("x +", "at character 4"),
    ],
)
def test_a_function_that_cannot_be_one_leaves_the_graph_of_the_one_before(
    qtbot: QtBot, panel: GraphPanel, text: str, said: str
) -> None:
    sheet = pick(qtbot, panel, "Function of x")
    enter(qtbot, panel, sheet.function.formula, "x^2")
    answer = sheet.stage.answer
    assert answer is not None
    enter(qtbot, panel, sheet.function.formula, text)
    settle(qtbot, panel)
    assert said in sheet.function.complaint.text
    assert sheet.stage.answer is answer
    assert sheet.stage.source.toPlainText() == "x^2"


@pytest.mark.parametrize("size", [(320, 240), (540, 320), (1400, 900)])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_subject_can_be_painted_at_any_size(
    qtbot: QtBot, panel: GraphPanel, size: tuple[int, int], theme: object
) -> None:
    panel.resize(*size)
    for index in range(panel.subjects.count()):
        panel.subjects.setCurrentIndex(index)
        sheet = settle(qtbot, panel)
        panel.paint_with(theme)  # type: ignore[arg-type]  # parametrised
        assert not panel.grab().isNull()
        assert sheet.stage.canvas.height() >= 60
    panel.paint_with(LIGHT)
